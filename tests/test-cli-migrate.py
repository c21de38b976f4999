# SPDX-License-Identifier: GPL-3.0-or-later
"""Converting, explaining, scanning and recording in the terminal, as scripts use them."""

import contextlib
import http.client
import json
import os
import pty
import re
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree

import tap

CLI = os.path.abspath (sys.argv.pop (1))
ENV = dict (os.environ, TRIPTYCH_PRACTICE_PACE_US='0', LC_ALL='C.UTF-8', LANGUAGE='')
# The address sanitizer keeps what was freed, which would count as memory that is used.
LEAN = dict (ENV, ASAN_OPTIONS=os.environ.get ('ASAN_OPTIONS', '') + ':quarantine_size_mb=1')
HI = [{'role': 'user', 'content': 'Hi.'}]


def cli (*args, code=0, stdin=b'', **kwargs):
  done = subprocess.run ([CLI, *args], input=stdin, capture_output=True, timeout=60, env=ENV, **kwargs)
  out, err = done.stdout.decode (), done.stderr.decode ()
  if code is not None:
    tap.equal (done.returncode, code, 'exit code of %s\n%s\n%s' % (args, out, err))
  return out, err


def request (**members):
  return json.dumps ({'model': 'practice-model', 'messages': HI, **members}).encode ()


@contextlib.contextmanager
def folder ():
  """A folder of its own, in which relative names are meant."""
  before = os.getcwd ()
  with tempfile.TemporaryDirectory () as path:
    os.chdir (path)
    try:
      yield path
    finally:
      os.chdir (before)


def write (name, text):
  with open (name, 'wb') as file:
    file.write (text if isinstance (text, bytes) else text.encode ())


def read (name):
  with open (name, encoding='utf-8') as file:
    return file.read ()


@tap.test
def a_request_becomes_one_for_responses ():
  out, err = cli ('migrate', '-', stdin=request (max_tokens=50))
  tap.equal (json.loads (out), {'model': 'practice-model', 'input': 'Hi.', 'max_output_tokens': 50, 'store': False})
  assert '1 request' in err, err


@tap.test
def the_exit_code_tells_how_much_was_lost ():
  cli ('migrate', '-', stdin=request (n=1), code=0)
  out, err = cli ('migrate', '-', stdin=request (seed=1), code=1)
  assert 'dropped seed' in err and 'seed' not in json.loads (out), err
  _, err = cli ('migrate', '-', stdin=request (n=2, seed=1), code=2)
  assert 'refused n' in err, err
  _, err = cli ('migrate', '-', stdin=b'{"messages": [}', code=3)
  assert '-:1:15: expected' in err, err
  cli ('migrate', 'there-is-no-such-file', code=3)
  for wrong in [[], ['--to', 'completions', '-'], ['--target', 'nobody', '-'], ['--system', 'x', '-'], ['--report', 'x', '-'],
                ['--from', 'responses', '--to', 'completions', '-'], ['--frobnicate', '-']]:
    cli ('migrate', *wrong, code=4)


CANARY = 'canary-7f3a'


def requests_with_a_canary ():
  """Requests that hold it wherever a value can stand that somebody writes."""
  said = 'The %s sings.' % CANARY
  chat = {
    'model': CANARY, 'user': CANARY, 'metadata': {'who': CANARY}, 'stop': [CANARY], 'seed': 1, 'frobnicate': {'x': said},
    'messages': [
      {'role': 'system', 'content': said, 'name': CANARY}, {'role': 'nobody', 'content': said},
      {'role': 'user', 'content': [{'type': 'text', 'text': said}, {'type': 'image_url', 'image_url': {'url': 'data:' + CANARY}},
                                   {'type': 'input_audio', 'input_audio': {'data': CANARY, 'format': 'wav'}},
                                   {'type': 'file', 'file': {'file_data': CANARY, 'filename': CANARY}}]},
      {'role': 'assistant', 'content': None, 'tool_calls': [
        {'id': CANARY, 'type': 'function', 'function': {'name': CANARY, 'arguments': json.dumps ({'x': CANARY})}}]},
      {'role': 'tool', 'tool_call_id': CANARY, 'content': said}],
    'tools': [{'type': 'function', 'function': {'name': CANARY, 'description': said,
                                               'parameters': {'type': 'object', 'description': said, 'properties': {CANARY: {}}}}}],
    'response_format': {'type': 'json_schema', 'json_schema': {'name': CANARY, 'schema': {'properties': {CANARY: {'enum': [said]}}}}},
    'logit_bias': {CANARY: 1}, 'prediction': {'type': 'content', 'content': said}}
  completions = {'model': CANARY, 'prompt': [said, said], 'suffix': said, 'user': CANARY}
  responses = {'model': CANARY, 'input': [{'role': 'user', 'content': said}, {'type': 'reasoning', 'summary': [said]}],
               'instructions': said, 'prompt': {'id': CANARY, 'variables': {CANARY: said}}, 'metadata': {CANARY: said}}
  batch = {'custom_id': CANARY, 'method': 'POST', 'url': '/v1/chat/completions', 'body': chat}
  return [chat, completions, batch], [responses]


@tap.test
def reports_and_the_ledger_have_no_content ():
  forth, back = requests_with_a_canary ()
  with folder ():
    for to, requests in ('responses', forth), ('chat', forth[1:2] + back):
      lines = [json.dumps (each) for each in requests] + ['{"messages": "%s", "%s' % (CANARY, CANARY), '["%s"]' % CANARY]
      write ('in.jsonl', '\n'.join (lines) + '\n')
      for kind in 'markdown', 'junit', 'sarif':
        out, err = cli ('migrate', '--to', to, '--report', kind, '--ledger', 'ledger.jsonl', '--force', 'in.jsonl', code=3)
        assert CANARY not in out and 'refused' in err, (kind, out)
      assert CANARY not in err, err
      ledger = read ('ledger.jsonl')
      assert CANARY not in ledger and len (ledger.splitlines ()) > 5, [line for line in ledger.splitlines () if CANARY in line]


@tap.test
def code_is_not_read_and_it_is_said_what_reads_it ():
  codes = [b'from openai import OpenAI\nclient = OpenAI()\nprint(client.chat.completions.create(model="m"))\n',
           b'# My bot\nresponse = client.chat.completions.create(\n  model="gpt-4",\n)\n',
           b'// My bot\nimport OpenAI from "openai";\n', b'const r = await fetch("https://h/v1/chat/completions");\n']
  for code in codes:
    _, err = cli ('migrate', '-', stdin=code, code=3)
    assert 'triptych-cli scan' in err and 'source code' in err, err
  for no_code in [b'{model: "m"}', b'no idea', b'"import this"x', b'']:
    _, err = cli ('migrate', '-', stdin=no_code, code=3)
    assert 'source code' not in err, err


@tap.test
def what_is_wrong_has_one_place ():
  with folder ():
    write ('in.jsonl', b'\n'.join ([request (), b'{"model": ', request (), b'[1]', b'{"a": 1}\r', b'{"messages" 1}']))
    _, err = cli ('migrate', 'in.jsonl', '-o', 'out.jsonl', code=3)
    places = [line.removeprefix ('triptych-cli: ') for line in err.splitlines () if 'in.jsonl:' in line]
    tap.equal ([place.split (': ')[0] for place in places[:4]],
               ['in.jsonl:2:11', 'in.jsonl:4', 'in.jsonl:5', 'in.jsonl:6:13'])
    assert 'line ' not in err.splitlines ()[0], err
    tap.equal (len (read ('out.jsonl').splitlines ()), 2)
    write ('broken.json', b'{\n  "messages" 1\n}')
    for command in ['migrate', 'prove']:
      _, err = cli (command, 'broken.json', code=3)
      assert 'broken.json:2:14: expected' in err, err
    _, err = cli ('migrate', '--reading', 'python', 'broken.json', code=3)
    assert 'broken.json:2:14: expected' in err, err
    _, err = cli ('prove', '--line', '2', 'in.jsonl', code=3)
    assert 'in.jsonl:2:11: expected' in err, err
    write ('accept.json', b'{"accept": [\n}')
    _, err = cli ('migrate', '--accept', 'accept.json', '-', stdin=request (), code=4)
    assert 'accept.json:2:1: expected' in err, err
    _, err = cli ('explain', 'broken.json', code=3)
    assert 'broken.json:2:14: expected' in err, err
    _, err = cli ('migrate', '-', stdin=b"curl http://127.0.0.1/v1/chat/completions -d '{\"messages\": [}'", code=3)
    assert '-: in the body of the command, line 1, column 15: expected' in err, err


@tap.test
def lines_stay_in_order_and_readable_ones_are_done ():
  with folder ():
    write ('in.jsonl', b'\n'.join ([request (user='a'), b'', b'{"messages": ', request (seed=1), b'[1]']) + b'\n')
    _, err = cli ('migrate', 'in.jsonl', '-o', 'out.jsonl', '--ledger', 'ledger.jsonl', code=3)
    assert 'in.jsonl:3:' in err and 'in.jsonl:5:' in err and '2 unreadable' in err, err
    lines = [json.loads (line) for line in read ('out.jsonl').splitlines ()]
    tap.equal ([line.get ('safety_identifier') for line in lines], ['a', None])
    entries = [json.loads (line) for line in read ('ledger.jsonl').splitlines ()]
    tap.equal (sorted ({entry['line'] for entry in entries}), [1, 4])
    lost = [entry for entry in entries if entry['loss']]
    tap.equal ([(entry['rule'], entry['from'][0]['path'], entry['to']) for entry in lost], [('no-seed', 'seed', [])])


@tap.test
def lines_are_known_by_what_they_are ():
  out, _ = cli ('migrate', '-', stdin=request () + b'\n' + request () + b'\n')
  tap.equal (len (out.splitlines ()), 2)
  out, _ = cli ('migrate', '-', stdin=b'{\n "model": "m",\n "messages": [{"role": "user", "content": "x"}]\n}\n')
  tap.equal (out, '{\n "model": "m",\n "input": "x",\n "store": false\n}\n')


@tap.test
def a_curl_command_is_read_and_not_run ():
  command = b"curl https://h/v1/chat/completions -H 'Authorization: Bearer sk-0123456789abcdef' --frob -d '%s'" % request ()
  out, err = cli ('migrate', '-', stdin=command)
  tap.equal (json.loads (out)['input'], 'Hi.')
  assert '--frob' in err and 'sk-0123456789abcdef' not in out + err, err
  cli ('migrate', '-', stdin=b"curl https://h/v1/chat/completions -d @body.json", code=3)


@tap.test
def batch_lines_keep_their_ids ():
  line = {'custom_id': 'r-1', 'method': 'POST', 'url': '/v1/chat/completions', 'body': {'model': 'm', 'messages': HI}}
  out, _ = cli ('migrate', '--lines', '-', stdin=(json.dumps (line) + '\n').encode () * 2)
  done = [json.loads (each) for each in out.splitlines ()]
  tap.equal ([(each['custom_id'], each['url'], each['body']['input']) for each in done], [('r-1', '/v1/responses', 'Hi.')] * 2)


@tap.test
def devices_and_pipes_are_written_to_as_they_are ():
  with folder ():
    write ('a.json', request ())
    os.mkfifo ('pipe')
    with subprocess.Popen (['cat', 'pipe'], stdout=subprocess.PIPE) as reader:
      cli ('migrate', 'a.json', '-o', 'pipe')
      assert b'input' in reader.communicate ()[0]
    cli ('migrate', 'a.json', '-o', '/dev/null')
    _, err = cli ('migrate', 'a.json', '-o', '/dev/full', code=3)
    assert '/dev/full' in err, err
    assert stat.S_ISFIFO (os.stat ('pipe').st_mode) and stat.S_ISCHR (os.stat ('/dev/null').st_mode)


@tap.test
def files_are_never_replaced_unasked ():
  with folder ():
    write ('a.json', request ())
    write ('out.json', 'mine')
    _, err = cli ('migrate', 'a.json', '-o', 'out.json', code=3)
    assert '--force' in err and read ('out.json') == 'mine', err
    cli ('migrate', 'a.json', '-o', 'out.json', '--force')
    assert 'input' in read ('out.json')
    os.mkdir ('all')
    write ('b.json', request ())
    cli ('migrate', 'a.json', 'b.json', '-o', 'all')
    tap.equal (sorted (os.listdir ('all')), ['a.json', 'b.json'])
    cli ('migrate', 'a.json', 'b.json', '-o', 'one.json', code=4)
    tap.equal (sorted (os.listdir ('.')), ['a.json', 'all', 'b.json', 'out.json'])


@tap.test
def accepted_losses_do_not_fail ():
  with folder ():
    accept = {'accept': [{'path': 'seed', 'verdict': 'dropped', 'reason': 'Nobody compares repeats.'}]}
    write ('accept.json', json.dumps (accept))
    _, err = cli ('migrate', '-', '--accept', 'accept.json', stdin=request (seed=1))
    assert 'Nobody compares repeats.' in err, err
    cli ('migrate', '-', '--accept', 'accept.json', stdin=request (seed=1, stop='x'), code=1)
    write ('star.json', json.dumps ({'accept': [{'path': 'messages[]*', 'verdict': 'dropped', 'rule': 'no-name', 'reason': 'x'}]}))
    named = json.dumps ({'messages': [{'role': 'user', 'content': 'a', 'name': 'b'}]}).encode ()
    cli ('migrate', '-', '--accept', 'star.json', stdin=named)
    for wrong in [{'path': 'seed', 'verdict': 'dropped', 'reason': ' '}, {'path': 'seed', 'verdict': 'kept', 'reason': 'x'},
                  {'path': 'seed', 'verdict': 'dropped', 'reason': 'x', 'why': 1}, {'verdict': 'dropped', 'reason': 'x'}, 5]:
      write ('wrong.json', json.dumps ({'accept': [wrong]}))
      _, err = cli ('migrate', '-', '--accept', 'wrong.json', stdin=request (), code=4)
      assert 'accept[0]' in err, err


@tap.test
def reports_are_for_people_and_for_machines ():
  body = request (seed=1, n=2)
  out, _ = cli ('migrate', '--report', 'markdown', '-', stdin=body, code=2)
  assert '| refused | n | 1 |' in out and '"input"' not in out, out
  out, _ = cli ('migrate', '--report', 'junit', '-', stdin=body, code=2)
  suite = xml.etree.ElementTree.fromstring (out)[0]
  tap.equal ((suite.get ('failures'), len (suite.findall ('testcase/failure'))), ('2', 2))
  out, _ = cli ('migrate', '--report', 'sarif', '-', stdin=body, code=2)
  run = json.loads (out)['runs'][0]
  tap.equal ([(each['ruleId'], each['level']) for each in run['results']], [('many-answers', 'error'), ('no-seed', 'warning')])


@tap.test
def names_that_would_drive_a_terminal_are_harmless ():
  _, err = cli ('migrate', '-', stdin=b'{"messages": [{"role": "user", "content": "x"}], "\\u001b[31m": 1, "\xe2\x80\xae": 2}', code=2)
  assert '\x1b' not in err and '\u202e' not in err, repr (err)


@tap.test
def system_messages_move_only_when_asked_to ():
  body = json.dumps ({'messages': [{'role': 'system', 'content': 'Be brief.'}] + HI}).encode ()
  out, _ = cli ('migrate', '-', stdin=body)
  tap.equal (json.loads (out)['input'][0]['role'], 'system')
  out, _ = cli ('migrate', '--system', 'instructions', '-', stdin=body)
  tap.equal ((json.loads (out)['instructions'], json.loads (out)['input']), ('Be brief.', 'Hi.'))


@tap.test
def the_server_that_is_asked_decides ():
  out, _ = cli ('migrate', '--target', 'vllm', '-', stdin=request (stop=['x']))
  tap.equal (json.loads (out)['stop'], ['x'])


@tap.test
def a_refusal_is_explained_and_mended ():
  with folder ():
    write ('error.json', json.dumps ({'error': {'message': "Unknown parameter: 'stop'. Did you mean 'store'?", 'param': 'stop'}}))
    write ('request.json', json.dumps ({'model': 'm', 'input': 'x', 'stop': 'y'}))
    out, _ = cli ('explain', 'error.json')
    assert 'stop' in out and 'Cause' in out and 'Fix' in out, out
    out, _ = cli ('explain', 'error.json', '--request', 'request.json', '--apply')
    tap.equal (json.loads (out), {'model': 'm', 'input': 'x'})
    cli ('explain', 'error.json', '--request', 'request.json', '-o', 'mended.json')
    tap.equal (json.loads (read ('mended.json')), {'model': 'm', 'input': 'x'})
    cli ('explain', 'error.json', '--apply', code=2)
    cli ('explain', '-', stdin=b'{"error": {"message": "Something else."}}', code=1)
    # As it is pasted: what a library prints, with the request beside it.
    printed = b"openai.BadRequestError: Error code: 400 - {'error': {'message': \"Unknown parameter: 'n'.\", 'param': 'n'}}"
    out, _ = cli ('explain', '-', stdin=printed)
    assert 'answers-asked' in out, out
    out, _ = cli ('explain', '-', '--apply', stdin=printed + b'\n{"model": "m", "n": 2}')
    tap.equal (json.loads (out), {'model': 'm'})
    _, err = cli ('explain', '-', stdin=b'<html>', code=3)
    assert 'expected an error' in err, err
    # What no request can mend is said to be advice.
    out, _ = cli ('explain', '-', stdin=b'HTTP/1.1 429 Too Many Requests\n\n{"error": {"message": "Slower."}}')
    assert 'Advice: Wait' in out and 'Fix' not in out, out
    # What is missing must be given, and no other document is a request.
    write ('error.json', json.dumps ({'error': {'message': "Missing required parameter: 'messages'.", 'param': 'messages'}}))
    write ('request.json', '{"model": "m"}')
    _, err = cli ('explain', 'error.json', '--request', 'request.json', '--apply', code=3)
    assert '“messages”' in err and '--input' in err, err
    out, _ = cli ('explain', 'error.json', '--request', 'request.json', '--apply', '--input', 'Hi.')
    tap.equal (json.loads (out)['messages'], HI)
    write ('request.json', '{"name": "Ann"}')
    _, err = cli ('explain', 'error.json', '--request', 'request.json', '--apply', '--input', 'Hi.', code=3)
    assert 'expected the request that was refused' in err, err
    # The address of the command tells which endpoint it was.
    command = b"curl https://h/v1/chat/completions -d '{\"model\": \"m\", \"best_of\": 2, \"prompt\": \"Hi.\"}'\n\n"
    out, _ = cli ('explain', '-', '--apply', stdin=command + b"400 Unknown parameter: 'best_of'.")
    tap.equal (json.loads (out)['messages'], HI)
    cli ('explain', '--endpoint', 'nobody', '-', code=2)
    _, err = cli ('explain', 'nowhere.json', code=3)
    tap.equal (err.count ('nowhere.json'), 1, err)
    _, err = cli ('explain', 'error.json', '--request', 'nowhere.json', code=3)
    assert 'error.json' not in err and err.count ('nowhere.json') == 1, err


@tap.test
def what_holds_no_request_has_no_empty_sum ():
  with folder ():
    _, err = cli ('migrate', 'nowhere.json', code=3)
    assert not any (line.strip () == '' for line in err.splitlines ()), repr (err)


@tap.test
def old_calls_are_found_in_code ():
  with folder ():
    os.makedirs ('src/node_modules/x')
    os.makedirs ('outside')
    write ('src/a.py', 'r = client.chat.completions.create(model=m, messages = [])\nprint(r.choices[0].message.content)\nmax_tokens_left = 1\n')
    write ('src/node_modules/x/a.js', 'fetch("/v1/chat/completions")')
    write ('src/data.bin', b'\0finish_reason')
    write ('outside/b.py', 'r.choices[0].text')
    os.symlink ('../outside', 'src/link')
    out, err = cli ('scan', 'src', code=1)
    tap.equal (re.findall (r'^(\S+?:\d+):', out, re.M), ['src/a.py:1', 'src/a.py:1', 'src/a.py:2'])
    assert 'search for text' in err, err
    out, _ = cli ('scan', '--json', 'src', code=1)
    hits = [json.loads (line) for line in out.splitlines ()]
    tap.equal ([hit['rule'] for hit in hits], ['chat-call', 'messages', 'chat-text'])
    assert all (hit['replacement'] and hit['line'] for hit in hits)
    write ('new.py', 'client.responses.create(model=m, input="x")\n')
    cli ('scan', 'new.py')
    cli ('scan', code=2)
    cli ('scan', 'nowhere', code=3)


def on_a_terminal (*args, stdin):
  """What a person would see of the standard output, and what is said beside it."""
  ours, theirs = pty.openpty ()
  done = subprocess.run ([CLI, *args], input=stdin, stdout=theirs, stderr=subprocess.PIPE, timeout=60, env=ENV)
  os.close (theirs)
  seen = os.read (ours, 65536).decode ()
  os.close (ours)
  return seen, done.stderr.decode ()


@tap.test
def a_secret_in_a_request_is_passed_on_but_never_shown ():
  secret, tool = 'Zq-CANARY-0123456789', {'type': 'mcp', 'server_label': 's', 'server_url': 'https://h/', 'authorization': 'Zq-CANARY-0123456789'}
  body = request (metadata={'api_key': secret}, prompt_cache_key='readable-key')
  with folder ():
    out, err = cli ('migrate', '-', '--ledger', 'ledger.jsonl', stdin=body, code=None)
    assert secret in out and secret not in err + read ('ledger.jsonl')
    seen, said = on_a_terminal ('migrate', '-', stdin=body)
    assert secret not in seen + said and '*' * len (secret) in seen and 'readable-key' in seen, seen
    assert 'is not shown' in said, said
    cli ('migrate', '-', '-o', 'out.json', stdin=body, code=None)
    assert secret in read ('out.json')
    reports = [cli ('migrate', '-', '--report', kind, stdin=body, code=None)[0] for kind in ('markdown', 'junit', 'sarif')]
    assert all (secret not in report for report in reports)

    # What is pasted to be explained: an error that repeats the key, and the command that had it.
    refused = "{'error': {'message': \"Incorrect API key provided: %s.\"}}" % secret
    pasted = "curl https://h/v1/responses -H 'Authorization: Bearer %s' -d '{\"model\":\"m\",\"n\":2}'\nError code: 401 - %s" % (secret, refused)
    out, err = cli ('explain', '-', stdin=pasted.encode (), code=None)
    assert secret not in out + err and 'Incorrect API key provided: ***' in out, out
    for text in secret, 'api_key: ' + secret, '{"api_key": "%s"' % secret, "curl h/ -d '{\"api_key\": \"%s\"" % secret:
      assert secret not in ''.join (cli ('explain', '-', stdin=text.encode (), code=None)), text
    mend = json.dumps ({'error': {'message': "Unknown parameter: 'n'.", 'param': 'n'}}) + json.dumps ({'model': 'm', 'n': 2, 'tools': [tool]})
    assert secret in cli ('explain', '-', '--apply', stdin=mend.encode ())[0]
    seen, said = on_a_terminal ('explain', '-', '--apply', stdin=mend.encode ())
    assert secret not in seen + said and '*' * len (secret) in seen, seen


@contextlib.contextmanager
def recorder (*args):
  """A recorder of its own process; gives its port."""
  process = subprocess.Popen ([CLI, 'record', *args], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=ENV)
  try:
    yield int (re.search (r':(\d+)/v1', process.stderr.readline ().decode ())[1])
  finally:
    process.terminate ()
    tap.equal (process.wait (10), 0)
    process.stderr.close ()


def post (port, path, body, key, **headers):
  connection = http.client.HTTPConnection ('127.0.0.1', port, timeout=30)
  connection.request ('POST', path, body, {'Content-Type': 'application/json', 'Authorization': 'Bearer ' + key, **headers})
  answer = connection.getresponse ()
  text = answer.read ().decode ()
  connection.close ()
  return answer.status, text


@tap.test
def what_code_sends_is_recorded_without_keys ():
  key = 'sk-0123456789abcdef0123'
  with folder (), recorder ('-o', 'direct.jsonl') as port, \
       recorder ('-o', 'passed.jsonl', '--forward', 'http://127.0.0.1:%d/v1' % port) as relay:
    body = '{"model": "practice-model",\n "messages": [{"role": "user", "content": "my key is %s"}], "temperature": 0.70}' % key
    tap.equal (post (relay, '/v1/chat/completions', body, key)[0], 200)
    status, text = post (relay, '/v1/responses', '{"model": "practice-model", "input": "Hi.", "stream": true}', key)
    assert status == 200 and 'response.completed' in text, text
    tap.equal (post (relay, '/v1/responses', '{"model"', key)[0], 400)
    tool = '{"model": "practice-model", "input": "Hi.", "tools": [{"type": "mcp", "authorization": "Zq-CANARY"}]}'
    post (relay, '/v1/responses?key=Zq-CANARY', tool, 'none', **{'X-Vendor-Token': 'Zq-CANARY-of-a-vendor'})
    post (relay, '/v1/responses', '{"api_key": "Zq-CANARY', 'none')
    for name in 'direct.jsonl', 'passed.jsonl':
      text = read (name)
      assert key not in text and 'CANARY' not in text and '0.70' in text, text
      chat, responses, broken = [json.loads (line) for line in text.splitlines ()][:3]
      tap.equal ((chat['format'], responses['format']), ('chat', 'responses'))
      assert chat['converted']['input'].startswith ('my key is ***') and len (chat['ledger']) > 2
      assert 'ledger' not in responses and broken['text'] == '{"model"'


@tap.test
def a_recorder_answers_for_every_model ():
  """Code under test names the models of its own server, and would end at the first refusal."""
  with folder (), recorder ('-o', 'direct.jsonl') as port:
    for path, asks in ('/v1/chat/completions', {'messages': HI}), ('/v1/completions', {'prompt': 'Hi.'}), ('/v1/responses', {'input': 'Hi.'}):
      status, text = post (port, path, json.dumps ({'model': 'some-model-2030', **asks}), 'x')
      tap.equal ((status, json.loads (text).get ('model')), (200, 'some-model-2030'), path)
    tap.equal (post (port, '/v1/responses', '{"model": "", "input": "Hi."}', 'x')[0], 400)


@tap.test
def pages_of_other_sites_cannot_use_a_recorder ():
  """A name that was made to resolve to this computer, or a script of another site: neither is kept nor passed on."""
  body = '{"model": "practice-model", "input": "Hi."}'
  with folder (), recorder ('-o', 'direct.jsonl') as port, \
       recorder ('-o', 'passed.jsonl', '--forward', 'http://127.0.0.1:%d/v1' % port) as relay:
    for headers in {'Host': 'evil.example'}, {'Host': 'evil.example:%d' % relay}, {'Host': '127.0.0.1:1'}, \
                   {'Origin': 'https://evil.example'}, {'Origin': 'null'}:
      status, text = post (relay, '/v1/responses', body, 'x', **headers)
      assert status == 403 and 'The recorder answers only' in json.loads (text)['error']['message'], (headers, status, text)
    tap.equal ((read ('direct.jsonl'), read ('passed.jsonl')), ('', ''))
    for headers in {'Host': 'localhost:%d' % relay}, {'Host': '[::1]:%d' % relay}, {'Origin': 'http://localhost:3000'}:
      tap.equal (post (relay, '/v1/responses', body, 'x', **headers)[0], 200, headers)
    tap.equal (len (read ('direct.jsonl').splitlines ()), 3)


@contextlib.contextmanager
def upstream (answer):
  """A server that says `answer` to one request, and closes; without an answer it is silent."""
  with socket.create_server (('127.0.0.1', 0)) as server, contextlib.ExitStack () as stack:
    def serve ():
      connection = stack.enter_context (server.accept ()[0])
      connection.recv (65536)
      if answer:
        connection.sendall (answer)
        connection.close ()
    threading.Thread (target=serve, daemon=True).start ()
    yield 'http://127.0.0.1:%d/v1' % server.getsockname ()[1]


@tap.test
def an_answer_that_was_cut_is_passed_on_as_one ():
  with upstream (b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"id":') as url, recorder ('--forward', url) as port:
    try:
      whole = post (port, '/v1/responses', '{}', 'x')
    except (http.client.IncompleteRead, ConnectionError):
      whole = None
    tap.equal (whole, None)


@tap.test
def a_recorder_ends_while_an_answer_is_awaited ():
  with upstream (None) as url:
    process = subprocess.Popen ([CLI, 'record', '--forward', url], stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=ENV)
    port = int (re.search (r':(\d+)/v1', process.stderr.readline ().decode ())[1])
    connection = http.client.HTTPConnection ('127.0.0.1', port, timeout=30)
    connection.request ('POST', '/v1/responses', '{}')
    process.stdout.readline () # what was sent is written down: it is under way
    process.terminate ()
    err = process.communicate (timeout=10)[1].decode ()
    connection.close ()
    tap.equal (process.returncode, 0)
    assert 'CRITICAL' not in err, err


@contextlib.contextmanager
def flood (n_bytes):
  """A server that sends that much as fast as it is taken; gives its URL, and a function that tells how much went out."""
  sent = [0]
  with socket.create_server (('127.0.0.1', 0)) as server, contextlib.ExitStack () as stack:
    def serve ():
      connection = stack.enter_context (server.accept ()[0])
      connection.recv (65536)
      connection.sendall (b'HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n' % n_bytes)
      try:
        while sent[0] < n_bytes:
          sent[0] += connection.send (b'x' * min (65536, n_bytes - sent[0]))
      except OSError:
        pass # whom it was for has gone
    threading.Thread (target=serve, daemon=True).start ()
    yield 'http://127.0.0.1:%d/v1' % server.getsockname ()[1], lambda: sent[0]


def wait_until_still (read):
  """The value of `read` when it has not changed for a second."""
  value, since = read (), time.monotonic ()
  while time.monotonic () < since + 1:
    time.sleep (0.05)
    if read () != value:
      value, since = read (), time.monotonic ()
  return value


def most_memory (pid):
  with open ('/proc/%d/status' % pid) as status:
    return int (re.search (r'VmHWM:\s+(\d+) kB', status.read ())[1]) * 1024


def slow_client (port):
  """Asks, and reads nothing yet."""
  client = socket.create_connection (('127.0.0.1', port), timeout=30)
  client.sendall (b'POST /v1/responses HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 2\r\n\r\n{}' % port)
  return client


@tap.test
def a_recorder_waits_for_a_client_that_is_slow ():
  n_bytes = 96 << 20 # much more than what the sockets of two connections hold
  with flood (n_bytes) as (url, sent):
    process = subprocess.Popen ([CLI, 'record', '--forward', url], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=LEAN)
    port = int (re.search (r':(\d+)/v1', process.stderr.readline ().decode ())[1])
    before = most_memory (process.pid)
    with slow_client (port) as client:
      waiting = wait_until_still (sent)
      assert 0 < waiting < n_bytes / 2, waiting
      assert most_memory (process.pid) < before + (16 << 20), (before, most_memory (process.pid))
      answer = http.client.HTTPResponse (client)
      answer.begin ()
      n_read = 0
      while piece := answer.read (1 << 20):
        n_read += len (piece)
      tap.equal (n_read, n_bytes)
      assert most_memory (process.pid) < before + (16 << 20), (before, most_memory (process.pid))
    process.terminate ()
    err = process.communicate (timeout=10)[1].decode ()
    tap.equal ((process.returncode, 'CRITICAL' in err), (0, False), err)


@tap.test
def a_slow_client_may_go ():
  with flood (64 << 20) as (url, sent):
    process = subprocess.Popen ([CLI, 'record', '--forward', url], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=ENV)
    port = int (re.search (r':(\d+)/v1', process.stderr.readline ().decode ())[1])
    with slow_client (port):
      wait_until_still (sent)
    time.sleep (0.2)
    process.terminate ()
    err = process.communicate (timeout=10)[1].decode ()
    tap.equal ((process.returncode, 'CRITICAL' in err), (0, False), err)


@tap.test
def a_recorder_says_what_it_cannot_do ():
  cli ('record', '--forward', 'not a url', code=3)
  cli ('record', '--port', '70000', code=2)
  with folder ():
    write ('there.jsonl', 'mine')
    cli ('record', '-o', 'there.jsonl', code=3)
  # A server that is not there is an answer, not a hang.
  with recorder ('--forward', 'http://127.0.0.1:9/v1') as port:
    tap.equal (post (port, '/v1/responses', '{}', 'x')[0], 502)


tap.run ()
