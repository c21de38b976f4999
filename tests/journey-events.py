# SPDX-License-Identifier: GPL-3.0-or-later
"""Events along time: one scale for all columns, the same moments in the axis and in the list, and a filter for all."""

import re

import a11y
import journey
import tap
from journey import Window


def axes (window):
  return [journey.first (column.panel, None, lambda name: name.startswith ('Time axis')) for column in window.columns ()]


def moments (axis):
  """What the axis says in words: {'First byte': '12 ms', …}."""
  said = a11y.name (axis).replace ('\u00a0', ' ')
  return dict (re.fullmatch (r'(.*?) (\S+(?: \S+)?)', part).groups () for part in said.split (' · ')[1:])


@tap.test
def the_axis_says_the_moments_in_words ():
  with Window ('--facet', 'events') as window:
    window.send ()
    for column, axis in zip (window.columns (), axes (window)):
      said = moments (axis)
      tap.equal (set (said), {'First byte', 'First text', 'Usage', 'End'}, 'moments of ' + column.title ())
      assert all (re.fullmatch (r'[\d.]+ (µs|ms|s)', time) for time in said.values ()), said
      assert ('total ' + said['End']) in column.times (), (said, column.times ())
      box = a11y.extents (axis)
      assert box.height < 130, 'the strip is small'
    tops = {a11y.extents (axis).y for axis in axes (window)}
    tap.equal (len (tops), 1, 'the strips stand side by side')


@tap.test
def the_events_that_brought_the_moments_are_marked ():
  with Window ('--facet', 'events') as window:
    window.send ()
    for column in window.columns ():
      marked = [journey.first (row, None, 'First text') for row in column.rows ()]
      tap.equal (len ([mark for mark in marked if mark is not None]), 1, 'first text of ' + column.title ())


@tap.test
def one_name_is_listed_in_all_columns ():
  with Window ('--facet', 'events') as window:
    window.send ()
    responses = window.columns ()[2]
    everything = responses.events ()
    window.choose ('Events listed: All events',
                   lambda name: name.replace ('__', '_').startswith ('response.output_text.delta'))
    window.until (lambda: {row[1] for row in responses.events ()} == {'response.output_text.delta'}, 'the deltas alone')
    for column in window.columns ()[:2]:
      window.until (lambda: column.says ('No event here has the name'), 'a word that there are none')
    window.choose ('Events listed: response.output_text.delta', lambda name: name.startswith ('All events'))
    window.until (lambda: responses.events () == everything, 'all of them again')


@tap.test
def pointing_at_the_axis_chooses_the_nearest_event ():
  with Window ('--facet', 'events', pace_us=2000) as window:
    window.send ()
    responses = window.columns ()[2]
    axis = axes (window)[2]
    window.mouse_click (axis)
    window.until (lambda: responses.text ('Data of the event'), 'the data of an event in the middle')
    chosen = window.until (lambda: [row for row in responses.rows () if a11y.has_state (row, 'selected')], 'its row')
    assert a11y.name (chosen[0].get_child_at_index (0)) != 'response.created'


@tap.test
def an_answer_in_one_piece_has_moments_too ():
  with Window ('--facet', 'events') as window:
    with window.settings ():
      a11y.click (window.find ('check box', 'Stream'))
    window.send ()
    for axis in axes (window):
      said = moments (axis)
      tap.equal (said['Usage'], said['End'], 'usage comes with everything else')


tap.run ()
