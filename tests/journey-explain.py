# SPDX-License-Identifier: GPL-3.0-or-later
"""A refusal is explained where it stands, mended by the fix that is offered, and then taken by the practice server."""

import contextlib
import json
import urllib.request

from gi.repository import GLib

import a11y
import journey
import tap
from journey import Window

REFUSED = {'model': 'practice-model', 'input': 'Hello', 'stop': ['x'], 'max_output_tokens': 20}
TAKEN = {'model': 'practice-model', 'input': 'Hello', 'max_output_tokens': 20}


def write_body (window, column, body):
  """Gives the column a body of its own."""
  column.menu ('Own Body…')
  dialog = window.dialog ('Own Body')
  window.set_text (window.until (lambda: journey.first (dialog, 'text', 'JSON'), 'the editor'), body)
  use = window.until (lambda: journey.first (dialog, 'push button', 'Use',
                                              lambda it: journey.has_click (it) and a11y.has_state (it, 'sensitive')), 'Use')
  a11y.click (use)
  window.until (lambda: not [each for each in window.frames () if a11y.name (each) == 'Own Body'], 'the dialog to close')


def retry (window, column):
  column.press ('Retry this column')
  window.until (column.ended, 'the end')


def explain (window, column):
  column.press ('Explain the error')
  return window.until (lambda: journey.first (window.root (), 'push button', 'Apply Fix'), 'the explanation')


@tap.test
def a_column_that_was_refused_is_explained_mended_and_taken ():
  with Window () as window:
    window.send ()
    column = window.columns ()[2]
    write_body (window, column, json.dumps (REFUSED))
    retry (window, column)
    window.until (lambda: '400' in column.times (), 'the refusal')
    window.until (lambda: column.says ("Unknown parameter: 'stop'"), 'the words of the API')

    fix = explain (window, column)
    for words in ("Unknown parameter: 'stop'. Did you mean 'store'?", 'Stop sequences'):
      window.until (lambda: window.says (words), words)
    a11y.click (fix)
    window.until (lambda: window.says ('The fix is now the own body of the column'), 'the toast')
    retry (window, column)
    window.until (lambda: column.times ().startswith ('200'), 'an answer')
    window.facet ('Request')
    tap.equal (json.loads (column.text ('Request')), TAKEN)


@tap.test
def a_fix_is_undone ():
  with Window () as window:
    window.send ()
    column = window.columns ()[2]
    write_body (window, column, json.dumps (REFUSED))
    retry (window, column)
    a11y.click (explain (window, column))
    a11y.click (window.until (lambda: journey.first (window.frame, 'push button', 'Undo', journey.has_click), 'Undo'))
    retry (window, column)
    window.until (lambda: '400' in column.times (), 'the refusal again')


ERROR = {'error': {'message': "Unknown parameter: 'stop'. Did you mean 'store'?", 'type': 'invalid_request_error', 'param': 'stop',
                   'code': 'unknown_parameter'}}


def ask (text):
  """The status with which a practice server answers a request of Responses."""
  with journey.Practice () as practice:
    request = urllib.request.Request (practice.base_url + '/responses', text.encode (), {'Content-Type': 'application/json'})
    with contextlib.closing (urllib.request.build_opener ().open (request)) as answer:
      return answer.status


def open_page (window):
  window.activate (journey.APP_ID, 'win.page', GLib.Variant ('s', 'migrate'))
  return window.until (lambda: journey.first (window.frame, 'text', 'Original'), 'the original')


def the_fix (window):
  return window.until (lambda: journey.first (window.frame, 'push button', 'Apply Fix', lambda it: a11y.has_state (it, 'sensitive')),
                       'the fix')


@tap.test
def an_error_that_is_pasted_is_explained_with_the_request_that_is_written ():
  with Window () as window:
    window.write (json.dumps (ERROR))
    window.focus (window.prompt)
    window.key ('ctrl+a', 'ctrl+c')
    editor = open_page (window)
    window.focus (editor)
    window.key ('ctrl+v')
    window.until (lambda: window.says ('Stop sequences'), 'the row of the table')
    tap.equal (a11y.get_text (editor), '', 'the error does not stand in the editor')
    assert not a11y.has_state (journey.first (window.frame, 'push button', 'Apply Fix'), 'sensitive')

    window.set_text (editor, json.dumps (REFUSED))
    a11y.click (the_fix (window))
    window.until (lambda: json.loads (a11y.get_text (editor)) == TAKEN, 'the mended request')
    window.until (lambda: not window.says ('Stop sequences'), 'the explanation to go')
    tap.equal (ask (a11y.get_text (editor)), 200)
    window.focus (editor)
    window.key ('ctrl+z')
    window.until (lambda: json.loads (a11y.get_text (editor)) == REFUSED, 'the request as it was')


@tap.test
def an_error_with_its_request_is_taken_apart ():
  with Window () as window:
    editor = open_page (window)
    text = json.dumps (REFUSED, indent=2)
    window.set_text (editor, "%s\n\nopenai.BadRequestError: Error code: 400 - %r" % (text, ERROR))
    fix = the_fix (window)
    window.until (lambda: a11y.get_text (editor) == text, 'the request alone')
    a11y.click (fix)
    window.until (lambda: json.loads (a11y.get_text (editor)) == TAKEN, 'the mended request')
    window.until (lambda: window.says ('The fix was applied.'), 'what happened')
    tap.equal (ask (a11y.get_text (editor)), 200)


@tap.test
def a_fix_may_need_a_word ():
  with Window () as window:
    editor = open_page (window)
    window.set_text (editor, '{"input": "Hi."}\n{"error": {"message": "Missing required parameter: \'model\'.", "param": "model"}}')
    entry = window.until (lambda: journey.first (window.frame, 'text', 'Model'), 'the entry for the model')
    tap.equal (a11y.get_text (entry), 'practice-model')
    window.set_text (entry, '')
    a11y.click (the_fix (window))
    window.until (lambda: window.says ('it must be given'), 'what is wrong')
    window.set_text (entry, 'practice-reasoning')
    a11y.click (the_fix (window))
    window.until (lambda: json.loads (a11y.get_text (editor)).get ('model') == 'practice-reasoning', 'the model')
    tap.equal (ask (a11y.get_text (editor)), 200)


@tap.test
def what_was_answered_has_nothing_to_explain ():
  with Window () as window:
    window.send ()
    tap.equal (journey.first (window.frame, 'push button', lambda name: name.startswith ('Explain'), journey.has_click), None)


tap.run ()
