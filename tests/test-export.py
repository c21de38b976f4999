#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Saved comparisons and what is made of them, as scripts use them: what is copied runs and sends the same bytes, what
is called exact is exact, and no key is in anything."""

import csv
import glob
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

from exports import CANARY, CLI, ENV, ONE, PYTHON, UNICORN, WHOLE, Recorder, Room, cli, export
import har
import tap

FULL_DISK = sys.argv.pop (1)


# Code

def message (text):
  return json.dumps ({'model': 'm', 'prompt': text, 'stream': True}, ensure_ascii=False)


BODIES = {
  'plain': message ('hello').encode (),
  'quotes': message ('''it's "so" 'quoted' \\ `date` $(date) $HOME %s %d !! \\n #''').encode (),
  'letters': message ('“ß” 世界 🦄 \u2028 \u202e \x7f \ufeff').encode (),
  'spelling': b'{ "model" : "m",\r\n\t"prompt": ["\\u0041\\/\\ud83e\\udd84"], "temperature": 1.0e0, "n": 9007199254740993 }\n\n',
  'large': message ("it's " * 30000).encode (),
  'proto': b'{"__proto__":{"a":1},"model":"m","prompt":"x"}',
}


def run_code (command, room, **env):
  return subprocess.run (command, capture_output=True, env={**ENV, **env}, timeout=60, cwd=room.folder)


def every_body (kind, suffix, command):
  with Recorder () as recorder, Room () as room:
    for name, body in BODIES.items ():
      file = room.write (name + '.json', body)
      cli ('send', '-u', recorder.base_url, '-k', 'TRI_TEST_KEY', '-f', 'completions', '-b', file, '-o', room.path (name),
           TRI_TEST_KEY=CANARY)
      tap.equal (recorder.bodies.pop (), body, 'what was sent of ' + name)
      code = export (room, name, kind)
      done = run_code (command + [room.write (name + suffix, code)], room, TRI_TEST_KEY='another-key')
      tap.equal (done.returncode, 0, '%s\n%s' % (code.decode (), done.stderr.decode ()))
      assert b'Good night.' in done.stdout, done.stdout
      tap.equal (recorder.bodies.pop (), body, '%s of %s' % (kind, name))
      head = recorder.heads.pop ()
      tap.equal ((head['Authorization'], head['Content-Type']), ('Bearer another-key', 'application/json'))
      tap.equal (head['Accept'], recorder.heads.pop ()['Accept'], 'Accept')


@tap.test
def the_curl_command_sends_the_same_bytes ():
  every_body ('curl', '.sh', ['/bin/sh'])


@tap.test
def the_python_program_sends_the_same_bytes ():
  every_body ('python', '.py', [PYTHON])


@tap.test
def the_javascript_program_sends_the_same_bytes ():
  every_body ('javascript', '.js', ['node'])


@tap.test
def a_refusal_is_shown_and_fails ():
  with Recorder (b'{"error":{"message":"no"}}', status=400) as recorder, Room () as room:
    cli ('send', '-u', recorder.base_url, '-m', 'm', '-f', 'chat', '-o', room.path ('x'), 'hi', code=1)
    for kind, command in ('python', [PYTHON]), ('javascript', ['node']):
      done = run_code (command + [room.write ('x.' + kind, export (room, 'x', kind))], room)
      tap.equal ((done.returncode, done.stdout), (1, b'{"error":{"message":"no"}}'))
      assert b'400' in done.stderr


# What the libraries are called with, told by ones that only tell.
FAKE_PYTHON = '''
import json
class Any (dict):
  __getattr__ = lambda self, name: self[name] if name in self else Any ()
class Call:
  def __init__ (self, path): self.path = path
  def __getattr__ (self, name): return Call (self.path + [name])
  def __call__ (self, **members):
    print (json.dumps ([self.path, members]))
    return [] if members.get ('stream') else type ('Answer', (), {'output_text': '', 'choices': [type ('Choice', (), {
      'text': '', 'message': type ('Message', (), {'content': ''})})]})
class OpenAI (Call):
  def __init__ (self, base_url, api_key):
    super ().__init__ ([])
    print (json.dumps ([base_url, api_key]))
'''
FAKE_JAVASCRIPT = '''
function call (path) {
  return new Proxy (function () {}, {
    get: (_, name) => call ([...path, name]),
    apply: (_, self, [members]) => {
      console.log (JSON.stringify ([path, members]));
      return Promise.resolve (members.stream ? [] : { output_text: '', choices: [{ text: '', message: { content: '' } }] });
    },
  });
}
exports.default = function ({ baseURL, apiKey }) { console.log (JSON.stringify ([baseURL, apiKey])); return call ([]); };
exports.__esModule = true;
'''


def library (command, kind, prepare):
  calls = {'completions': ['completions', 'create'], 'chat': ['chat', 'completions', 'create'], 'responses': ['responses', 'create']}
  with Recorder () as recorder, Room () as room:
    prepare (room)
    for stream in [], ['--no-stream']:
      cli ('send', '-u', recorder.base_url, '-m', 'm', '-k', 'TRI_TEST_KEY', '--temperature', '0.5', '--stop', "it's",
           '--members', '{"top_k": [1, null, true, {"é": "\\u00e9\\/"}]}', '-o', room.path ('x'), '--force', *stream,
           UNICORN, code=1, TRI_TEST_KEY=CANARY)
      for position, (format, path) in enumerate (calls.items (), 1):
        asked = json.loads (export (room, 'x', 'request', '-c', str (position)))
        code = export (room, 'x', kind, '--sdk', '-c', str (position))
        done = run_code (command + [room.write ('x.' + kind, code)], room, TRI_TEST_KEY='another-key')
        tap.equal (done.returncode, 0, '%s\n%s' % (code.decode (), done.stderr.decode ()))
        client, call = map (json.loads, done.stdout.decode ().splitlines ()[:2])
        tap.equal (client, [recorder.base_url, 'another-key'])
        members = call[1]
        members.update (members.pop ('extra_body', {}))
        tap.equal (call[0], path)
        tap.equal (members, asked)


@tap.test
def the_python_library_is_asked_the_same ():
  library ([PYTHON], 'python', lambda room: room.write ('openai.py', FAKE_PYTHON.encode ()))


@tap.test
def the_javascript_library_is_asked_the_same ():
  def prepare (room):
    os.makedirs (room.path ('node_modules/openai'))
    room.write ('node_modules/openai/index.mjs', FAKE_JAVASCRIPT.replace (
      'exports.default =', 'export default').replace ('exports.__esModule = true;', '').encode ())
    room.write ('node_modules/openai/package.json', b'{"name": "openai", "exports": "./index.mjs"}')
  library (['node'], 'javascript', prepare)


def real_library (command, kind, install=None):
  """Against the practice server, with the library as it is published; or as the system has it, where nothing is installed."""
  with Room () as room:
    if install:
      tap.equal (subprocess.run (install, cwd=room.folder, capture_output=True, timeout=300).returncode, 0, install)
    for stream in [], ['--no-stream']:
      cli ('send', '-o', room.path ('x'), '--force', '--output-limit', '40', *stream, UNICORN)
      port = re.search (r'--port (\d+)', export (room, 'x', 'curl', '-c', '1').decode ())[1]
      with subprocess.Popen ([CLI, 'practice', '--port', port], stdout=subprocess.PIPE, env=ENV) as practice:
        practice.stdout.readline ()
        for column in '123':
          done = run_code ([word.replace ('HERE', room.folder) for word in command]
                           + [room.write ('x.' + kind, export (room, 'x', kind, '--sdk', '-c', column))], room)
          tap.equal (done.returncode, 0, done.stderr.decode ())
          tap.equal (done.stdout.decode ().strip (), export (room, 'x', 'text', '-c', column).decode ().strip ())
        practice.terminate ()


if subprocess.run ([PYTHON, '-c', 'import openai'], capture_output=True).returncode == 0:
  @tap.test
  def the_python_library_of_the_system_runs_it ():
    real_library ([PYTHON], 'python')
elif os.environ.get ('TRI_LONG'):
  @tap.test
  def the_published_python_library_runs_it ():
    real_library (['/usr/bin/env', 'PYTHONPATH=HERE/lib', PYTHON], 'python',
                  [PYTHON, '-m', 'pip', 'install', '--quiet', '--break-system-packages', '--target', 'lib', 'openai'])

if os.environ.get ('TRI_LONG'):
  @tap.test
  def the_published_javascript_library_runs_it ():
    real_library (['node'], 'javascript', ['npm', 'install', '--silent', 'openai'])


@tap.test
def the_commands_for_the_practice_server_work_as_copied ():
  with Room () as room:
    cli ('send', '-o', room.path ('x'), UNICORN)
    code = export (room, 'x', 'curl', '-c', '2')
    port = re.search (r'triptych-cli practice --port (\d+)', code.decode ())[1]
    assert b'Authorization' not in code
    with subprocess.Popen ([CLI, 'practice', '--port', port], stdout=subprocess.PIPE, env=ENV) as practice:
      practice.stdout.readline ()
      for kind, command in ('curl', ['/bin/sh']), ('python', [PYTHON]), ('javascript', ['node']):
        done = run_code (command + [room.write ('x.' + kind, export (room, 'x', kind, '-c', '2'))], room)
        assert done.returncode == 0 and done.stdout.rstrip ().endswith (b'data: [DONE]'), (kind, done)
      practice.terminate ()


# Saving and showing

@tap.test
def what_was_saved_is_shown_as_it_was ():
  with Room () as room:
    for args in ['--seed', '7', UNICORN], ['--sample', 'conversation'], ['--no-stream', '--repeat', '3', 'hi']:
      out, _ = cli ('send', '-o', room.path ('x'), '--force', *args)
      tap.equal (cli ('show', room.path ('x'))[0], out)
      out, _ = cli ('send', '--json', '-o', room.path ('x'), '--force', *args)
      tap.equal (cli ('show', '--json', room.path ('x'))[0], out)
      tap.equal (export (room, 'x', 'json'), out.rstrip (b'\n'))
      export (room, 'x', 'folder', '-o', room.path ('folder'))
      tap.equal (cli ('show', '--json', room.path ('folder'))[0], out)
      shutil.rmtree (room.path ('folder'))


@tap.test
def what_failed_is_saved_and_shown ():
  with Room () as room:
    out, _ = cli ('send', '-u', 'http://127.0.0.1:9/v1', '-m', 'x', '-o', room.path ('x'), 'hi', code=1)
    tap.equal (cli ('show', room.path ('x'), code=1)[0], out)
    entries = json.loads (export (room, 'x', 'har'))['log']['entries']
    tap.equal ([(e['response']['status'], 'Nothing listens' in e['response']['_error']) for e in entries], [(0, True)] * 3)
    for kind in WHOLE:
      export (room, 'x', kind)


@tap.test
def a_saved_file_is_a_zip_of_plain_files ():
  with Room () as room:
    cli ('send', '-o', room.path ('x.triptych'), UNICORN)
    with zipfile.ZipFile (room.path ('x.triptych')) as archive:
      tap.equal (archive.testzip (), None)
      manifest = json.loads (archive.read ('manifest.json'))
      tap.equal ((manifest['triptych'], manifest['draft']['prompt']['text']), (1, UNICORN))
      for column in manifest['columns']:
        for attempt in column['attempts']:
          for body in attempt['request'], attempt['response']:
            content = archive.read (body['file'])
            tap.equal ((len (content), hashlib.sha256 (content).hexdigest (), body['exact']), (body['bytes'], body['sha256'], True))
          assert attempt['request_ids']['x-request-id'].startswith ('req_'), attempt['request_ids']
          assert attempt['server_software']['Server'].startswith ('Triptych-Practice'), attempt['server_software']
          tap.equal (attempt['reads'][-2], attempt['response']['bytes'])


@tap.test
def nothing_is_written_over_unasked ():
  with Room () as room:
    mine = room.write ('mine', b'mine')
    _, err = cli ('send', '-o', mine, 'hi', code=2)
    assert 'there already' in err, err
    cli ('send', '-o', room.path ('x'), 'hi')
    for kind, path in ('html', mine), ('triptych', mine), ('folder', mine), ('folder', room.folder):
      _, err = cli ('export', room.path ('x'), '--as', kind, '-o', path, code=2)
      assert 'there already' in err, err
    tap.equal (room.read ('mine'), b'mine')
    cli ('export', room.path ('x'), '--as', 'text', '-c', '1', '-o', mine, '--force')
    assert room.read ('mine') != b'mine'
    _, err = cli ('export', room.path ('x'), '--as', 'html', '-o', room.path ('no/such'), code=3)
    assert 'there is no folder' in err, err
    tap.equal (sorted (os.listdir (room.folder)), ['mine', 'x'])


def every_way_of_writing (room, folder):
  """What writes files: (command, name of the file)."""
  yield ['send', '-f', 'chat', '--force', '-o', os.path.join (folder, 'x.triptych'), UNICORN], 'x.triptych'
  for kind in WHOLE + ['triptych']:
    yield ['export', room.path ('x'), '--as', kind, '--force', '-o', os.path.join (folder, 'y.' + kind)], 'y.' + kind


def nothing_was_lost (room, folder, words, run):
  """Each way says why, in words, and what stood there stands there still, with nothing beside it."""
  names = {name for _, name in every_way_of_writing (room, folder)}
  for name in names:
    with open (os.path.join (folder, name), 'wb') as file:
      file.write (b'mine')
  def check (arguments, name):
    done = run (arguments)
    tap.equal ((name, done.returncode), (name, 3), done.stderr.decode ())
    assert words in done.stderr.decode (), (name, done.stderr)
    with open (os.path.join (folder, name), 'rb') as file:
      tap.equal (file.read (), b'mine', name)
    tap.equal (sorted (os.listdir (folder)), sorted (names), 'what stands there')
  for arguments, name in every_way_of_writing (room, folder):
    check (arguments, name)


@tap.test
def on_a_full_disk_nothing_is_lost ():
  with Room () as room:
    cli ('send', '-f', 'chat', '-o', room.path ('x'), UNICORN)
    folder = room.path ('full')
    os.mkdir (folder)
    for free in '0', '300':
      env = {**ENV, 'LD_PRELOAD': FULL_DISK, 'TRI_FULL_DISK': folder + '/', 'TRI_FULL_DISK_BYTES': free,
             'ASAN_OPTIONS': ENV.get ('ASAN_OPTIONS', '') + ':verify_asan_link_order=0'}
      nothing_was_lost (room, folder, 'the disk is full',
                        lambda arguments: subprocess.run ([CLI, *arguments], capture_output=True, env=env, timeout=60))


MOUNT = ['unshare', '--map-root-user', '--mount', 'sh', '-c', 'mount -t tmpfs -o size=96k none "$0" && exec "$@"']


def may_mount ():
  with Room () as room:
    return shutil.which ('unshare') and subprocess.run (MOUNT + [room.folder, 'true'], capture_output=True).returncode == 0


if may_mount ():
  @tap.test
  def on_a_disk_that_really_is_full_nothing_is_lost ():
    """One of 96 kB in memory, which is filled to the brim; only where people may mount."""
    script = ('printf mine > "$1/x.triptych" && { cat /dev/zero > "$1/filler" 2> /dev/null; true; } && '
              '{ "$2" send --force -f chat -o "$1/x.triptych" hi; echo "status $?"; } && cat "$1/x.triptych" && ls -A "$1"')
    with Room () as room:
      done = subprocess.run (MOUNT + [room.folder, 'sh', '-c', script, 'sh', room.folder, CLI], capture_output=True, env=ENV, timeout=60)
      said = done.stdout.decode ()
      assert 'status 3' in said and said.endswith ('mine' + 'filler\nx.triptych\n'), said + done.stderr.decode ()
      assert 'the disk is full' in done.stderr.decode (), done.stderr


@tap.test
def in_a_folder_that_may_only_be_read_nothing_is_lost ():
  """A superuser may write anywhere, and tries as somebody else."""
  user = {'user': 65534, 'group': 65534, 'extra_groups': []} if os.geteuid () == 0 else {}
  with Room () as room:
    cli ('send', '-f', 'chat', '-o', room.path ('x'), UNICORN)
    os.chmod (room.path ('x'), 0o644)
    folder, program = room.path ('locked'), shutil.copy (CLI, room.path ('triptych-cli'))
    os.mkdir (folder)
    os.chmod (room.folder, 0o755)
    def run (arguments):
      os.chmod (folder, 0o555)
      done = subprocess.run ([program, *arguments], capture_output=True, env=ENV, timeout=60, cwd='/', **user)
      os.chmod (folder, 0o755)
      return done
    nothing_was_lost (room, folder, 'does not allow it', run)


@tap.test
def wrong_arguments_are_named ():
  with Room () as room:
    cli ('send', '-o', room.path ('x'), '--no-stream', 'hi')
    x = room.path ('x')
    for args, words in [([x], '--as: expected one of json, har'), ([x, '--as', 'pdf'], '--as: expected'), (['--as', 'har'], 'one saved'),
                        ([x, '--as', 'curl'], 'one from 1 to 3'), ([x, '--as', 'curl', '-c', '4'], 'no column 4'),
                        ([x, '--as', 'events', '-c', '1'], 'not come as a stream'), ([x, '--as', 'folder'], '--output'),
                        ([x, '--as', 'har', '-c', '-1'], '--column'), ([room.write ('y', b'{}'), '--as', 'har'], 'no saved comparison')]:
      out, err = cli ('export', *args, code=2)
      assert words in err and out == b'', (args, err)
    _, err = cli ('show', room.path ('z'), code=3)
    assert 'cannot be opened' in err, err


# Documents

@tap.test
def requests_and_responses_are_exact ():
  answer = b'{ "choices" : [ {"text": "\\u0041", "index": 0, "finish_reason":"stop"} ],\n "usage": {"n": 1.0e+2} }\n'
  body = b'{"model":"m",  "prompt":"x", "temperature":0.70}'
  with Recorder (answer) as recorder, Room () as room:
    cli ('send', '-u', recorder.base_url, '-f', 'completions', '-b', room.write ('body', body), '-o', room.path ('x'))
    tap.equal ((export (room, 'x', 'request'), export (room, 'x', 'response')), (body, answer))
    indented = export (room, 'x', 'response', '--indent')
    assert b'"n": 1.0e+2' in indented and rb'"\u0041"' in indented and json.loads (indented) == json.loads (answer)
    assert b'"temperature": 0.70' in export (room, 'x', 'request', '--indent')
    tap.equal (export (room, 'x', 'text'), b'A')


@tap.test
def an_event_stream_is_exact ():
  stream = b': hi\r\n\r\ndata: {"choices":[{"index":0,"delta":{"content":"\xff"},"finish_reason":"stop"}]}\r\n\r\ndata: [DONE]\n\n'
  with Recorder (stream, 'text/event-stream') as recorder, Room () as room:
    cli ('send', '-u', recorder.base_url, '-m', 'm', '-f', 'chat', '-o', room.path ('x'), 'hi')
    tap.equal (export (room, 'x', 'events'), stream)
    content = json.loads (export (room, 'x', 'har'))['log']['entries'][0]['response']['content']
    tap.equal (content['encoding'], 'base64')


@tap.test
def the_table_of_fields_is_whole ():
  with Room () as room:
    cli ('send', '-o', room.path ('x'), '--temperature', '0.70', '--no-stream', UNICORN)
    table = json.loads (export (room, 'x', 'fields'), parse_float=str)
    rows = list (csv.DictReader (io.StringIO (export (room, 'x', 'fields-csv').decode (), newline='')))
    tap.equal ([column['format'] for column in table['columns']], ['completions', 'chat', 'responses'])
    tap.equal (len (rows), len (table['fields']))
    found = next (it for it in table['fields'] if it['place'] == 'request' and it['meaning'] == 'temperature')
    tap.equal (found['values'], [{'path': 'temperature', 'value': '0.70'}] * 3)
    text = next (row for row in rows if row['place'] == 'request' and row['meaning'] == 'user-text')
    tap.equal ((text['1_completions_path'], text['2_chat_path'], text['3_responses_path'], text['differences']),
               ('prompt', 'messages[0].content', 'input', 'names'))
    tap.equal (json.loads (text['2_chat_value']), UNICORN)
    one = json.loads (export (room, 'x', 'fields', '-c', '2'))
    tap.equal ([len (row['values']) for row in one['fields']], [1] * len (one['fields']))


@tap.test
def the_markdown_cannot_be_broken_out_of ():
  with Room () as room:
    cli ('send', '-o', room.path ('x'), '-f', 'chat', 'a ``` b ````` c | d\n# e <b>')
    text = export (room, 'x', 'markdown').decode ()
    fences = re.findall (r'^(`{3,})\w*$', text, re.M)
    assert len (fences) % 2 == 0 and '``````text\na ``` b ````` c | d\n# e <b>\n``````' in text, text
    for table in re.findall (r'(?:^\|.*\n)+', text, re.M):
      tap.equal (len ({len (re.findall (r'(?<!\\)\|', row)) for row in table.splitlines ()}), 1, table)


@tap.test
def the_table_has_a_row_an_attempt ():
  with Room () as room:
    cli ('send', '-o', room.path ('x'), '--repeat', '2', UNICORN)
    rows = list (csv.DictReader (io.StringIO (export (room, 'x', 'csv').decode (), newline='')))
    tap.equal ([(r['column'], r['attempt'], r['ending']) for r in rows],
               [(c, a, 'answered') for c in '123' for a in '12'])
    tap.equal ([r['end'] for r in rows], ['length'] * 2 + ['stop'] * 2 + ['completed'] * 2)
    assert all (int (r['first_byte_us']) <= int (r['ended_us']) and r['response_is'] == 'exact' for r in rows)
    cli ('send', '-o', room.path ('y'), '-f', 'chat', '-m', '=cmd()', 'hi', code=1)
    assert '''"'=cmd()"''' in export (room, 'y', 'csv').decode ()


# Secrets

def everything (room, name):
  """All that can be made of it, as one heap of bytes."""
  heap = []
  for hidden in [], ['--without-content']:
    for kind in WHOLE:
      heap.append (export (room, name, kind, *hidden))
    for kind in ONE:
      for more in [], ['--indent'], ['--sdk']:
        heap.append (export (room, name, kind, '-c', '1', *hidden, *more))
    cli ('export', room.path (name), '--as', 'folder', '-o', room.path ('all'), *hidden)
    for path in glob.glob (room.path ('all/**'), recursive=True):
      if os.path.isfile (path):
        with open (path, 'rb') as file:
          heap.append (file.read ())
    shutil.rmtree (room.path ('all'))
  heap.append (cli ('show', room.path (name))[0] + cli ('show', '--json', room.path (name))[0])
  return heap


@tap.test
def no_key_is_in_anything ():
  pieces = [CANARY[:9], CANARY[9:17], CANARY[17:]]
  stream = ''.join ('data: {"choices":[{"index":0,"delta":{"content":"%s"}}]}\n\n' % piece for piece in ['say ', *pieces, '!'])
  stream += 'data: {"choices":[],"tools":[{"headers":{"X-Vendor-Token":"echoed-secret"}}]}\n\n'
  stream += 'data: {"choices":[{"index":0,"delta":{"content":" %s "},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n' % CANARY
  members = '{"tools":[{"type":"mcp","authorization":"member-secret"}],"prompt_cache_key":"readable-key"}'
  headers = [('Set-Cookie', '__cf=cookie-secret; path=/'), ('X-Echo', CANARY)]
  with Recorder (stream.encode (), 'text/event-stream', headers) as recorder, Room () as room:
    out, err = cli ('send', '--json', '-u', recorder.base_url, '-m', 'm', '-k', 'TRI_TEST_KEY', '-f', 'chat', '-o', room.path ('x'),
                    '--members', members, 'my key is ' + CANARY, TRI_TEST_KEY=CANARY)
    assert b'member-secret' in recorder.bodies[0]
    assert recorder.heads[0]['Authorization'].endswith (CANARY)
    heap = everything (room, 'x') + [out, err.encode ()]
    heap.append (cli ('send', '--dry-run', '-u', recorder.base_url, '-m', 'm', '-f', 'chat', '--members', members, 'Hi.')[0])
    assert any (b'readable-key' in bytes for bytes in heap)
    for bytes in heap:
      for secret in [CANARY, CANARY.replace ('/', '\\/'), pieces[1], pieces[2], 'cookie-secret', 'member-secret', 'echoed-secret']:
        assert secret.encode () not in bytes, bytes[:2000]
    document = json.loads (export (room, 'x', 'har'))
    har.check (document)
    entry = document['log']['entries'][0]
    tap.equal ((entry['response']['content']['_fidelity'], entry['request']['postData']['_fidelity']), ('redacted', 'redacted'))
    for offset, length in entry['response']['content']['_redacted']:
      tap.equal (set (entry['response']['content']['text'].encode ()[offset:offset + length]), {ord ('*')})
    for kind in 'html', 'markdown':
      text = export (room, 'x', kind)
      assert b'redacted at ' in text and b'exact, SHA' not in text, text
    with zipfile.ZipFile (room.path ('x')) as archive:
      attempt = json.loads (archive.read ('manifest.json'))['columns'][0]['attempts'][0]
      tap.equal ((attempt['request']['exact'], attempt['response']['exact']), (False, False))
    assert b'$TRI_TEST_KEY' in export (room, 'x', 'curl')


@tap.test
def without_content_nothing_of_it_is_left ():
  with Room () as room:
    cli ('send', '-o', room.path ('x'), '-i', 'Speak softly', '--user', 'Earlier words', '--assistant', 'Other words', '--stop',
         'HALT', UNICORN)
    heap = [export (room, 'x', kind, '--without-content') for kind in WHOLE]
    heap += [export (room, 'x', kind, '-c', str (c), '--without-content') for kind in ONE for c in (1, 2, 3)]
    for bytes in heap:
      for word in b'unicorn', b'softly', b'Earlier words', b'Other words', b'HALT', b'bedtime':
        assert word not in bytes, (word, bytes[:2000])
    said, hidden = json.loads (export (room, 'x', 'json')), json.loads (export (room, 'x', 'json', '--without-content'))
    for a, b in zip (said['columns'], hidden['columns']):
      for member in 'ending', 'status', 'ends', 'usage', 'times_us', 'events', 'model', 'format':
        tap.equal (a[member], b[member], member)
      assert re.search (r'\[\d+ characters [0-9a-f]{12}\]', b['text']), b['text']
    har.check (json.loads (export (room, 'x', 'har', '--without-content')))
    request = json.loads (export (room, 'x', 'request', '-c', '2', '--without-content'))
    tap.equal ([m['role'] for m in request['messages']], ['system', 'user', 'assistant', 'user'])
    tap.equal (request['messages'][3]['content'][:15], '[%d characters ' % len (UNICORN))
    assert request['messages'][3]['content'] != json.loads (
      export (room, 'x', 'request', '-c', '2', '--without-content'))['messages'][3]['content'], 'the key is used twice'


tap.run ()
