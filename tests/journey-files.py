# SPDX-License-Identifier: GPL-3.0-or-later
"""A comparison is saved, opened by the command line as it was, exported, and copied as code that runs."""

import http.server
import json
import os
import re
import subprocess
import tempfile
import threading

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
def a_file_is_opened_with_the_facet_that_is_asked_for ():
  with tempfile.TemporaryDirectory () as folder:
    path = os.path.join (folder, 'cats.triptych')
    subprocess.run ([a11y.CLI, 'send', '--save', path, 'Tell me of cats.'], check=True, stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL)
    with Window ('--facet', 'request', path) as window:
      window.until (lambda: any (a11y.name (frame) == 'cats.triptych' for frame in window.frames ()), 'the title')
      assert a11y.has_state (window.button ('Request'), 'pressed'), 'the facet'
      window.until (lambda: 'Tell me of cats.' in window.columns ()[0].text ('Request'), 'the request that was sent')
      tap.equal (window.get_text (window.prompt), 'Tell me of cats.', 'the prompt')


@tap.test
def what_cannot_be_meant_is_refused_before_a_window_opens ():
  with tempfile.TemporaryDirectory () as folder:
    path = os.path.join (folder, 'cats.triptych')
    for options, words in ((['--facet', 'nonsense'], 'There is no view “nonsense”.'), (['--sample', 'nonsense'], '“nonsense”'),
                           (['--send', path], 'without --sample and --send'), (['--sample', 'pronouns', path], 'without --sample')):
      done = subprocess.run ([a11y.WINDOW] + options, capture_output=True, text=True, timeout=journey.LONG)
      tap.equal (done.returncode, 2, 'the status of %s' % options)
      assert words in done.stderr, done.stderr


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
      assert window.columns ()[1].says ('POST http://127.0.0.1:8911/v1/chat/completions'), 'the same address above it'


def runs (command):
  done = subprocess.run (['sh', '-c', command], capture_output=True, text=True, timeout=60)
  return done.returncode == 0 and 'chat.completion.chunk' in done.stdout


@tap.test
def the_command_works_while_the_window_is_open_and_says_what_to_do_afterwards ():
  with Window ('--facet', 'code') as window:
    column = window.columns ()[1]
    window.send ()
    command = window.until (lambda: 'while Triptych is open' in column.text ('Code') and column.text ('Code'), 'the command for what runs')
    url = re.search (r"'(http://127\.0\.0\.1:(\d+)/v1/chat/completions)'", command)
    window.until (lambda: column.says ('POST ' + url[1]), 'the same address above it')
    assert runs (command), command
    window.key ('ctrl+q')
    tap.equal (window.wait_end (journey.LONG), 0, 'the end')
  assert not runs (command), 'who answers?'
  start = re.search (r'triptych-cli practice --port (\d+)', command)
  tap.equal (start[1], url[2], 'the port that it is told to take')
  with journey.Practice (port=start[1]):
    assert runs (command), command


@tap.test
def a_full_disk_is_said_and_costs_nothing ():
  with tempfile.TemporaryDirectory () as folder:
    path = os.path.join (folder, 'full.triptych')
    with open (path, 'w', encoding='utf-8') as file:
      file.write ('what stood there')
    disk = {'LD_PRELOAD': os.path.join (a11y.BUILD, 'tests/full-disk.so'), 'TRI_FULL_DISK': folder + '/', 'TRI_FULL_DISK_BYTES': '100',
            'ASAN_OPTIONS': a11y.program_environment ().get ('ASAN_OPTIONS', '') + ':verify_asan_link_order=0'}
    with Window (env=disk) as window:
      window.send ()
      answers = [column.text () for column in window.columns ()]
      window.save (os.path.join (folder, 'new.triptych'), exists=False)
      dialog = window.dialog ('“new.triptych” Was Not Saved')
      window.until (lambda: journey.first (dialog, 'label', lambda name: 'the disk is full' in name), 'why')
      a11y.click (window.button ('Close', dialog))
      tap.equal ([column.text () for column in window.columns ()], answers, 'the answers on the screen')
      tap.equal (os.listdir (folder), ['full.triptych'], 'what is on the disk')


@tap.test
def a_comparison_is_exported_to_a_place_that_is_chosen ():
  with tempfile.TemporaryDirectory () as folder:
    path = os.path.join (folder, 'report.html')
    with Window () as window:
      window.write ('Tell me of cats.')
      window.send ()
      window.choose ('Main menu', 'Export…')
      dialog = window.dialog ('Export Comparison')
      a11y.click (window.button ('Export', dialog))
      window.choose_place ('Export', 'Export', path)
      window.until (lambda: os.path.exists (path), 'the report')
      with open (path, encoding='utf-8') as file:
        text = file.read ()
      assert 'Tell me of cats.' in text and 'Conforms to the published API' in text and text.endswith ('</html>\n'), text[:500]
      tap.equal (os.listdir (folder), ['report.html'], 'what is on the disk')


@tap.test
def what_was_saved_is_offered_among_the_recent_ones ():
  with tempfile.TemporaryDirectory () as folder:
    env, path = {'XDG_DATA_HOME': os.path.join (folder, 'data')}, os.path.join (folder, 'my_cats.triptych')
    os.mkdir (env['XDG_DATA_HOME'])
    with Window (env=env) as window:
      window.write ('Tell me of cats.')
      window.send ()
      window.save (path)
      window.until (lambda: any (a11y.name (frame) == 'my_cats.triptych' for frame in window.frames ()), 'the title')
      window.until (lambda: os.path.exists (os.path.join (env['XDG_DATA_HOME'], 'recently-used.xbel')), 'the list of recent files')
      window.key ('ctrl+w')
      tap.equal (window.wait_end (journey.LONG), 0, 'the end')
    with Window (env=env) as window:
      window.press ('Main menu')
      a11y.click (window.until (lambda: journey.first (window.frame, 'menu item', 'Open Recent', journey.has_click), 'the recent ones'))
      a11y.click (window.until (lambda: journey.first (window.frame, 'menu item', 'my_cats.triptych', journey.has_click), 'the file'))
      window.until (lambda: window.get_text (window.prompt) == 'Tell me of cats.', 'what was saved')


KEY = 'sk-canary-0123456789abcdefghij'


class Echo (http.server.BaseHTTPRequestHandler):
  """A server that repeats the key wherever it can."""

  def do_POST (self):
    self.rfile.read (int (self.headers['Content-Length']))
    words = self.headers['Authorization']
    answer = json.dumps ({'id': words, 'choices': [{'index': 0, 'message': {'role': 'assistant', 'content': 'You are ' + words},
                                                    'text': words, 'finish_reason': words}], 'extra': {words: words}}).encode ()
    self.send_response (200)
    self.send_header ('Content-Type', 'application/json')
    self.send_header ('X-Echo', words)
    self.send_header ('Content-Length', str (len (answer)))
    self.end_headers ()
    self.wfile.write (answer)

  def log_message (self, *_):
    pass


@tap.test
def no_key_is_in_anything_that_the_window_writes_or_says ():
  echo = http.server.ThreadingHTTPServer (('127.0.0.1', 0), Echo)
  threading.Thread (target=echo.serve_forever, daemon=True).start ()
  url = 'http://127.0.0.1:%d/v1' % echo.server_address[1]
  with tempfile.TemporaryDirectory () as folder:
    env = {'TRI_TEST_KEY': KEY, 'G_MESSAGES_DEBUG': 'all'}
    env.update ({name: os.path.join (folder, name) for name in ('XDG_STATE_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME')})
    mine = os.path.join (folder, 'mine.triptych')
    subprocess.run ([a11y.CLI, 'send', '-u', url, '-k', 'TRI_TEST_KEY', '-m', 'm', '--no-stream', '-o', mine, 'Whose key is it?'],
                    stdout=subprocess.DEVNULL, env={**os.environ, 'TRI_TEST_KEY': KEY}, check=False)
    with Window (mine, env=env) as window:
      window.until (lambda: window.get_text (window.prompt) == 'Whose key is it?', 'the file')
      window.do ('win.send')
      a11y.click (window.button ('Send', window.dialog ('Send 3 requests?')))
      window.until (lambda: all (it.ended () for it in window.columns ()), 'the answers')
      said = []
      for facet in 'Output', 'Request', 'Response', 'Events', 'Fields', 'Code':
        window.facet (facet)
        for each in a11y.walk (window.frame):
          said.append (a11y.name (each) + (a11y.get_text (each) if each.get_text_iface () else ''))
      assert any ('You are Bearer ' + '*' * len (KEY) in words for words in said), 'the answers were looked at'
      window.choose ('Main menu', 'Export…')
      a11y.click (window.button ('Export', window.dialog ('Export Comparison')))
      window.choose_place ('Export', 'Export', os.path.join (folder, 'report.html'))
      window.until (lambda: os.path.exists (os.path.join (folder, 'report.html')), 'the report')
      before = os.stat (mine).st_mtime_ns
      window.key ('ctrl+s')
      window.until (lambda: os.stat (mine).st_mtime_ns != before, 'the file to be written again')
      window.write ('Another.')
      window.until (lambda: subprocess.run (['grep', '-rqF', 'Another.', env['XDG_STATE_HOME']], check=False).returncode == 0, 'the draft')
      said.append (os.pread (window.words.fileno (), 1 << 28, 0).decode ())  # reading it would move where the program writes
      assert 'DEBUG' in said[-1], 'a log that says everything'
    written = subprocess.run (['grep', '-rlaF', KEY, folder], capture_output=True, text=True, check=False).stdout
    tap.equal (written, '', 'files with the key in them')
    for words in said:
      assert KEY not in words, words[max (0, words.index (KEY) - 200):][:400]
  echo.shutdown ()
  echo.server_close ()


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
