# SPDX-License-Identifier: GPL-3.0-or-later
"""Times are measured: one after another, several times, with medians, and each attempt to be seen again."""

import re

import a11y
import journey
import tap
from journey import Window

MENU = 'Together or in turn, and how often'


def choose (window, item):
  window.choose (MENU, item)
  window.until (lambda: journey.first (window.frame, 'menu item', item) is None, 'the menu to close')


@tap.test
def a_series_has_medians_and_its_attempts_can_be_seen_again ():
  with Window () as window:
    choose (window, 'One after Another')
    choose (window, '3 Times')
    window.until (lambda: window.button ('Send 9'), 'the number of requests')
    window.send ()
    for column in window.columns ():
      assert re.search (r'median \S+ \S+ of 3 \(', column.times ()), column.times ()
      assert 'shared server' not in column.times (), column.times ()
      assert column.says ('Attempt 3 of 3'), column.labels ()

    column = window.columns ()[1]
    text = column.text ()
    assert not column.can ('column.next-attempt')
    column.press ('Previous attempt')
    window.until (lambda: column.says ('Attempt 2 of 3'), 'the second attempt')
    tap.equal (column.text (), text, 'the practice server says the same again')
    column.press ('Next attempt')
    window.until (lambda: column.says ('Attempt 3 of 3'), 'the third attempt')
    assert window.columns ()[0].says ('Attempt 3 of 3'), 'the others stayed'


@tap.test
def times_taken_together_say_so ():
  with Window () as window:
    window.send ()
    for column in window.columns ():
      assert 'shared server' in column.times (), column.times ()
      assert not column.says ('Attempt'), 'one attempt is no series'


@tap.test
def a_series_stops_as_a_whole ():
  with Window (pace_us=300000) as window:
    choose (window, '10 Times')
    window.do ('win.send')
    window.until (lambda: all (']' in column.text () for column in window.columns ()), 'text in every column')
    window.do ('win.stop')
    window.end_of_all ()
    assert all (column.end ().startswith ('Stopped') for column in window.columns ()), 'an answer came'
    assert not any (column.says ('Attempt 2') for column in window.columns ()), 'it went on'


@tap.test
def one_column_is_the_baseline_of_the_others ():
  with Window () as window:
    window.columns ()[0].menu ('Use as Baseline')
    window.until (lambda: window.columns ()[0].says ('The others are compared with this column'), 'the baseline')
    window.send ()
    for column in window.columns ()[1:]:
      window.until (lambda: column.says ('output tokens'), 'the difference of ' + column.title ())
    window.columns ()[0].menu ('No Longer Use as Baseline')
    window.until (lambda: not window.columns ()[1].says ('output tokens'), 'no difference')


@tap.test
def columns_are_filled_from_a_grid ():
  with Window () as window:
    window.send ()
    kept = window.columns ()[1].text ()
    window.do ('win.fill-columns')
    dialog = window.dialog ('Fill Columns')
    mark = window.until (lambda: journey.first (dialog, 'check box', lambda name: name.startswith ('Responses, ')), 'the grid')
    window.mouse_click (mark)
    window.press ('Fill 2 Columns', dialog)
    window.until (lambda: window.titles () == ['Completions', 'Chat Completions'], 'the columns that were marked')
    tap.equal (window.columns ()[1].text (), kept, 'the answer of a column that stayed')


tap.run ()
