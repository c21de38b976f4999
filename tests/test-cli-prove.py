# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversions proven in the terminal, as scripts use it: exit codes, the JSON document, and what is said before."""

import contextlib
import http.server
import json
import os
import pty
import re
import signal
import subprocess
import sys
import tempfile
import threading

import tap

CLI = os.path.abspath (sys.argv.pop (1))
ENV = dict (os.environ, TRIPTYCH_PRACTICE_PACE_US='0', LC_ALL='C.UTF-8', LANGUAGE='', COLUMNS='96')
HI = [{'role': 'user', 'content': 'Hi.'}]
KEY = 'sk-canary-0123456789abcdefghij'


def prove (*args, code=0, stdin=b'', env=None):
  done = subprocess.run ([CLI, 'prove', *args], input=stdin, capture_output=True, timeout=60, env=dict (ENV, **(env or {})))
  out, err = done.stdout.decode (), done.stderr.decode ()
  tap.equal (done.returncode, code, 'exit code of %s\n%s\n%s' % (args, out, err))
  return out, err


def request (**members):
  return json.dumps ({'model': 'practice-model', 'messages': HI, **members}).encode ()


@contextlib.contextmanager
def server (answer):
  """A server whose answers are answer (path, body, how many were asked before): status, document, other headers. Gives
  its address and what was asked: path, headers, body."""
  asked = []

  class Handler (http.server.BaseHTTPRequestHandler):
    def do_POST (self):
      body = json.loads (self.rfile.read (int (self.headers['Content-Length'])))
      asked.append ((self.path, self.headers, body))
      status, document = answer (self.path, body, len (asked) - 1)
      data = json.dumps (document).encode ()
      self.send_response (status)
      self.send_header ('Content-Type', 'application/json')
      self.send_header ('Content-Length', str (len (data)))
      self.end_headers ()
      with contextlib.suppress (OSError):
        self.wfile.write (data)

    def log_message (self, *args):
      pass

  it = http.server.ThreadingHTTPServer (('127.0.0.1', 0), Handler)
  threading.Thread (target=it.serve_forever, daemon=True).start ()
  try:
    yield 'http://127.0.0.1:%d/v1' % it.server_address[1], asked
  finally:
    it.shutdown ()
    it.server_close ()


def chat (text, finish='stop', tokens=5):
  return 200, {'id': 'c', 'object': 'chat.completion', 'created': 1, 'model': 'm',
               'choices': [{'index': 0, 'message': {'role': 'assistant', 'content': text}, 'finish_reason': finish}],
               'usage': {'prompt_tokens': 3, 'completion_tokens': tokens, 'total_tokens': 3 + tokens}}


def responses (text, tokens=5, cut=False):
  return 200, {'id': 'r', 'object': 'response', 'created_at': 1, 'status': 'incomplete' if cut else 'completed', 'model': 'm',
               'incomplete_details': {'reason': 'max_output_tokens'} if cut else None,
               'output': [{'type': 'message', 'id': 'm', 'role': 'assistant', 'status': 'completed',
                           'content': [{'type': 'output_text', 'text': text, 'annotations': []}]}],
               'usage': {'input_tokens': 3, 'output_tokens': tokens, 'total_tokens': 3 + tokens}}


def is_chat (path):
  return path.endswith ('/chat/completions')


def alike (path, body, n):
  return chat ('Hello.') if is_chat (path) else responses ('Hello.')


@tap.test
def on_the_practice_server_both_get_the_same ():
  out, err = prove ('-', stdin=request (max_tokens=20))
  assert 'No difference was found' in out, out
  assert '9 calls: 6 with the original, 3 with the converted request.' in err and 'up to 180 tokens of output' in err, err
  assert re.search (r'End +│ (\w+) ×6 +│ \1 ×3', out), out


@tap.test
def streams_and_other_formats_are_proven_too ():
  prove ('-', stdin=request (stream=True, stream_options={'include_usage': True}))
  prove ('-', '--to', 'chat', stdin=json.dumps ({'model': 'practice-model', 'prompt': 'Hi.', 'max_tokens': 30}).encode ())
  prove ('-', '--to', 'chat', stdin=json.dumps ({'model': 'practice-model', 'input': 'Hi.', 'stream': True}).encode ())
  prove ('-', stdin=b"curl https://h/v1/chat/completions -H 'Authorization: Bearer " + KEY.encode () + b"' -d '" + request () + b"'")
  line = {'custom_id': 'r-1', 'method': 'POST', 'url': '/v1/chat/completions', 'body': json.loads (request ())}
  prove ('-', stdin=json.dumps (line).encode ())


@tap.test
def a_line_of_several_is_chosen ():
  lines = request (seed=1) + b'\n' + request (max_tokens=33) + b'\n'
  _, err = prove ('-', stdin=lines, code=3)
  assert 'it holds 2 requests; --line tells which one is meant' in err, err
  _, err = prove ('-', '--line', '2', stdin=lines)
  assert 'up to 297 tokens' in err, err
  _, err = prove ('-', '--line', '3', stdin=lines, code=3)
  assert 'there are only 2 requests' in err, err


@tap.test
def a_line_of_a_file_is_proven_although_another_one_is_broken ():
  with tempfile.TemporaryDirectory () as folder:
    path = os.path.join (folder, 'requests.jsonl')
    with open (path, 'wb') as file:
      file.write (request (seed=1) + b'\n{"messages": [\n\n' + request (max_tokens=33) + b'\n')
    _, err = prove (path, '--line', '3')
    assert 'up to 297 tokens' in err, err
    _, err = prove (path, '--line', '2', code=3)
    assert 'requests.jsonl:2:15: expected' in err, err
    _, err = prove (path, '--line', '4', code=3)
    assert 'requests.jsonl: there are only 3 requests' in err, err


@tap.test
def the_json_document_has_it_all ():
  out, err = prove ('--json', '--quiet', '-n', '2', '-', stdin=request ())
  tap.equal (err, '')
  document = json.loads (out)
  tap.equal ({key: document[key] for key in ('verdict', 'from', 'to', 'model', 'calls', 'calls_observed')},
             {'verdict': 'no-difference', 'from': 'chat', 'to': 'responses', 'model': 'practice-model', 'calls': 6, 'calls_observed': 6})
  end = document['aspects'][0]
  tap.equal (end, {'aspect': 'end', 'finding': 'same', 'distance': 0, 'self_distance': 0, 'chance': 1,
                   'values': [{'value': 'stop', 'original': 4, 'converted': 2}]})
  tap.equal ([each['aspect'] for each in document['aspects']], ['end', 'input-tokens', 'output-tokens'])
  tap.equal (document['text']['original'], document['text']['converted'])
  tap.equal ((document['text']['judged'], len (document['original']), len (document['converted'])), (False, 4, 2))


@tap.test
def what_differs_is_said ():
  def answer (path, body, n):
    return chat ('One two three.', tokens=5) if is_chat (path) else responses ('One four three.', tokens=9, cut=True)

  with server (answer) as (url, asked):
    out, err = prove ('--base-url', url, '-', stdin=request (), code=1)
    tap.equal (len (asked), 9)
    tap.equal ([is_chat (path) for path, _, _ in asked], [True, True, False, True, False, True, False, True, True])
    assert re.search (r'End +│ stop ×6 +│ length ×3\ndifferent', out), out
    assert 'One [-two-]{+four+} three.' in out, out
    assert 'by chance in 1.2 % of cases' in out, out
    document = json.loads (prove ('--base-url', url, '--json', '-', stdin=request (), code=1)[0])
    tap.equal ({each['aspect']: each['finding'] for each in document['aspects']},
               {'end': 'different', 'input-tokens': 'same', 'output-tokens': 'different'})
    tap.equal (document['aspects'][2]['converted'], {'n': 3, 'lowest': 9, 'median': 9, 'highest': 9})


@tap.test
def what_varies_by_itself_is_not_different ():
  def answer (path, body, n):
    return chat ('Text %d.' % n, tokens=5 + n % 3) if is_chat (path) else responses ('Text %d.' % n, tokens=5 + n % 3)

  with server (answer) as (url, _):
    out, _ = prove ('--base-url', url, '-n', '6', '-', stdin=request ())
    assert 'not different' in out and 'Different texts: 12 in 12 answers' in out, out


@tap.test
def two_rounds_are_too_few ():
  with server (lambda path, body, n: chat ('a') if is_chat (path) else responses ('a', tokens=9)) as (url, _):
    out, _ = prove ('--base-url', url, '-n', '2', '-', stdin=request (), code=5)
    assert 'too few to tell' in out and 'more rounds can tell' in out, out
    prove ('--base-url', url, '-n', '3', '-', stdin=request (), code=1)


@tap.test
def failures_are_observations ():
  def answer (path, body, n):
    return (429, {'error': {'message': 'Slow down.', 'type': 'requests', 'code': 'rate_limit_exceeded'}}) if n in (0, 3) else alike (path, body, n)

  with server (answer) as (url, asked):
    out, err = prove ('--base-url', url, '-', stdin=request ())
    tap.equal (len (asked), 9)
    assert 'failed: 429' in out and 'not different' in out and err.count ('Slow down.') == 1, out + err
  with server (lambda path, body, n: (404, {'error': {'message': 'Not here.', 'code': None}}) if not is_chat (path) else chat ('a')) as (url, _):
    out, _ = prove ('--base-url', url, '-', stdin=request (), code=1)
    assert 'failed: 404' in out, out
  with server (lambda *_: (401, {'error': {'message': 'No.', 'code': 'invalid_api_key'}})) as (url, _):
    out, _ = prove ('--base-url', url, '-', stdin=request (), code=5)
    assert 'no call was answered' in out, out
  out, _ = prove ('--base-url', 'http://127.0.0.1:9/v1', '-n', '1', '-', stdin=request (), code=5)
  assert 'failed: network' in out, out


@tap.test
def a_conversion_that_refuses_something_is_not_sent ():
  with server (alike) as (url, asked):
    _, err = prove ('--base-url', url, '-', stdin=request (n=2), code=2)
    assert 'do not mean the same: n' in err and asked == [], err


@tap.test
def what_cannot_be_used_is_told ():
  prove ('there-is-no-such-file', code=3)
  _, err = prove ('-', stdin=b'{"messages": [}', code=3)
  assert '-:1:15: expected' in err, err
  for wrong in [[], ['a', 'b'], ['--to', 'completions', '-'], ['-n', '0', '-'], ['-n', '31', '-'], ['--line', '-1', '-'], ['--key', 'x', '-'],
                ['--key-env', 'X', '-'], ['--target', 'nobody', '-'], ['--system', 'x', '-'], ['--frobnicate', '-'], ['--base-url', 'ftp://h', '-']]:
    prove (*wrong, code=4, stdin=request ())


@tap.test
def keys_come_from_the_environment_and_are_seen_nowhere ():
  with server (lambda path, body, n: (401, {'error': {'message': 'Wrong key ' + KEY, 'code': 'invalid_api_key'}})) as (url, asked):
    out, err = prove ('--base-url', url, '--key-env', 'CANARY', '--json', '-', stdin=request (), code=5, env={'CANARY': KEY})
    tap.equal ({headers['Authorization'] for _, headers, _ in asked}, {'Bearer ' + KEY})
    assert KEY not in out + err, out + err
    _, err = prove ('--base-url', url, '--key-env', 'NOT_THERE', '-', stdin=request (), code=6)
    assert 'NOT_THERE' in err and len (asked) == 9, err


@tap.test
def the_model_is_the_same_in_both ():
  with server (alike) as (url, asked):
    prove ('--base-url', url, '-n', '1', '-', stdin=request ())
    prove ('--base-url', url, '-n', '1', '--model', 'other "1"', '-', stdin=request ())
    tap.equal ([body['model'] for _, _, body in asked], ['practice-model'] * 3 + ['other "1"'] * 3)
  _, err = prove ('-', stdin=json.dumps ({'model': 'gpt-99', 'messages': HI}).encode ())
  assert 'has no model “gpt-99”: both requests ask practice-model instead' in err, err


@tap.test
def nothing_leaves_unasked ():
  away = ['--base-url', 'https://there-is-none.invalid/v1', '-n', '1']
  _, err = prove (*away, '-', stdin=request (max_tokens=20, store=True), code=4)
  assert 'nothing was sent; --yes says' in err and '3 calls' in err and 'store' in err, err
  _, err = prove (*away, '--yes', '-', stdin=request (max_tokens=20), code=5)
  assert 'there-is-none.invalid' in err, err


@tap.test
def a_person_is_asked ():
  with tempfile.NamedTemporaryFile (suffix='.json') as file:
    file.write (request ())
    file.flush ()
    for answer, code in ((b'n\n', 4), (b'\n', 4), (b'y\n', 5)):
      near, far = pty.openpty ()
      done = subprocess.Popen ([CLI, 'prove', '--base-url', 'https://there-is-none.invalid/v1', '-n', '1', file.name], stdin=far, stderr=far,
                               stdout=subprocess.DEVNULL, env=ENV)
      os.close (far)
      seen = b''
      while b'[y/N]' not in seen:
        seen += os.read (near, 4096)
      os.write (near, answer)
      with contextlib.suppress (OSError):
        while os.read (near, 4096):
          pass
      tap.equal (done.wait (60), code, seen.decode ())
      os.close (near)


@tap.test
def prices_are_computed_and_never_invented ():
  _, err = prove ('-n', '1', '-', stdin=request (max_tokens=20))
  assert 'price' not in err, err
  _, err = prove ('-n', '1', '--input-price', '2', '--output-price', '1000', '-', stdin=request (max_tokens=20))
  price = float (re.search (r'At the given prices that is at most ([\d.]+)\.', err)[1])
  n_bytes = int (re.search (r'at most (\d+) tokens of input', err)[1])
  assert abs (price - (n_bytes * 2 + 60 * 1000) / 1e6) < 1e-4, err
  _, err = prove ('-n', '1', '--input-price', '2', '--output-price', '1000', '-', stdin=request ())
  assert 'No limit is set for the output' in err and 'given prices' not in err, err


@tap.test
def ctrl_c_tells_what_came_until_then ():
  gate = threading.Event ()
  stuck = threading.Event ()

  def answer (path, body, n):
    if n == 4:
      stuck.set ()
      gate.wait (60)
    return alike (path, body, n)

  with server (answer) as (url, asked):
    done = subprocess.Popen ([CLI, 'prove', '--json', '--base-url', url, '-'], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, env=ENV)
    done.stdin.write (request ())
    done.stdin.close ()
    assert stuck.wait (60), 'the fifth call'
    done.send_signal (signal.SIGINT)
    out, err = done.stdout.read ().decode (), done.stderr.read ().decode ()
    tap.equal (done.wait (60), 0, out + err)
    gate.set ()
    document = json.loads (out)
    tap.equal ((document['calls'], document['calls_observed'], len (asked)), (9, 4, 5))
    assert 'Stopped after 4 of 9 calls.' in err, err


@tap.test
def what_servers_say_cannot_move_the_cursor ():
  def answer (path, body, n):
    return chat ('a\x1b[2Jb', finish='\x1b]0;x') if is_chat (path) else responses ('c\x1b[2Jd')

  with server (answer) as (url, _):
    out, err = prove ('--base-url', url, '-', stdin=request (), code=1)
    assert '\x1b' not in out + err and '␛' in out, out


tap.run ()
