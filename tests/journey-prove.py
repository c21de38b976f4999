# SPDX-License-Identifier: GPL-3.0-or-later
"""A conversion is proven in the window: what it costs is said first, and then what differs and what does not."""

import contextlib
import http.server
import json
import threading

import a11y
import journey
import tap
from journey import Window

ASKED = {'model': 'some-model', 'messages': [{'role': 'user', 'content': 'What is the weather in Oslo?'}],
         'max_completion_tokens': 60,
         'tools': [{'type': 'function', 'function': {'name': 'weather', 'parameters': {
             'type': 'object', 'properties': {'city': {'type': 'string', 'minLength': 1}, 'unit': {'type': 'string'}}}}}]}
CALL = '{"city": "Oslo"}'
OTHER_CALL = '{"city":"Oslo","unit":""}'


def chat (text, arguments):
  calls = [{'id': 'c', 'type': 'function', 'function': {'name': 'weather', 'arguments': arguments}}]
  return {'id': 'c', 'object': 'chat.completion', 'created': 1, 'model': 'm',
          'choices': [{'index': 0, 'message': {'role': 'assistant', 'content': text, 'tool_calls': calls}, 'finish_reason': 'tool_calls'}],
          'usage': {'prompt_tokens': 50, 'completion_tokens': 20, 'total_tokens': 70}}


def responses (text, arguments):
  return {'id': 'r', 'object': 'response', 'created_at': 1, 'status': 'completed', 'model': 'm',
          'output': [{'type': 'function_call', 'id': 'f', 'call_id': 'c', 'name': 'weather', 'status': 'completed', 'arguments': arguments},
                     {'type': 'message', 'id': 'm', 'role': 'assistant', 'status': 'completed',
                      'content': [{'type': 'output_text', 'text': text, 'annotations': []}]}],
          'usage': {'input_tokens': 50, 'output_tokens': 20, 'total_tokens': 70}}


@contextlib.contextmanager
def stranger ():
  """A server that calls with one argument more on Responses, is overloaded at the fourth call, and hangs at the
  seventh until it may go on; gives its address, the paths that were asked, and the event that lets it go on."""
  asked, gate = [], threading.Event ()

  class Handler (http.server.BaseHTTPRequestHandler):
    def do_POST (self):
      self.rfile.read (int (self.headers['Content-Length']))
      asked.append (self.path)
      n = len (asked)
      if n == 7:
        gate.wait (60)
      body = (chat ('Let me look.', CALL) if self.path.endswith ('/chat/completions') else responses ('Let me look it up.', OTHER_CALL))
      if n == 4:
        body = {'error': {'message': 'Slow down.', 'type': 'requests', 'code': 'rate_limit_exceeded'}}
      data = json.dumps (body).encode ()
      self.send_response (429 if n == 4 else 200)
      self.send_header ('Content-Type', 'application/json')
      self.send_header ('Content-Length', str (len (data)))
      self.end_headers ()
      with contextlib.suppress (OSError):  # whoever asked may have gone
        self.wfile.write (data)

    def log_message (self, *args):
      pass

  server = http.server.ThreadingHTTPServer (('127.0.0.1', 0), Handler)
  threading.Thread (target=server.serve_forever, daemon=True).start ()
  try:
    yield 'http://127.0.0.1:%d/v1' % server.server_address[1], asked, gate
  finally:
    gate.set ()
    server.shutdown ()
    server.server_close ()


def add_server (window, url):
  window.do ('win.add-server')
  dialog = window.dialog ('Add a Server')
  for name, text in (('Base URL', url), ('Default model', 'm')):
    window.set_text (window.until (lambda: journey.first (dialog, 'text', name) or journey.first (dialog, 'entry', name), name), text)
  a11y.click (window.until (lambda: journey.first (dialog, 'push button', lambda name: name.strip ('_') == 'Add'), 'Add'))
  a11y.click (window.until (lambda: journey.first (window.frame, 'push button', 'Use in All Columns', journey.has_click), 'the offer'))
  window.until (lambda: all (column.says (url) for column in window.columns ()), 'the server in each column')


def open_dialog (window, request):
  """The page Migrate with the request, and then the dialog; until both are there."""
  window.key ('F9')
  window.until (lambda: a11y.has_state (journey.first (window.frame, 'list item', 'Compare'), 'focused'), 'the bar to have the focus')
  window.key ('Down', 'Return')
  window.set_text (window.until (lambda: journey.first (window.frame, 'text', 'Original'), 'the original'), json.dumps (request))
  a11y.click (window.until (lambda: journey.first (window.frame, 'push button', 'Prove It…', lambda it: a11y.has_state (it, 'sensitive')),
                            'Prove It'))
  return window.dialog ('Prove It')


def send_button (window, dialog):
  return window.until (lambda: journey.first (dialog, 'push button', lambda name: name.startswith ('Send ')), 'the button that sends')


def says (dialog, words):
  return journey.first (dialog, 'label', lambda name: words in name)


def rows (dialog):
  """Aspect and how alike it is, of each row."""
  listed = journey.first (dialog, 'list', 'What was compared')
  if listed is None:
    return {}
  names = [a11y.name (each) for each in (listed.get_child_at_index (i) for i in range (listed.get_child_count ())) if each is not None]
  return {name.split (':')[0]: name.split (': ', 1)[1] for name in names}


@tap.test
def on_the_practice_server_both_get_the_same ():
  with Window () as window:
    dialog = open_dialog (window, ASKED)
    tap.equal (a11y.name (send_button (window, dialog)), 'Send 9 Requests')
    assert says (dialog, '9 calls: 6 with the original, 3 with the converted request.')
    assert says (dialog, 'up to 540 tokens of output')
    assert says (dialog, 'has no model “some-model”: both requests ask practice-model instead')
    a11y.click (send_button (window, dialog))
    window.until (lambda: says (dialog, 'No difference was found'), 'the verdict')
    found = rows (dialog)
    tap.equal (sorted (found), ['End', 'Input tokens', 'Output tokens', 'Tools called'])
    assert all (words.startswith ('the same. Original: ') for words in found.values ()), found
    assert says (dialog, 'Not checked: minLength.')
    assert says (dialog, 'It is the same in all answers.')
    text = window.until (lambda: journey.first (dialog, 'text', lambda name: name.startswith ('The most frequent text')), 'the text')
    assert '“What is the weather in Oslo?”' in a11y.get_text (text), a11y.get_text (text)


@tap.test
def what_differs_is_said ():
  with stranger () as (url, asked, gate), Window () as window:
    gate.set ()
    add_server (window, url)
    dialog = open_dialog (window, ASKED)
    assert says (dialog, 'has no model') is None
    a11y.click (send_button (window, dialog))
    window.until (lambda: says (dialog, 'differs from the original in 2 aspects'), 'the verdict')
    tap.equal (len (asked), 9)
    tap.equal ([path.endswith ('/responses') for path in asked], [False, False, True, False, True, False, True, False, False])
    found = {aspect: words.split ('.')[0] for aspect, words in rows (dialog).items ()}
    tap.equal (found['Names of the arguments'], 'different')
    tap.equal (found['End'], 'not different')
    tap.equal (found['Tools called'], 'the same')
    assert says (dialog, 'Slow down.')


@tap.test
def what_is_stopped_stays_and_goes_no_further ():
  with stranger () as (url, asked, gate), Window () as window:
    add_server (window, url)
    dialog = open_dialog (window, ASKED)
    a11y.click (send_button (window, dialog))
    window.until (lambda: len (asked) == 7, 'the call that hangs')
    assert journey.first (dialog, 'push button', lambda name: name.startswith ('Send ')) is None
    a11y.click (window.until (lambda: journey.first (dialog, 'push button', 'Stop'), 'Stop'))
    window.until (lambda: rows (dialog), 'what was found until then')
    assert 'Original: tool_calls ×3' in rows (dialog)['End'], rows (dialog)
    assert send_button (window, dialog)
    tap.equal (len (asked), 7)


@tap.test
def the_keyboard_does_it_all ():
  with Window () as window:
    dialog = open_dialog (window, ASKED)
    window.until (lambda: a11y.has_state (send_button (window, dialog), 'focused'), 'the button to have the focus')
    a11y.key ('Return')
    window.until (lambda: says (dialog, 'No difference was found'), 'the verdict')
    a11y.key ('Escape')
    window.until (lambda: not window.others (), 'the dialog to close')


@tap.test
def what_was_not_converted_is_not_proven ():
  with Window () as window:
    dialog = open_dialog (window, dict (ASKED, n=2))
    assert says (dialog, 'nothing to prove: n')
    assert not a11y.has_state (send_button (window, dialog), 'sensitive')


tap.run ()
