# SPDX-License-Identifier: GPL-3.0-or-later
"""A comparison is saved, opened by the command line as it was, exported, and copied as code that runs."""

import os
import subprocess
import tempfile

import a11y
import journey
import tap
from journey import Window


def facts (window):
  return [(column.title (), column.end (), column.tokens (), column.times ()) for column in window.columns ()]


@tap.test
def a_comparison_is_saved_and_opened_by_the_command_line ():
  with tempfile.TemporaryDirectory () as folder:
    path = os.path.join (folder, 'cats.triptych')
    with Window () as window:
      window.write ('Tell me of cats.')
      window.send ()
      before, answers = facts (window), [column.text () for column in window.columns ()]
      window.save (path)
      window.until (lambda: any (a11y.name (frame) == 'cats.triptych' for frame in window.frames ()), 'the title')
    with Window (path) as window:
      window.until (lambda: window.columns ()[2].end () == before[2][1], 'what was answered')
      tap.equal (facts (window), before, 'the facts below the answers')
      tap.equal ([column.text () for column in window.columns ()], answers, 'the answers')
      tap.equal (window.get_text (window.prompt), 'Tell me of cats.', 'the prompt')
      window.send ()
      tap.equal ([end for _, end, _, _ in facts (window)], [end for _, end, _, _ in before], 'the ends of a second time')


@tap.test
def what_is_no_comparison_is_refused_in_words ():
  with tempfile.TemporaryDirectory () as folder:
    path = os.path.join (folder, 'broken.triptych')
    with open (path, 'w', encoding='utf-8') as file:
      file.write ('this is no comparison')
    with Window (path) as window:
      dialog = window.dialog ('“broken.triptych” Cannot Be Opened')
      a11y.click (window.button ('Close', dialog))
      tap.equal (window.titles (), list (journey.FORMATS), 'the window as it was')


@tap.test
def code_is_shown_in_the_language_that_is_chosen ():
  with Window ('--facet', 'code') as window:
    column = window.columns ()[0]
    window.until (lambda: 'triptych-cli practice --port' in column.text ('Code'), 'how to start the practice server')
    window.choose ('Language of the code: curl', 'Python')
    window.until (lambda: 'urllib' in column.text ('Code'), 'Python')
    window.until (lambda: 'urllib' in window.columns ()[2].text ('Code'), 'Python in all columns')
    window.write ('A wombat in the rain.')
    window.until (lambda: 'A wombat in the rain.' in column.text ('Code'), 'the new prompt')


@tap.test
def the_curl_command_runs_as_it_is_shown ():
  with journey.Practice (port=8911):
    with Window ('--facet', 'code') as window:
      command = window.until (lambda: window.columns ()[1].text ('Code'), 'the command')
      done = subprocess.run (['sh', '-c', command], capture_output=True, text=True, check=True, timeout=60)
      assert 'chat.completion.chunk' in done.stdout, done.stdout + done.stderr


@tap.test
def export_asks_for_the_form ():
  with Window () as window:
    window.send ()
    window.choose ('Main menu', 'Export…')
    dialog = window.dialog ('Export Comparison')
    window.until (lambda: journey.first (dialog, None, 'Without what people and models wrote'), 'the switch')
    if os.environ.get ('TRI_LOOK'):
      subprocess.run (['import', '-window', 'root', os.environ['TRI_LOOK']], check=True)
    a11y.click (window.button ('Cancel', dialog))


tap.run ()
