# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of saved comparisons and exports share. The first argument of such a test is the terminal program."""

import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading

import tap

CLI = sys.argv.pop (1)
ENV = {name: value for name, value in os.environ.items () if not name.lower ().endswith ('_proxy')}
ENV.update (LC_ALL='C.UTF-8', TRIPTYCH_PRACTICE_PACE_US='0')
UNICORN = 'Write a one-sentence bedtime story about a unicorn.'
CANARY = 'sk-CANARY/0123456789abcdef'
PYTHON = '/usr/bin/python3'
ONE = ['request', 'response', 'events', 'text', 'curl', 'python', 'javascript']
WHOLE = ['json', 'har', 'markdown', 'html', 'csv', 'fields', 'fields-csv']


def cli (*args, code=0, **env):
  done = subprocess.run ([CLI, *args], capture_output=True, env={**ENV, **env}, timeout=60)
  tap.equal (done.returncode, code, 'exit code of %s\n%s' % (' '.join (args), done.stderr.decode ()))
  return done.stdout, done.stderr.decode ()


class Room:
  """A folder that goes with the test."""
  def __enter__ (self):
    self.folder = tempfile.mkdtemp (prefix='triptych-export-')
    return self

  def __exit__ (self, *_):
    shutil.rmtree (self.folder)

  def path (self, name):
    return os.path.join (self.folder, name)

  def write (self, name, content):
    with open (self.path (name), 'wb') as file:
      file.write (content)
    return self.path (name)

  def read (self, name):
    with open (self.path (name), 'rb') as file:
      return file.read ()


class Recorder:
  """A server that keeps every request, and answers with what it was told to."""
  def __init__ (self, answer=b'{"choices":[{"index":0,"text":"Good night."}]}', kind='application/json', headers=(), status=200):
    recorder = self
    self.bodies, self.heads = [], []

    class Handler (http.server.BaseHTTPRequestHandler):
      def do_POST (self):
        recorder.bodies.append (self.rfile.read (int (self.headers['Content-Length'])))
        recorder.heads.append (dict (self.headers))
        self.send_response (status)
        self.send_header ('Content-Type', kind)
        self.send_header ('Content-Length', str (len (answer)))
        for name, value in headers:
          self.send_header (name, value)
        self.end_headers ()
        self.wfile.write (answer)

      def log_message (self, *_):
        pass

    self.server = http.server.ThreadingHTTPServer (('127.0.0.1', 0), Handler)
    self.base_url = 'http://127.0.0.1:%d/v1' % self.server.server_address[1]

  def __enter__ (self):
    threading.Thread (target=self.server.serve_forever, args=[0.02], daemon=True).start ()
    return self

  def __exit__ (self, *_):
    self.server.shutdown ()
    self.server.server_close ()


def export (room, name, kind, *args, **env):
  return cli ('export', room.path (name), '--as', kind, *args, **env)[0]
