# SPDX-License-Identifier: GPL-3.0-or-later
"""A refusal is explained where it stands, mended by the fix that is offered, and then taken by the practice server."""

import json

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


@tap.test
def what_was_answered_has_nothing_to_explain ():
  with Window () as window:
    window.send ()
    tap.equal (journey.first (window.frame, 'push button', lambda name: name.startswith ('Explain'), journey.has_click), None)


tap.run ()
