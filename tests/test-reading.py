# SPDX-License-Identifier: GPL-3.0-or-later
"""The code that tells how reading the answer changes, run on what the practice server answers: what is read before, of
the answer to the request, and after, of the answer to what it was converted into, is the same."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request

import tap

CLI = os.path.abspath (sys.argv.pop (1))
ENV = dict (os.environ, TRIPTYCH_PRACTICE_PACE_US='0', LC_ALL='C.UTF-8', LANGUAGE='')
PATHS = {'completions': '/completions', 'chat': '/chat/completions', 'responses': '/responses'}
NODE = shutil.which ('node')
HI = [{'role': 'user', 'content': 'Hi.'}]
WEATHER = {'type': 'function', 'function': {'name': 'get_weather', 'parameters': {'type': 'object', 'properties': {'city': {'type': 'string'}}}}}

CHAT = {'model': 'practice-model', 'messages': HI}
REQUESTS = [
  ('completions', {'model': 'practice-model', 'prompt': 'Once', 'max_tokens': 200}),
  ('completions', {'model': 'practice-model', 'prompt': 'Once', 'max_tokens': 20}),
  ('completions', {'model': 'practice-model', 'prompt': 'Once', 'max_tokens': 20, 'stream': True}),
  ('completions', {'model': 'practice-model', 'prompt': 'Once', 'n': 2, 'max_tokens': 20}),
  ('chat', CHAT),
  ('chat', dict (CHAT, max_completion_tokens=16)),
  ('chat', dict (CHAT, n=3)),
  ('chat', dict (CHAT, stream=True)),
  ('chat', dict (CHAT, stream=True, max_completion_tokens=16, stream_options={'include_usage': True})),
  ('responses', {'model': 'practice-model', 'input': 'Hi.'}),
  ('responses', {'model': 'practice-model', 'input': 'Hi.', 'stream': True}),
]


def read_events (text):
  data = [line[len ('data:'):].strip () for line in text.splitlines () if line.startswith ('data:')]
  return [json.loads (each) for each in data if each != '[DONE]']


class Practice:
  def __enter__ (self):
    self.process = subprocess.Popen ([CLI, 'practice', '--pace', '0'], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, env=ENV, text=True)
    line = ''
    while not re.search (r'http://\S+', line):
      line = self.process.stdout.readline ()
      assert line
    self.base_url = re.search (r'http://[^\s”"]+', line)[0].rstrip ('.,')
    return self

  def __exit__ (self, *why):
    self.process.terminate ()
    self.process.wait (10)
    self.process.stdout.close ()

  def ask (self, format, request):
    """The document, or the events of a stream."""
    asked = urllib.request.Request (self.base_url + PATHS[format], json.dumps (request).encode (), {'Content-Type': 'application/json'})
    with urllib.request.build_opener (urllib.request.ProxyHandler ({})).open (asked, timeout=30) as answer:
      text = answer.read ().decode ()
    if not request.get ('stream'):
      return {'answer': json.loads (text), 'answers': [json.loads (text)] * request.get ('n', 1)}
    return {'events': read_events (text)}


def cli (*args, stdin):
  return subprocess.run ([CLI, *args], input=json.dumps (stdin).encode (), capture_output=True, timeout=60, env=ENV).stdout.decode ()


def read_changes (request, language, to):
  """topic → (code before, code after), None where there is nothing."""
  changes, topic = {}, None
  for line in cli ('migrate', '--to', to, '--reading', language, '-', stdin=request).splitlines ():
    if line.startswith ('@@'):
      topic = re.match (r'@@ ([a-z-]+): .+ @@$', line)[1]
      changes[topic] = ([], [])
    else:
      changes[topic]['-+'.index (line[0])].append (line[1:])
  return {topic: tuple ('\n'.join (code) or None for code in both) for topic, both in changes.items ()}


# What each code leaves behind, by its topic.
NAMES = {'text': 'text', 'texts': 'texts', 'refusal': 'refusal', 'calls': 'calls', 'logprobs': 'logprobs', 'end': 'end', 'usage': 'used'}


class Python:
  name = 'python'

  @staticmethod
  def run (tasks):
    """The values that codes leave behind: of each (code, what is known, name of the value)."""
    values = []
    for code, known, name in tasks:
      room = dict (json.loads (json.dumps (known)), json=json)
      exec (compile (code, '<%s>' % name, 'exec'), room)
      values.append (json.loads (json.dumps (room[name])))
    return values


class JavaScript:
  name = 'javascript'

  @staticmethod
  def run (tasks):
    program = """"use strict";
const tasks = JSON.parse (require ("fs").readFileSync (0));
const values = tasks.map (([code, known, name]) => {
  const names = Object.keys (known);
  return new Function (...names, `"use strict";\n${code}\nreturn ${name};`) (...names.map ((each) => known[each]));
});
console.log (JSON.stringify (values));"""
    done = subprocess.run ([NODE, '-e', program], input=json.dumps (tasks), capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads (done.stdout)


def plain (topic, value):
  """What can be compared: ids of calls are each answer's own."""
  return [call[1:] for call in value] if topic.endswith ('calls') else value


def practice_answers ():
  """Requests with the answers to them and to what they are converted into."""
  with Practice () as practice:
    for format, request in REQUESTS:
      to = 'chat' if format == 'responses' else 'responses'
      converted = json.loads (cli ('migrate', '-q', '--to', to, '-', stdin=request))
      before, after = practice.ask (format, request), practice.ask (to, converted)
      # Several answers are asked for by several requests.
      after['answers'] = [after.get ('answer')] * request.get ('n', 1)
      yield format, to, request, before, after


# The practice server calls no tools and refuses nothing by itself: answers that say the same, of the golden cases.
CASES = [
  (dict (CHAT, tools=[WEATHER]), 'chat/tool-call', 'responses/function-call',
   {'calls': [['get_weather', {'location': 'Paris'}]], 'end': 'tool_calls'}),
  (CHAT, 'chat/refusal', 'responses/refusal', {'refusal': 'I cannot do that.'}),
]


def read_case (case, stream):
  path = os.path.join (os.path.dirname (os.path.abspath (__file__)), 'cases', case, 'stream.sse' if stream else 'response.json')
  with open (path, encoding='utf-8') as file:
    text = file.read ()
  return {'events': read_events (text)} if stream else {'answer': json.loads (text)}


def compare (language):
  """Runs all code, and returns what of which format was read."""
  tasks, told = [], []

  def add (topic, request, old, new, before, after, expected=None):
    name = NAMES[topic.replace ('stream-', '')]
    tasks.append ((old, before, name))
    tasks.append ((new, after, name))
    told.append ((topic, request, expected))

  for format, to, request, before, after in practice_answers ():
    changes = read_changes (request, language.name, to)
    assert len (changes) >= 3, (request, changes)
    for topic, (old, new) in changes.items ():
      if old and new:
        add (topic, request, old, new, before, after)
  for request, one, other, expected in CASES:
    for stream in False, True:
      asked = dict (request, stream=stream)
      changes = read_changes (asked, language.name, 'responses')
      for name, value in expected.items ():
        topic = 'stream-' + name if stream else name
        if topic in changes:
          add (topic, asked, *changes[topic], read_case (one, stream), read_case (other, stream), value)

  values = language.run (tasks)
  for i, (topic, request, expected) in enumerate (told):
    was, now = plain (topic, values[2 * i]), plain (topic, values[2 * i + 1])
    why = '%s of %s\n%s\n%s' % (topic, json.dumps (request), tasks[2 * i][0], tasks[2 * i + 1][0])
    if topic.endswith ('usage'):  # prompts are counted in the form that they have
      assert len (was) == len (now) == 2 and all (count > 0 for count in was + now), why
    else:
      tap.equal (now, was, why)
      assert expected is None or now == expected, why
      assert now or topic == 'refusal', why
  return {topic for topic, _, _ in told}


ALL = {'text', 'texts', 'refusal', 'calls', 'end', 'usage', 'stream-text', 'stream-calls', 'stream-end', 'stream-usage'}


@tap.test
def python_reads_the_same ():
  tap.equal (compare (Python), ALL)


if NODE:
  @tap.test
  def javascript_reads_the_same ():
    tap.equal (compare (JavaScript), ALL)


@tap.test
def probabilities_are_read ():
  """Which no practice server has."""
  completions = {'choices': [{'logprobs': {'tokens': ['Hi', '!'], 'token_logprobs': [-0.31725305, -0.7]}}]}
  for language in [Python] + ([JavaScript] if NODE else []):
    chat = read_changes (dict (CHAT, logprobs=True), language.name, 'responses')['logprobs']
    older = read_changes ({'model': 'm', 'prompt': 'x', 'logprobs': 1}, language.name, 'responses')['logprobs']
    values = language.run ([(chat[0], read_case ('chat/logprobs', False), 'logprobs'),
                            (chat[1], read_case ('responses/logprobs', False), 'logprobs'),
                            (older[0], {'answer': completions}, 'logprobs')])
    tap.equal (values, [[['Hi', -0.31725305], ['!', -0.7]], [['Hi', -0.31725305]], [['Hi', -0.31725305], ['!', -0.7]]])


@tap.test
def only_what_is_asked_for_is_told ():
  plain_topics = set (read_changes (CHAT, 'python', 'responses'))
  tap.equal (plain_topics, {'text', 'refusal', 'end', 'usage'})
  tap.equal (set (read_changes (dict (CHAT, stream=True), 'python', 'responses')), {'stream-text', 'stream-end', 'stream-usage'})
  # Nobody asked for the counts before, and now they come.
  assert read_changes (dict (CHAT, stream=True), 'python', 'responses')['stream-usage'][0] is None
  tap.equal (read_changes (CHAT, 'python', 'chat'), {})


@tap.test
def what_cannot_be_converted_is_said ():
  done = subprocess.run ([CLI, 'migrate', '--reading', 'python', '-'], input=b'{"x": ', capture_output=True, timeout=60, env=ENV)
  assert done.returncode == 3 and b'-:1:7: expected' in done.stderr, done
  done = subprocess.run ([CLI, 'migrate', '--reading', 'cobol', '-'], input=b'{}', capture_output=True, timeout=60, env=ENV)
  tap.equal (done.returncode, 4)


tap.run ()
