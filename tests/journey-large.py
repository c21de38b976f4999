# SPDX-License-Identifier: GPL-3.0-or-later
"""An answer of two megabytes: it stands in rows, which can be read, walked through, searched and selected; and long data
is left out of sight."""

import http.server
import json
import threading

import a11y
import journey
import tap
from journey import Window

SENTENCE = 'Once upon a time there was a unicorn named Luna. '
TEXT = SENTENCE * 20000 + 'Here lies the needle. ' + SENTENCE * 20000
PICTURE = 'data:image/png;base64,' + 'iVBORw0KGgo=' * 1000


class Handler (http.server.BaseHTTPRequestHandler):
  text = TEXT

  def do_POST (self):
    self.rfile.read (int (self.headers['Content-Length']))
    body = json.dumps ({'id': 'c', 'object': 'chat.completion', 'model': 'm', 'picture': PICTURE, 'choices': [
      {'index': 0, 'message': {'role': 'assistant', 'content': self.text}, 'finish_reason': 'stop'}]}).encode ()
    self.send_response (200)
    self.send_header ('Content-Type', 'application/json')
    self.send_header ('Content-Length', str (len (body)))
    self.end_headers ()
    try:
      self.wfile.write (body)
    except ConnectionError:  # a column of another format reads no further than it must
      pass

  def log_message (self, *words):
    pass


def ask (window, url):
  """Asks the server in all columns, and gives the one that can read the answer."""
  window.use_server (url)
  window.send ()
  column = window.columns ()[1]
  window.until (lambda: column.end ().startswith ('finish_reason: stop'), 'the answer')
  return column


def rows (column, name):
  """The names of the rows that exist, in the order in which they stand."""
  found = a11y.find_all (column.panel, 'list', name)
  return [a11y.name (row) for row in a11y.find_all (found[0], 'list item')] if found else []


def selected (column, name):
  """What the selected row says, and the row behind it, because rows are cut wherever the column ends."""
  found = a11y.find_all (column.panel, 'list', name)
  items = a11y.find_all (found[0], 'list item') if found else []
  for i, item in enumerate (items):
    if a11y.has_state (item, 'selected'):
      return ''.join (a11y.name (each) for each in items[i:i + 2])
  return ''


@tap.test
def a_large_answer_stands_in_rows_that_can_be_searched ():
  server = http.server.ThreadingHTTPServer (('127.0.0.1', 0), Handler)
  threading.Thread (target=server.serve_forever, daemon=True).start ()
  with Window () as window:
    column = ask (window, 'http://127.0.0.1:%d/v1' % server.server_port)
    window.until (lambda: rows (column, 'Output'), 'the answer in rows')
    assert rows (column, 'Output')[0].startswith ('Once upon a time'), rows (column, 'Output')[0]

    window.facet ('Response')
    window.until (lambda: rows (column, 'Response'), 'the document in rows')
    shown = rows (column, 'Response')
    assert shown[0] == '{' and shown[1].strip () == '"id": "c",', shown[:2]
    assert len (shown) < 1000, 'only the rows near the screen exist'

    window.do ('win.find')
    entry = window.until (lambda: journey.first (window.frame, 'text', 'Search all columns')
                          or journey.first (window.frame, 'entry', 'Search all columns'), 'the search')
    window.type_into (entry, 'THE NEEDLE')
    for column in window.columns ()[:2]:  # from one column to the next
      window.key ('Return')
      window.until (lambda: 'theneedle' in selected (column, 'Response').replace (' ', ''), 'the row with the match')
  server.shutdown ()


@tap.test
def long_data_is_left_out_of_sight ():
  server = http.server.ThreadingHTTPServer (('127.0.0.1', 0), type ('Short', (Handler,), {'text': 'See above.'}))
  threading.Thread (target=server.serve_forever, daemon=True).start ()
  with Window ('--facet', 'response') as window:
    column = ask (window, 'http://127.0.0.1:%d/v1' % server.server_port)
    window.until (lambda: '… 12.0\u00a0kB …' in column.text ('Response'), 'how much is left out')
    assert PICTURE not in column.text ('Response')
    assert column.says ('copying gives everything'), column.labels ()
  server.shutdown ()


tap.run ()
