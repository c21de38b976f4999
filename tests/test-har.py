#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every HAR is one by the specification: of every golden case as it comes from a server, of what failed and of what
was stopped. And the check is one that finds what is wrong. With TRI_LONG the schema that others have published is asked
about the same documents, with the program that they check it with."""

import copy
import glob
import hashlib
import json
import os
import signal
import socket
import subprocess
import threading

from exports import CLI, ENV, UNICORN, Recorder, Room, cli, export
import har
import tap

CASES = os.path.join (os.path.dirname (os.path.abspath (__file__)), 'cases')
FORMATS = ['completions', 'chat', 'responses']


class Broken:
  """A server that reads a request, writes what it was told to, and closes or keeps the connection open."""
  def __init__ (self, answer, stays=False):
    self.answer, self.stays, self.written = answer, stays, threading.Event ()
    self.socket = socket.create_server (('127.0.0.1', 0))
    self.base_url = 'http://127.0.0.1:%d/v1' % self.socket.getsockname ()[1]

  def serve (self):
    while True:
      try:
        connection, _ = self.socket.accept ()
      except OSError:
        return
      with connection:
        connection.recv (65536)
        connection.sendall (self.answer)
        self.written.set ()
        if self.stays:
          self.wait_for_the_end (connection)

  @staticmethod
  def wait_for_the_end (connection):
    try:
      while connection.recv (65536):
        pass
    except ConnectionResetError:
      pass

  def __enter__ (self):
    threading.Thread (target=self.serve, daemon=True).start ()
    return self

  def __exit__ (self, *_):
    self.socket.shutdown (socket.SHUT_RDWR)
    self.socket.close ()


def read_har (room, name, *args):
  return json.loads (export (room, name, 'har', *args))


def entries_of (document):
  return document['log']['entries']


def golden (format):
  """(name, answer, HAR) of every case of a format: its request is sent, and its answer is what a server says to that."""
  kinds = {'response.json': 'application/json', 'stream.sse': 'text/event-stream'}
  for path in sorted (glob.glob (os.path.join (CASES, format, '*', '*'))):
    kind = kinds.get (os.path.basename (path))
    if not kind:
      continue
    folder = os.path.dirname (path)
    with open (path, 'rb') as file, open (os.path.join (folder, 'ask.json'), encoding='utf-8') as ask:
      answer, status = file.read (), json.load (ask).get ('status', 200)
    with Recorder (answer, kind, status=status) as recorder, Room () as room:
      subprocess.run ([CLI, 'send', '-u', recorder.base_url, '-f', format, '-b', os.path.join (folder, 'request.json'),
                       '-o', room.path ('x')], capture_output=True, env=ENV, timeout=60)
      yield os.path.relpath (path, CASES), answer, read_har (room, 'x')


def broken ():
  """(name, HAR) of what servers do to people, and people to servers."""
  head = b'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 4000\r\n'
  event = b'data: {"choices":[{"index":0,"delta":{"content":"Good"}}]}\n\n'
  answers = {
    'no answer': b'',
    'no HTTP': b'good night\r\n\r\n',
    'headers that end': b'HTTP/1.1 200 OK\r\nContent-Ty',
    'a body that ends': head + b'\r\n' + event,
    'letters of another time': head.replace (b' OK', b' caf\xe9') + b'X-Name: caf\xe9 \x01\x7f\r\nSet-Cookie: a=b; path=/\r\n\r\n' + event,
    'no type': b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}',
    'no reason': b'HTTP/1.1 599 \r\nContent-Length: 0\r\n\r\n',
    'elsewhere': b'HTTP/1.1 307 Elsewhere\r\nLocation: https://example.com/?\xc3\xa9=1#x\r\nContent-Length: 0\r\n\r\n',
    'a zero': b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n"\0"',
    'no UTF-8': b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n\xff\xfe<',
  }
  for name, answer in answers.items ():
    with Broken (answer) as server, Room () as room:
      cli ('send', '-u', server.base_url, '-m', 'm', '-o', room.path ('x'), 'hi', code=1)
      yield name, read_har (room, 'x')
  with Room () as room:
    cli ('send', '-u', 'http://127.0.0.1:9/v1', '-m', 'm', '-o', room.path ('x'), 'hi', code=1)
    yield 'nobody there', read_har (room, 'x')


def stopped_after (answer):
  """The HAR of a column that was stopped when all of `answer` had been written, but for what fits between two programs."""
  with Broken (answer, stays=True) as server, Room () as room:
    with subprocess.Popen ([CLI, 'send', '-u', server.base_url, '-m', 'm', '-f', 'chat', '-o', room.path ('x'), 'hi'],
                           stdout=subprocess.DEVNULL, env=ENV) as sending:
      assert server.written.wait (60)
      sending.send_signal (signal.SIGINT)
      tap.equal (sending.wait (60), 1)
    return read_har (room, 'x')


def stopped ():
  """(name, HAR) of what was stopped before an answer came, and in the middle of one."""
  yield 'stopped while it waited', stopped_after (b'')
  yield 'stopped while it read', stopped_after (b'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n'
                                                + b'data: {"choices":[{"index":0,"delta":{"content":"Good"}}]}\n\n' * 100000)


for format in FORMATS:
  @tap.test ('every case of %s gives a HAR' % format)
  def every_case (format=format):
    n = 0
    for name, answer, document in golden (format):
      tap.equal (har.find_faults (document), [], name)
      entry, = entries_of (document)
      tap.equal (entry['response']['content']['_sha256'], hashlib.sha256 (answer).hexdigest (), name)
      n += 1
    assert n > 10, n


@tap.test
def what_failed_gives_a_har ():
  endings = set ()
  for name, document in broken ():
    tap.equal (har.find_faults (document), [], name)
    endings |= {entry['_ending'] for entry in entries_of (document)}
  assert len (endings) >= 4, endings


@tap.test
def what_was_stopped_gives_a_har ():
  for (name, document), status in zip (stopped (), (0, 200)):
    tap.equal (har.find_faults (document), [], name)
    entry, = entries_of (document)
    tap.equal ((entry['_ending'], entry['response']['status']), ('stopped', status), name)


@tap.test
def every_attempt_is_in_it ():
  with Room () as room:
    cli ('send', '-o', room.path ('x'), '--repeat', '2', UNICORN)
    document = read_har (room, 'x')
    har.check (document)
    tap.equal (len (entries_of (document)), 6)
    for entry in entries_of (document):
      content = entry['response']['content']
      tap.equal (hashlib.sha256 (content['text'].encode ()).hexdigest (), content['_sha256'])
      tap.equal (content['_fidelity'], 'exact')
      events = entry['_events']
      assert len (events) > 5 and events == sorted (events), events
      assert content['text'].encode ()[events[0][1]:events[0][2]].endswith (b'\n\n')


def example ():
  with Recorder () as recorder, Room () as room:
    cli ('send', '-u', recorder.base_url, '-f', 'completions', '-m', 'm', '-o', room.path ('x'), 'hi')
    document = read_har (room, 'x')
  request = entries_of (document)[0]['request']
  request['url'] += '?a=b'
  request['queryString'] = [{'name': 'a', 'value': 'b'}]
  har.check (document)
  return document


GONE = object ()
ENTRY = '/log/entries/0'

# (place, what is put there, where the published schema sees it, too)
PLANTED = [
  ('/log/version', GONE, True),
  ('/log/version', '1.1', False),
  ('/log/creator/name', 7, True),
  ('/log/entries', {}, True),
  (ENTRY + '/startedDateTime', 'yesterday', True),
  (ENTRY + '/startedDateTime', '2026-13-01T00:00:00.000Z', False),
  (ENTRY + '/time', '12', True),
  (ENTRY + '/time', 4e9, False),
  (ENTRY + '/cache', GONE, True),
  (ENTRY + '/stranger', 1, False),
  (ENTRY + '/timings/wait', -5, False),
  (ENTRY + '/timings/send', GONE, True),
  (ENTRY + '/request/url', 'not an address', True),
  (ENTRY + '/request/headers/0/value', None, True),
  (ENTRY + '/request/cookies', {}, True),
  (ENTRY + '/request/queryString/0/name', GONE, True),
  (ENTRY + '/request/queryString/0/value', 'c', False),
  (ENTRY + '/request/postData/mimeType', GONE, True),
  (ENTRY + '/request/bodySize', 1.5, True),
  (ENTRY + '/response/status', '200', True),
  (ENTRY + '/response/status', True, True),
  (ENTRY + '/response/redirectURL', GONE, True),
  (ENTRY + '/response/content/size', GONE, True),
  (ENTRY + '/response/content/size', 5, False),
  (ENTRY + '/response/content/text', [], True),
]


def planted ():
  """(place, document, where the published schema sees it, too) for every error."""
  sound = example ()
  for place, value, is_published in PLANTED:
    document = copy.deepcopy (sound)
    *names, last = [int (name) if name.isdigit () else name for name in place.split ('/')[1:]]
    object = document
    for name in names:
      object = object[name]
    if value is GONE:
      del object[last]
    else:
      object[last] = value
    yield place, document, is_published


@tap.test
def what_is_wrong_is_found ():
  for place, document, _ in planted ():
    faults = har.find_faults (document)
    assert faults, place
    for fault in faults:
      found, above = fault.split (': ')[0], place.rsplit ('/', 1)[0]
      assert found.startswith (above) or above.startswith (found), (place, faults)


@tap.test
def a_schema_that_is_not_understood_is_an_error ():
  try:
    har.schema.Schema ({'type': 'array', 'uniqueItems': True}).find_faults ([])
  except AttributeError:
    return
  raise AssertionError ('a keyword that is not known was passed over')


@tap.test
def a_strangers_file_gives_one_too ():
  """Times, addresses and words of a file are whatever somebody wrote there."""
  with Recorder () as recorder, Room () as room:
    cli ('send', '-u', recorder.base_url, '-f', 'completions', '-m', 'm', '-o', room.path ('x'), 'hi')
    export (room, 'x', 'folder', '-o', room.path ('files'))
    manifest = json.loads (room.read ('files/manifest.json'))
    for name, value in [('started', 'yesterday'), ('started', '2026-13-77T99:00:00Z'), ('started', '0001-01-01T00:00:00Z'),
                        ('started', None), ('url', 'no address'), ('url', 'javascript:alert(1)#"'), ('url', ''),
                        ('url', 'http://x/y?api-version=1&x&=y&z==&&#z?&'),
                        ('url', 'https://x/"<y>?q=ü [1] "世" %zz'), ('url', 'http://x?'), ('method', ''), ('method', 'G E\nT'), ('http_version', ''),
                        ('status', 0), ('response_headers', []), ('response_headers', [['', '\x00'], ['Content-Type', '']]),
                        ('times_us', {'connected': 9, 'sent': 5, 'first_byte': 2, 'ended': 1}), ('times_us', {})]:
      changed = copy.deepcopy (manifest)
      changed['columns'][0]['attempts'][0][name] = value
      room.write ('files/manifest.json', json.dumps (changed).encode ())
      tap.equal (har.find_faults (read_har (room, 'files')), [], (name, value))


PUBLISHED = '''
const { har } = require ('har-validator');
const fs = require ('fs');
const check = async (name) => {
  try { await har (JSON.parse (fs.readFileSync (name, 'utf8'))); return null; }
  catch (error) { return error.errors ? error.errors.map ((it) => it.dataPath + ' ' + it.message) : String (error); }
};
(async () => { for (const name of process.argv.slice (2)) console.log (JSON.stringify (await check (name))); }) ();
'''


def ask_published (room, documents):
  """What the schema that others published says of each document; None where it finds nothing."""
  tap.equal (subprocess.run (['npm', 'install', '--silent', 'har-validator'], cwd=room.folder, capture_output=True, timeout=300).returncode, 0)
  names = [room.write ('%d.har' % i, json.dumps (document).encode ()) for i, document in enumerate (documents)]
  done = subprocess.run (['node', room.write ('check.js', PUBLISHED.encode ()), *names], capture_output=True, timeout=300)
  tap.equal (done.returncode, 0, done.stderr.decode ())
  return [json.loads (line) for line in done.stdout.decode ().splitlines ()]


if os.environ.get ('TRI_LONG'):
  @tap.test
  def the_published_schema_finds_nothing ():
    named = [(name, document) for format in FORMATS for name, _, document in golden (format)]
    named += list (broken ()) + list (stopped ())
    with Room () as room:
      said = ask_published (room, [document for _, document in named])
    tap.equal (len (said), len (named))
    tap.equal ({name: faults for (name, _), faults in zip (named, said) if faults}, {})
    tap.note ('%d documents' % len (named))

  @tap.test
  def the_published_schema_finds_what_is_wrong ():
    wrong = list (planted ())
    with Room () as room:
      said = ask_published (room, [document for _, document, _ in wrong])
    tap.equal ([faults is not None for faults in said], [is_published for _, _, is_published in wrong])


tap.run ()
