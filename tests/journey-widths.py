# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns that do not fit are not squeezed: as many whole ones as there is room for, and a switch leads to the others.

What is out of view is not on the bus either, so that nobody is read what nobody sees.
"""

import a11y
import journey
import tap
from journey import FORMATS, Window


def narrow (window, width, expected):
  window.resize (width, 760)
  window.until (lambda: window.titles () == expected, '%d pixels to show %s' % (width, ', '.join (expected)))


@tap.test
def as_many_columns_as_fit_are_seen ():
  with Window () as window:
    for width, n in ((1200, 3), (700, 2), (360, 1), (1920, 3), (660, 2), (620, 1)):
      narrow (window, width, list (FORMATS[:n]))
      for column in window.columns ():
        box = a11y.extents (column.panel)
        assert box.width >= 300, 'a column of %d pixels in a window of %d' % (box.width, width)
      tap.equal (journey.first (window.frame, 'push button', 'Column after') is not None, n < 3, 'a switch at %d' % width)


@tap.test
def the_switch_leads_to_every_column_and_the_choice_stays ():
  with Window () as window:
    window.send ()
    answers = dict (zip (FORMATS, [column.text () for column in window.columns ()]))
    narrow (window, 360, ['Completions'])
    window.press ('Column after')
    window.until (lambda: window.titles () == ['Chat Completions'], 'the next column')
    window.press ('Column after')
    window.until (lambda: window.titles () == ['Responses'], 'the last column')
    assert not a11y.has_state (window.button ('Column after'), 'sensitive'), 'there is nothing behind the last'
    narrow (window, 700, ['Chat Completions', 'Responses'])
    narrow (window, 1200, list (FORMATS))
    narrow (window, 360, ['Responses'])
    window.press ('Column before')
    window.until (lambda: window.titles () == ['Chat Completions'], 'the column before')
    narrow (window, 1200, list (FORMATS))
    tap.equal ({column.title (): column.text () for column in window.columns ()}, answers, 'the answers, seen or not')


@tap.test
def f6_brings_what_is_hidden_into_view ():
  with Window () as window:
    narrow (window, 360, ['Completions'])
    window.until (lambda: a11y.has_state (window.prompt, 'focused'), 'focus on the prompt')
    for title in FORMATS + FORMATS[:1]:
      a11y.key ('F6')
      window.until (lambda: window.titles () == [title], title)
    a11y.key ('shift+F6')
    window.until (lambda: window.titles () == ['Responses'], 'round to the last one')
    narrow (window, 700, ['Chat Completions', 'Responses'])
    a11y.key ('F6')
    window.until (lambda: window.titles () == ['Completions', 'Chat Completions'], 'round to the first one')


@tap.test
def the_focus_stays_in_the_switch_at_its_end ():
  with Window () as window:
    narrow (window, 700, list (FORMATS[:2]))
    def focus_is_on (name):
      return journey.first (window.frame, 'push button', name, lambda it: a11y.has_state (it, 'focused'))
    window.key ('ctrl+l')
    for _ in range (40):
      at = next (each for each in a11y.walk (window.frame) if a11y.has_state (each, 'focused'))
      if a11y.name (at) == 'Column after':
        break
      a11y.key ('Tab')
      window.until (lambda: not a11y.has_state (at, 'focused'), 'the focus to move on')
    a11y.key ('space')
    window.until (lambda: window.titles () == list (FORMATS[1:]), 'the last columns')
    window.until (lambda: focus_is_on ('Column before'), 'the focus on the way back')
    a11y.key ('space')
    window.until (lambda: focus_is_on ('Column after'), 'the focus on the way on')


@tap.test
def what_does_not_fit_is_not_on_the_bus ():
  with Window () as window:
    for width, wide in ((1200, True), (360, False), (1200, True)):
      window.resize (width, 760)
      window.until (lambda: (journey.first (window.frame, 'push button', 'Response') is not None) == wide, 'the facets')
      window.until (lambda: (journey.first (window.frame, 'push button', 'Facet: Output') is None) == wide, 'their menu')


@tap.test
def columns_come_and_go_where_only_one_is_seen ():
  with Window () as window:
    narrow (window, 360, ['Completions'])
    window.choose ('Add a column', 'Responses')
    window.until (lambda: window.titles () == ['Responses'] and window.says ('4 of 4'), 'the new column in view')
    window.send ()
    last = window.columns ()[0]
    answer = last.text ()
    last.menu ('Move Left')
    window.until (lambda: window.says ('3 of 4'), 'it to be seen where it went')
    tap.equal (window.columns ()[0].text (), answer, 'its answer')
    def pressed_tabs ():
      return a11y.find_all (window.frame, 'push button', lambda name: name in FORMATS, lambda it: a11y.has_state (it, 'pressed'))
    window.columns ()[0].menu ('Remove')
    window.until (lambda: window.says ('3 of 3'), 'three columns')
    tap.equal (pressed_tabs (), [], 'tabs where they do not fit')
    window.columns ()[0].menu ('Remove')
    window.until (lambda: len (pressed_tabs ()) == 1, 'two columns, whose tabs fit')
    window.columns ()[0].menu ('Remove')
    window.until (lambda: journey.first (window.frame, 'push button', 'Column after') is None, 'no switch for one column')
    tap.equal (window.titles (), ['Completions'], 'the column that is left')


tap.run ()
