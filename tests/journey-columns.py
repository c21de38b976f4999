# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns come, go, change places, formats and models, stop and try again; the others do not notice."""

import json

import a11y
import journey
import tap
from journey import FORMATS, Window


def wait_for_text (window, columns):
  views = [column.view () for column in columns]
  window.until (lambda: all (']' in a11y.get_text (view) for view in views), 'text in every column')


@tap.test
def columns_are_added_moved_and_removed ():
  with Window () as window:
    window.resize (1500, 800)  # room for four
    window.send ()
    first = window.columns ()[0]
    text = first.text ()
    window.choose ('Add a column', 'Responses')
    window.until (lambda: window.titles () == list (FORMATS) + ['Responses'], 'a fourth column')
    tap.equal ([column.end () == '–' for column in window.columns ()], [False, False, False, True], 'the new one is empty')

    window.columns ()[0].menu ('Move Right')
    window.until (lambda: window.titles () == ['Chat Completions', 'Completions', 'Responses', 'Responses'], 'the move')
    tap.equal (window.columns ()[1].text (), text, 'the answer that moved with its column')
    window.columns ()[1].menu ('Move Left')
    window.until (lambda: window.titles () == list (FORMATS) + ['Responses'], 'the move back')

    while len (window.titles ()) > 1:
      before = window.titles ()
      window.columns ()[1].menu ('Remove')
      window.until (lambda: window.titles () == before[:1] + before[2:], 'one column less')
    last = window.columns ()[0]
    assert not last.can ('column.remove') and not last.can ('column.move-left') and not last.can ('column.move-right')
    tap.equal (last.text (), text, 'the column that stayed')
    window.send ()
    tap.equal (last.end (), 'finish_reason: length', 'the only column')


@tap.test
def a_removed_column_stops_and_the_others_go_on ():
  with Window (pace_us=300000) as window:
    columns = window.columns ()
    window.do ('win.send')
    wait_for_text (window, columns)
    columns[2].menu ('Remove')
    window.until (lambda: len (window.titles ()) == 2, 'one column less')
    assert columns[0].running () and columns[1].running ()
    window.do ('win.stop')
    window.end_of_all ()


@tap.test
def one_column_stops_and_is_retried_alone ():
  with Window (pace_us=300000) as window:
    completions, chat, responses = columns = window.columns ()
    window.do ('win.send')
    wait_for_text (window, columns)
    chat.press ('Stop this column')
    window.until (chat.ended, 'the stopped column')
    assert completions.running () and responses.running (), 'others were stopped too'
    assert chat.end ().startswith ('Stopped'), chat.end ()
    kept = chat.text ()
    assert kept.startswith ('[practice server]'), kept
    before = len (responses.text ())
    window.until (lambda: len (responses.text ()) > before, 'the others to go on')
    tap.equal (chat.text (), kept, 'what had come stays')

    chat.press ('Retry this column')
    window.until (chat.running, 'the second attempt')
    window.until (lambda: 0 < len (chat.text ()) , 'its text')
    assert responses.running () and completions.running (), 'a retry disturbed the others'
    window.key ('Escape')
    window.end_of_all ()
    for column in columns:
      window.until (column.ended, column.title () + ' to end')
    assert all (column.end ().startswith ('Stopped') for column in columns), [column.end () for column in columns]


@tap.test
def a_column_changes_its_format_and_its_model ():
  with Window ('--facet', 'request') as window:
    column = window.columns ()[0]
    column.press ('Completions')
    model = window.until (lambda: journey.first (column.panel, 'text', 'Model'), 'the model')
    window.set_text (model, 'my-model')
    window.until (lambda: json.loads (column.text ('Request'))['model'] == 'my-model', 'the model in the request')
    assert column.says ('my-model · Practice server')
    tap.equal ([json.loads (other.text ('Request'))['model'] for other in window.columns ()[1:]], ['practice-model'] * 2, 'others')

    formats = journey.first (column.panel, 'combo box', 'Format')
    window.mouse_click (formats)
    window.until (lambda: journey.first (formats, 'list item', '', lambda it: a11y.has_state (it, 'focused')), 'the list of formats')
    a11y.key ('Down', 'Down', 'Return')
    window.until (lambda: window.titles () == ['Responses', 'Chat Completions', 'Responses'], 'the other format')
    changed = window.columns ()[0]
    window.until (lambda: json.loads (changed.text ('Request')).get ('input'), 'its request')
    window.key ('Escape')
    window.send ()
    # The practice server knows no such model, and says so in its own words.
    assert all (column.ended () for column in window.columns ())


@tap.test
def an_answer_is_copied ():
  with Window () as window:
    window.send ()
    column = window.columns ()[1]
    text = column.text ()
    column.press ('Column menu')
    window.until (lambda: journey.first (column.panel, 'menu item', 'Copy Answer', lambda it: a11y.has_state (it, 'focused')),
                  'the menu')
    window.key ('Return')
    window.until (lambda: journey.first (column.panel, 'menu item', 'Copy Answer') is None, 'the menu to close')
    window.focus (window.prompt)
    a11y.key ('ctrl+a', 'ctrl+v')
    window.until (lambda: window.get_text (window.prompt) == text, 'the pasted answer')


tap.run ()
