# SPDX-License-Identifier: GPL-3.0-or-later
"""The badge at the foot of each column: what it says, the list behind it by keyboard, and the report.

With TRI_PICTURES naming a folder, a picture of each look is left there, to be looked at.
"""

import contextlib
import http.server
import os
import subprocess
import threading

import a11y
import journey
import tap
from journey import Window

BROKEN = (b'{"id":"chatcmpl-1","object":"chat.completion","created":"now","model":7,"choices":[{"index":0,"message":'
          b'{"role":"assistant","content":"Hello","refusal":null},"finish_reason":"done","logprobs":null}]}')


@contextlib.contextmanager
def careless_server ():
  """Answers whatever it is asked with the same document, which keeps to no format."""
  class Handler (http.server.BaseHTTPRequestHandler):
    def do_POST (self):
      self.rfile.read (int (self.headers['Content-Length']))
      self.send_response (200)
      self.send_header ('Content-Type', 'application/json')
      self.send_header ('Content-Length', str (len (BROKEN)))
      self.end_headers ()
      self.wfile.write (BROKEN)

    def log_message (self, *words):
      pass

  server = http.server.ThreadingHTTPServer (('127.0.0.1', 0), Handler)
  threading.Thread (target=server.serve_forever, daemon=True).start ()
  try:
    yield 'http://127.0.0.1:%d/v1' % server.server_address[1]
  finally:
    server.shutdown ()
    server.server_close ()


def picture (window, name):
  if 'TRI_PICTURES' in os.environ:
    window.screenshot (os.path.join (os.environ['TRI_PICTURES'], name + '.png'))


def badge (column, *words):
  """The button whose name has all of these, and says the column too."""
  title = column.title ()
  return column.window.until (lambda: journey.first (column.panel, 'push button', lambda name: name.endswith (', ' + title)
                                                     and all (each in name for each in words), journey.has_click),
                              'a badge that says %s' % (words,))


@tap.test
def the_practice_server_conforms_in_every_column ():
  with Window () as window:
    for column in window.columns ():
      assert not column.says ('Conforms'), 'a verdict before there is an answer'
    window.send ()
    for column in window.columns ():
      badge (column, 'Conforms to the published API')
    picture (window, 'conforms')


@tap.test
def deviations_are_listed_by_keyboard_and_copied_as_a_report ():
  with careless_server () as base_url, Window () as window:
    window.use_server (base_url)
    window.send ()
    column = window.columns ()[1]
    picture (window, 'deviations')
    button = badge (column, 'deviations from the published API')
    a11y.click (button)
    copy = window.find ('push button', 'Copy Report')
    labels = ' '.join (a11y.name (label) for label in window.find_all ('label'))
    for words in ('choices[0].finish_reason', 'Expected: ', 'Found: 7', 'OpenAPI 2.3.0'):
      assert words in labels, '%s in %s' % (words, labels)
    picture (window, 'list')
    window.until (lambda: any (a11y.has_state (each, 'focused') for each in a11y.walk (copy)), 'the focus in the list')
    a11y.key ('space', 'Escape')
    window.until (lambda: not window.find_all ('push button', 'Copy Report'), 'the list to go')
    window.focus (window.prompt)
    a11y.key ('ctrl+a', 'ctrl+v')
    pasted = window.until (lambda: 'curl -N' in window.get_text (window.prompt) and window.get_text (window.prompt), 'the report')
    for words in ('# Chat Completions: ', '`choices[0].finish_reason`', '## Deviations', '## To repeat'):
      assert words in pasted, pasted
    # The command asks the same again, as it stands.
    command = pasted.split ('## To repeat')[1].split ('```')[1].split ('\n', 1)[1]
    done = subprocess.run (['sh', '-c', command], capture_output=True, check=True, timeout=60)
    assert BROKEN in done.stdout, (command, done)


tap.run ()
