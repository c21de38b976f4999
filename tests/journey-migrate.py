# SPDX-License-Identifier: GPL-3.0-or-later
"""A request is converted while it is written; what became of each value is listed, filtered, chosen and compared."""

import json

import a11y
import journey
import tap
from journey import Window

CHAT = ('{"model": "practice-model", "messages": [{"role": "system", "content": "Be terse."}, {"role": "user", "content": "Hello"}], '
        '"max_completion_tokens": 40, "seed": 7}')


def open_page (window):
  window.key ('F9')
  window.until (lambda: journey.first (window.frame, 'list item', 'Migrate'), 'the page in the bar')
  window.until (lambda: a11y.has_state (journey.first (window.frame, 'list item', 'Compare'), 'focused'), 'the bar to have the focus')
  window.key ('Down', 'Return')
  return window.until (lambda: journey.first (window.frame, 'text', 'Original'), 'the original')


def result (window):
  text = a11y.get_text (window.until (lambda: journey.first (window.frame, 'text', 'Result'), 'the result'))
  try:
    return json.loads (text)
  except ValueError:
    return None


def entries (window):
  rows = journey.first (window.frame, 'list', 'What became of each value')
  return [each for each in (rows.get_child_at_index (i) for i in range (rows.get_child_count ())) if each is not None] if rows else []


@tap.test
def a_request_is_converted_and_told_of ():
  with Window () as window:
    editor = open_page (window)
    window.set_text (editor, CHAT)
    window.until (lambda: (result (window) or {}).get ('max_output_tokens') == 40, 'the result')
    assert 'seed' not in result (window)
    window.until (lambda: any ('seed' in a11y.name (each) and a11y.name (each).startswith ('dropped') for each in entries (window)),
                  'the loss in the list')
    window.until (lambda: journey.first (window.frame, 'label', lambda name: name == 'A request of Chat Completions. 1 value is lost.'),
                  'what it amounts to')

    n_all = len (entries (window))
    a11y.click (window.until (lambda: journey.first (window.frame, 'push button', lambda name: name.startswith ('dropped')), 'the filter'))
    window.until (lambda: len (entries (window)) == 1 < n_all, 'the list, filtered')

    window.set_text (editor, '{"model": ')
    window.until (lambda: journey.first (window.frame, 'label', lambda name: 'line 1, column' in name), 'what is wrong, and where')


@tap.test
def how_reading_the_answer_changes_is_code ():
  with Window () as window:
    editor = open_page (window)
    window.set_text (editor, CHAT)
    fold = window.until (lambda: journey.first (window.frame, None, 'How reading the answer changes'), 'the fold')
    window.resize (1280, 1000)
    window.mouse_click (fold)
    window.until (lambda: window.says ('text = answer["choices"][0]["message"]["content"]'), 'the code of before')
    assert window.says ('if part["type"] == "output_text"')
    window.press ('JavaScript')
    window.until (lambda: window.says ('const text = answer.choices[0].message.content;'), 'the code in JavaScript')
    assert not window.says ('text = answer["choices"]')


@tap.test
def an_example_is_opened_in_compare ():
  with Window () as window:
    open_page (window)
    a11y.click (window.until (lambda: journey.first (window.frame, 'push button', 'A curl Command', journey.has_click), 'an example'))
    window.until (lambda: (result (window) or {}).get ('max_output_tokens') == 100, 'the result')
    a11y.click (window.until (lambda: journey.first (window.frame, 'push button', 'Open in Compare',
                                                     lambda it: a11y.has_state (it, 'sensitive')), 'Open in Compare'))
    window.until (lambda: len (window.frames ()) == 2, 'another window')


tap.run ()
