# SPDX-License-Identifier: GPL-3.0-or-later
"""A draft survives whatever ends the program, except the person who closes it; and no key is ever in it."""

import glob
import json
import os
import signal
import subprocess
import tempfile

import a11y
import journey
import tap
from journey import FIRST_PROMPT, FORMATS, Practice, Window

KEY = 'sk-canary-0123456789abcdefghij'


def drafts (folder):
  """What is kept, as text."""
  found = []
  for path in sorted (glob.glob (os.path.join (folder, 'triptych/drafts/*.json'))):
    with open (path, encoding='utf-8') as file:
      found.append (file.read ())
  return found


def kept (window, folder, words):
  return window.until (lambda: any (words in draft for draft in drafts (folder)) and drafts (folder), 'a draft with "%s"' % words)


@tap.test
def a_draft_survives_a_crash ():
  with tempfile.TemporaryDirectory () as folder:
    env = {'XDG_STATE_HOME': folder}
    with Window (env=env) as window:
      window.columns ()[1].menu ('Remove')
      window.until (lambda: len (window.titles ()) == 2, 'one column less')
      with window.settings ():
        window.set ('Temperature', '0.70')
      window.write ('half a thou')
      kept (window, folder, 'half a thou')
      assert '"0.70"' in drafts (folder)[0], drafts (folder)[0]
      window.process.send_signal (signal.SIGKILL)
      window.process.wait ()
    with Window (env=env) as window:
      tap.equal (window.get_text (window.prompt), 'half a thou', 'the prompt')
      tap.equal (window.titles (), ['Completions', 'Responses'], 'the columns')
      window.until (lambda: window.says ('Settings · 1'), 'the settings')
      window.send ()
      tap.equal (len (drafts (folder)), 1, 'drafts')


@tap.test
def what_was_closed_is_gone_and_what_was_open_comes_back ():
  with tempfile.TemporaryDirectory () as folder:
    env = {'XDG_STATE_HOME': folder}
    with Window (env=env) as window:
      window.write ('first')
      kept (window, folder, 'first')
      a11y.key ('ctrl+n')
      other = window.until (window.others, 'a second window')[0]
      window.set_text (window.until (lambda: journey.first (other, 'text', 'Prompt'), 'its prompt'), 'second')
      kept (window, folder, 'second')
      tap.equal (len (drafts (folder)), 2, 'two drafts')
      window.key ('ctrl+w')
      window.until (lambda: len (drafts (folder)) == 1, 'the closed one to go')
      # At once, before the second after which it is written by itself.
      window.set_text (window.until (lambda: journey.first (other, 'text', 'Prompt'), 'the other prompt'), 'second and more')
      window.process.send_signal (signal.SIGTERM)
      tap.equal (window.wait_end (journey.LONG), 0, 'an orderly end')
    with Window (env=env) as window:
      tap.equal (window.get_text (window.prompt), 'second and more', 'what was open')
      assert not window.others (), 'more came back than was open'
      window.key ('ctrl+q')
      tap.equal (window.wait_end (journey.LONG), 0, 'the end')
    with Window (env=env) as window:
      tap.equal (window.get_text (window.prompt), 'second and more', 'what was open when the program was quit')
      window.key ('ctrl+w')
      tap.equal (window.wait_end (journey.LONG), 0, 'the end')
    with Window (env=env) as window:
      tap.equal (window.get_text (window.prompt), FIRST_PROMPT, 'a fresh start')
      tap.equal (drafts (folder), [], 'nothing is kept of what nobody touched')


@tap.test
def a_broken_draft_is_set_aside_and_said ():
  with tempfile.TemporaryDirectory () as folder:
    place = os.path.join (folder, 'triptych/drafts')
    os.makedirs (place)
    for name, text in (('cut.json', '{"draft": 1, "prompt"'), ('good.json', json.dumps ({'draft': 1, 'prompt': {'text': 'good'}}))):
      with open (os.path.join (place, name), 'w', encoding='utf-8') as file:
        file.write (text)
    with Window (env={'XDG_STATE_HOME': folder}) as window:
      tap.equal (window.get_text (window.prompt), 'good', 'the good one')
      tap.equal (window.titles (), list (FORMATS), 'columns where none were noted')
      window.until (lambda: window.says ('cut.json.broken-1'), 'where the broken one is')
      with open (os.path.join (place, 'cut.json.broken-1'), encoding='utf-8') as file:
        tap.equal (file.read (), '{"draft": 1, "prompt"', 'the broken one, unchanged')


@tap.test
def a_server_comes_back_but_its_key_does_not ():
  with tempfile.TemporaryDirectory () as folder, Practice ('--require-key') as server:
    env = {'XDG_STATE_HOME': folder, 'TRI_TEST_KEY': KEY}
    with Window (env=env) as window:
      window.do ('win.add-server')
      dialog = window.dialog ('Add a Server')
      for name, text in (('Base URL', server.base_url), ('Name (optional)', 'Ours'), ('Default model', 'practice-model')):
        window.set_text (window.until (lambda: journey.first (dialog, 'text', name), name), text)
      window.mouse_click (window.until (lambda: journey.first (dialog, 'label', 'Comes from'), 'where the key comes from'))
      window.until (lambda: journey.first (dialog, 'list item', lambda name: True, lambda it: a11y.has_state (it, 'focused')), 'choices')
      a11y.key ('Down', 'Down', 'Return')
      window.set_text (window.until (lambda: journey.first (dialog, 'password text', 'Key') or journey.first (dialog, 'text', 'Key'),
                                     'the key'), KEY)
      add = window.until (lambda: journey.first (dialog, 'push button', lambda name: name.strip ('_') == 'Add'), 'Add')
      window.until (lambda: a11y.has_state (add, 'sensitive'), 'the server to do')
      a11y.click (add)
      a11y.click (window.until (lambda: journey.first (window.frame, 'push button', 'Use in All Columns', journey.has_click), 'offer'))
      kept (window, folder, 'Ours')
      window.send ()
      assert all ('200 OK' in column.times () for column in window.columns ())
      window.process.send_signal (signal.SIGKILL)
      window.process.wait ()
    for where, _, names in os.walk (folder):
      for name in names:
        with open (os.path.join (where, name), 'rb') as file:
          assert KEY.encode () not in file.read (), 'the key is in ' + name
    with Window (env=env) as window:
      window.until (lambda: all (column.says ('Ours') for column in window.columns ()), 'the server in each column')
      window.until (lambda: window.says ('Keys that were typed are not stored'), 'a word about the key')
      window.send ()
      assert all ('401' in column.times () for column in window.columns ())


@tap.test
def a_server_that_a_file_brought_is_asked_about_after_a_crash_too ():
  with tempfile.TemporaryDirectory () as folder, Practice () as server:
    env, path = {'XDG_STATE_HOME': folder}, os.path.join (folder, 'theirs.triptych')
    subprocess.run ([a11y.CLI, 'send', '--base-url', server.base_url, '--model', 'practice-model', '--save', path, 'Theirs.'],
                    check=True, stdout=subprocess.DEVNULL)
    with Window (path, env=env) as window:
      window.until (lambda: window.get_text (window.prompt) == 'Theirs.', 'the file')
      window.write ('mine')
      assert '"brought": true' in kept (window, folder, 'mine')[0], drafts (folder)
      window.process.send_signal (signal.SIGKILL)
      window.process.wait ()
    with Window (env=env) as window:
      tap.equal (window.get_text (window.prompt), 'mine', 'the prompt')
      window.do ('win.send')
      dialog = window.dialog ('Send 3 requests?')
      window.until (lambda: journey.first (dialog, 'label', lambda name: server.base_url in name and 'A file that was opened' in name),
                    'where they would go, and who chose that')
      a11y.click (window.button ('Cancel', dialog))
      window.until (lambda: not any (it.running () or it.ended () for it in window.columns ()), 'no attempt')


tap.run ()
