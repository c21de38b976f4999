# SPDX-License-Identifier: GPL-3.0-or-later
"""The terminal program as scripts and people use it: real processes, real sockets, the practice server of the program."""

import http.client
import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

import chinese
import tap

CLI = os.path.abspath (sys.argv.pop (1))  # the tests change their folder
TOP = os.path.dirname (os.path.dirname (os.path.abspath (__file__)))
UNICORN = 'Write a one-sentence bedtime story about a unicorn.'
ENV = dict (os.environ, TRIPTYCH_PRACTICE_PACE_US='0', LC_ALL='C.UTF-8', LANGUAGE='')


def cli (*args, code=0, stdin=b'', **env):
  """Runs it; checks the exit code; gives back standard output and standard error as text."""
  done = subprocess.run ([CLI, *args], input=stdin, capture_output=True, timeout=60, env={**ENV, **env})
  out, err = done.stdout.decode (), done.stderr.decode ()
  tap.equal (done.returncode, code, 'exit code of %s\n%s\n%s' % (args, out, err))
  return out, err


def send_json (*args, **kwargs):
  return json.loads (cli ('send', '--json', *args, **kwargs)[0])


class Practice:
  """A practice server of its own process, as `triptych-cli practice` starts it."""

  def __init__ (self, *args):
    self.process = subprocess.Popen ([CLI, 'practice', '--pace', '0', *args], stdout=subprocess.PIPE, env=ENV)
    line = self.process.stdout.readline ().decode ()
    self.base_url = re.search (r'http://127\.0\.0\.1:\d+/v1', line)[0]

  def __enter__ (self):
    return self

  def __exit__ (self, *_):
    self.process.terminate ()
    tap.equal (self.process.wait (10), 0, 'exit code of practice after SIGTERM')
    self.process.stdout.close ()


@tap.test
def the_three_formats_answer_side_by_side ():
  out, _ = cli ('send', UNICORN)
  for word in ['Completions', 'Chat Completions', 'Responses', 'finish_reason: length', 'finish_reason: stop',
               'status: completed', 'prompt_tokens: ', 'input_tokens: ', 'HTTP 200 OK', 'Cut after 16 tokens']:
    assert word in out, word + ' is missing in\n' + out


@tap.test
def json_has_request_response_ends_usage_and_times ():
  said = send_json (UNICORN)
  tap.equal ([c['format'] for c in said['columns']], ['completions', 'chat', 'responses'])
  for column in said['columns']:
    tap.equal (column['ending'], 'answered')
    tap.equal (column['status'], 200)
    assert column['streamed'] and column['events'] > 5
    assert 0 <= column['times_us']['first_byte'] <= column['times_us']['first_text'] <= column['times_us']['ended']
  completions, chat, responses = said['columns']
  tap.equal (completions['ends'], {'finish_reason': 'length'})
  tap.equal (chat['ends'], {'finish_reason': 'stop'})
  tap.equal (responses['ends'], {'status': 'completed'})
  tap.equal (completions['usage']['completion_tokens'], 16)
  assert responses['usage']['output_tokens'] > 16
  tap.equal (chat['request']['messages'], [{'role': 'user', 'content': UNICORN}])
  tap.equal (chat['request']['stream_options'], {'include_usage': True})
  tap.equal (responses['request'], {'model': 'practice-model', 'input': UNICORN, 'stream': True})
  tap.equal (chat['assembled']['choices'][0]['message']['content'], chat['text'])
  tap.equal (responses['assembled']['output'][0]['content'][0]['text'], responses['text'])
  assert chat['text'] == responses['text'] and chat['text'].startswith (completions['text'])


@tap.test
def whole_responses_say_the_same_as_streams ():
  streams, wholes = send_json (UNICORN), send_json ('--no-stream', UNICORN)
  for stream, whole in zip (streams['columns'], wholes['columns']):
    assert not whole['streamed'] and 'events' not in whole
    for member in ['text', 'ends', 'usage', 'why']:
      tap.equal (whole[member], stream[member], '%s of %s' % (member, whole['format']))


@tap.test
def the_prompt_comes_from_standard_input ():
  said = send_json ('-f', 'chat', '-', stdin='zwei\nZeilen “ß” 世界\n'.encode ())
  tap.equal (said['prompt'], 'zwei\nZeilen “ß” 世界')
  tap.equal (said['columns'][0]['request']['messages'][0]['content'], said['prompt'])


@tap.test
def settings_keep_their_spelling ():
  out, _ = cli ('send', '--dry-run', '-f', 'chat', '--temperature', '0.70', '--top-p', '1e-1', '--seed', '9007199254740993',
                '--stop', 'END', '--stop', r'\n\n', 'hi')
  for word in ['"temperature": 0.70', '"top_p": 1e-1', '"seed": 9007199254740993', r'"\n\n"']:
    assert word in out, word + ' is missing in\n' + out


@tap.test
def what_a_format_cannot_say_is_said_before_sending ():
  out, _ = cli ('send', '--dry-run', '--seed', '1', '--sample', 'conversation')
  assert 'Responses cannot say “Seed”' in out and 'transcript' in out
  said = send_json ('--stop', 'x', '-f', 'responses', 'hi')
  assert 'stop' not in said['columns'][0]['request']
  tap.equal (said['columns'][0]['gaps'], ['Responses cannot say “Stop sequences”: it is not sent.'])


@tap.test
def usage_that_was_not_asked_for_is_said_to_be_so ():
  out, _ = cli ('send', '--no-stream-usage', '-f', 'chat', 'hi')
  assert 'usage: not asked for' in out, out
  assert send_json ('--no-stream-usage', '-f', 'chat', 'hi')['columns'][0]['usage'] is None


@tap.test
def every_sample_is_answered_as_it_promises ():
  ends = {'bedtime-story': ['length', 'stop', 'completed'], 'completion': ['length', 'length', 'max_output_tokens'],
          'conversation': ['stop', 'stop', 'completed'], 'fine-tuning': ['stop', 'stop', 'completed']}
  out, _ = cli ('samples')
  for sample, expected in ends.items ():
    assert sample in out
    said = send_json ('--sample', sample)
    tap.equal ([list (c['ends'].values ())[-1] for c in said['columns']], expected, sample)


@tap.test
def repeats_show_medians_and_their_spread ():
  out, _ = cli ('send', '--repeat', '3', '--in-turn', 'hi')
  assert out.count ('median of 3, total') >= 1, out
  for column in send_json ('--repeat', '4', 'hi')['columns']:
    tap.equal ((column['attempts'], column['spread_us']['ended']['n'], column['shares_server']), (4, 4, True))
  tap.equal (send_json ('--in-turn', 'hi')['columns'][0]['shares_server'], False)
  assert 'from 1 to 1000' in cli ('send', '--repeat', '0', 'hi', code=2)[1]


@tap.test
def a_body_of_its_own_is_sent_byte_for_byte ():
  body = '{ "model" : "practice-model",\n "messages": [{"role":"user","content":"hi"}], "temperature": 1.0 }\n'
  with tempfile.NamedTemporaryFile ('w', suffix='.json') as file:
    file.write (body)
    file.flush ()
    out, _ = cli ('send', '--format', 'chat', '--body', file.name, '--json')
    said = json.loads (out)
    tap.equal ((said['prompt'], said['columns'][0]['ending']), (None, 'answered'))
    assert '"temperature":1.0' in out, 'the number was spelt anew'
    assert 'one --format' in cli ('send', '--body', file.name, code=2)[1]
    assert 'no prompt' in cli ('send', '--format', 'chat', '--body', file.name, 'hi', code=2)[1]
    file.truncate (20)
    assert 'line' in cli ('send', '--format', 'chat', '--body', file.name, code=2)[1]
  assert 'not-a-file' in cli ('send', '--format', 'chat', '--body', 'not-a-file', code=2)[1]


@tap.test
def other_members_are_added_as_they_are_spelt ():
  out, _ = cli ('send', '--dry-run', '--format', 'responses', '--members', '{"store": false, "top_p": 1e0}', 'hi')
  assert '"store": false' in out and '"top_p": 1e0' in out, out
  assert 'Other members' in cli ('send', '--members', '[]', 'hi', code=2)[1]


@tap.test
def help_names_the_command ():
  assert 'triptych-cli send [OPTION…] PROMPT|-' in cli ('send', '--help')[0]
  assert 'triptych-cli practice [OPTION…]' in cli ('practice', '--help')[0]


@tap.test
def a_server_of_ones_own_is_asked ():
  with Practice () as server:
    said = send_json ('--base-url', server.base_url + '/chat/completions', '--model', 'gpt-5', UNICORN)
    tap.equal ([c['ending'] for c in said['columns']], ['answered'] * 3)
    _, err = cli ('send', '--base-url', server.base_url + '/responses/', '-m', 'gpt-5', 'hi')
    assert 'The endpoint “/responses” was taken off' in err, err


@tap.test
def a_model_can_be_given_for_one_format ():
  with Practice () as server:
    said = send_json ('-u', server.base_url, '-m', 'gpt-5', '-m', 'chat=gpt-4', '-f', 'responses', '-f', 'chat', 'hi')
    tap.equal ([c['model'] for c in said['columns']], ['gpt-5', 'gpt-4'])


@tap.test
def a_key_comes_from_the_environment_and_is_written_nowhere ():
  canary = 'sk-CANARY-0123456789abcdef'
  with Practice ('--require-key') as server:
    args = ['-u', server.base_url, '-m', 'gpt-5', '-f', 'chat', 'hi']
    out, err = cli ('send', '--json', '-k', 'TRI_TEST_KEY', *args, TRI_TEST_KEY=canary + '\n', G_MESSAGES_DEBUG='all')
    tap.equal (json.loads (out[out.index ('{'):])['columns'][0]['ending'], 'answered')
    assert canary not in out + err
    column = json.loads (cli ('send', '--json', *args, code=1)[0])['columns'][0]
    tap.equal ((column['status'], column['ending']), (401, 'http-error'))
    assert 'wants a key' in column['message'], column['message']


@tap.test
def a_key_in_an_argument_is_refused ():
  _, err = cli ('send', '--api-key', 'sk-abc', 'hi', code=2)
  assert '--key-env' in err and 'sk-abc' not in err, err


@tap.test
def a_variable_that_is_not_set_is_named ():
  _, err = cli ('send', '-u', 'http://127.0.0.1:9/v1', '-m', 'x', '-k', 'TRI_NO_SUCH_KEY', 'hi', code=3)
  assert 'TRI_NO_SUCH_KEY is not set' in err, err
  for key in ('sk-abc', 'sk_abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'):
    _, err = cli ('send', '-u', 'http://127.0.0.1:9/v1', '-m', 'x', '-k', key, 'hi', code=2)
    assert 'not the key' in err and key not in err, err


@tap.test
def nobody_listening_is_said_with_host_and_port ():
  out, _ = cli ('send', '-u', 'http://127.0.0.1:9/v1', '-m', 'x', '-f', 'chat', 'hi', code=1)
  assert 'Nothing listens on 127.0.0.1:9' in out, out


@tap.test
def a_refused_request_shows_the_servers_words ():
  said = json.loads (cli ('send', '--json', '-f', 'responses', '--output-limit', '15', 'hi', code=1)[0])
  column = said['columns'][0]
  tap.equal ((column['status'], column['error']['code']), (400, 'integer_below_min_value'))
  assert 'takes no output limit under 16' in column['gaps'][0]


@tap.test
def wrong_arguments_are_named ():
  for args, words in [([], 'expected one prompt'), (['a', 'b'], 'expected one prompt'), ([''], 'Prompt: expected some text'),
                      (['--temperature', '2.5', 'a'], 'Temperature: expected a number from 0 to 2, found “2.5”'),
                      (['--output-limit', '1.5', 'a'], 'Output limit: expected a whole number'),
                      (['--format', 'chats', 'a'], 'completions, chat, responses'), (['--sample', 'x'], 'triptych-cli samples'),
                      (['-u', 'ftp://x/v1', '-m', 'm', 'a'], 'expected http:// or https://'),
                      (['-u', 'http://h:99999', '-m', 'm', 'a'], 'Base URL'), (['-u', 'http://h', 'a'], '--model'),
                      (['-u', 'http://u:p@h', '-m', 'm', 'a'], 'no user or password'), (['--no-such', 'a'], '--no-such')]:
    out, err = cli ('send', *args, code=2)
    assert words in err and out == '', (args, err)
  assert 'no command “nope”' in cli ('nope', code=2)[1]
  assert 'triptych-cli samples' in cli ('samples', '--help')[0]


@tap.test
def a_place_that_is_not_there_is_said_before_anything_is_sent ():
  with tempfile.TemporaryDirectory () as folder:
    out, err = cli ('send', '--save', os.path.join (folder, 'nowhere', 'a.triptych'), 'hi', code=3)
    assert out == '' and 'there is no folder' in err, (out, err)


@tap.test
def control_characters_are_shown_not_obeyed ():
  out, _ = cli ('send', '-f', 'chat', '-m', 'a\x1b[31mred\x07bell', 'hi', code=1)
  assert '\x1b' not in out and '\x07' not in out and 'a␛[31mred␇bell' in out, repr (out)


@tap.test
def check_names_the_place_and_the_source ():
  body = b'{"object":"chat.completion","id":"c","created":"now","model":"m","choices":[]}'
  out, err = cli ('check', '-', stdin=body, code=1)
  tap.equal (out, 'broken created: expected a value of the type integer, found "now" [OpenAPI 2.3.0: created]\n')
  assert 'a response of Chat Completions' in err, err
  said = json.loads (cli ('check', '--json', '-', stdin=body, code=1)[0])
  tap.equal ([said[name] for name in ('format', 'kind', 'broken', 'odd')], ['chat', 'response', 1, 0])
  tap.equal ([(f['rule'], f['path'], f['event'], f['count']) for f in said['findings']], [('type', 'created', None, 1)])
  tap.equal (body[said['findings'][0]['offset']:][:5], b'"now"')


@tap.test
def check_reads_streams_and_files ():
  folder = os.path.join (TOP, 'tests', 'cases', 'completions', 'stream-cut-by-limit')
  out, err = cli ('check', os.path.join (folder, 'stream.sse'))
  tap.equal (out, 'conforms\n')
  assert 'a stream of Completions' in err, err
  tap.equal (cli ('check', '--format', 'completions', '--kind', 'request', os.path.join (folder, 'request.json')),
             ('conforms\n', ''))
  out, _ = cli ('check', '-', stdin=b'data: {"object":"chat.completion.chunk"}\n\n', code=1)
  assert 'event 0: ' in out and '[DONE]' in out, out


@tap.test
def check_lets_odd_things_pass ():
  out, _ = cli ('check', '-', stdin=b'{"model":"m","input":"a","stop":["b"]}')
  tap.equal (out, 'odd stop: expected members that are published, found “stop” [OpenAPI 2.3.0]\n')


@tap.test
def what_cannot_be_checked_is_said ():
  for args, stdin, code, words in [
      ((), b'', 2, 'FILE'), (('-', '-'), b'', 2, 'FILE'), (('-',), b'', 3, 'neither'), (('-',), b'<html>', 3, 'neither'),
      (('-',), b'{}', 2, '--kind'), (('no/such/file',), b'', 3, 'no/such/file'), (('--kind', 'x', '-'), b'{}', 2, '--kind'),
      (('--format', 'x', '-'), b'{}', 2, '--format'), (('--kind', 'stream', '-'), b'data: x\n\n', 2, '--format')]:
    out, err = cli ('check', *args, stdin=stdin, code=code)
    assert out == '' and words in err, (args, out, err)


@tap.test
def what_the_practice_server_answers_conforms ():
  for how in ([], ['--no-stream']):
    for column in send_json (*how, UNICORN)['columns']:
      if not column['streamed']:
        body = json.dumps (column['response']).encode ()
        tap.equal (cli ('check', '-', stdin=body)[0], 'conforms\n')
      request = json.dumps (column['request']).encode ()
      tap.equal (cli ('check', '--format', column['format'], '--kind', 'request', '-', stdin=request)[0], 'conforms\n')


@tap.test
def a_taken_port_is_named ():
  with Practice () as server:
    port = server.base_url.split (':')[2].split ('/')[0]
    _, err = cli ('practice', '--port', port, code=3)
    assert port in err, err


@tap.test
def the_practice_server_lists_its_models ():
  with Practice () as server:
    host = server.base_url[len ('http://'):-len ('/v1')]
    connection = http.client.HTTPConnection (host, timeout=10)
    connection.request ('GET', '/v1/models')
    models = json.loads (connection.getresponse ().read ())
    connection.close ()
    tap.equal ([m['id'] for m in models['data']][:1], ['practice-model'])


@tap.test
def a_narrow_terminal_stacks_the_columns ():
  out, _ = cli ('send', 'hi', COLUMNS='40')
  assert '│' not in out and max (len (line) for line in out.splitlines ()) <= 40, out


def cells (text):
  return sum (2 if unicodedata.east_asian_width (letter) in 'WF' else 1 for letter in text)


@tap.test
def chinese_stands_in_columns_and_is_broken_between_its_letters ():
  out, _ = cli ('send', UNICORN, COLUMNS='90', **chinese.ENV)
  rows = [[part.strip () for part in line.split ('│')] for line in out.splitlines () if '│' in line]
  tap.equal ({tuple (map (cells, line.split ('│')[:2])) for line in out.splitlines () if '│' in line}, {(29, 30)})
  why = next (row[0] for row in rows if cells (row[0]) > len (row[0]))
  assert cells (why) >= 24, 'not filled before it is broken: %s\n%s' % (why, out)
  tap.equal ([part for row in rows for part in row if part[:1] and part[0] in '，。：；”）'], [])


@tap.test
def the_reference_shows_a_field_by_name_and_by_path ():
  out, _ = cli ('fields', 'output-limit')
  for word in ('max_tokens', 'max_completion_tokens', 'max_output_tokens', 'renamed', 'False friend:'):
    assert word in out, '%s is not in\n%s' % (word, out)
  tap.equal (cli ('fields', 'max_output_tokens')[0], out)
  assert 'user-text' in cli ('fields', 'messages[0].content')[0]
  assert 'event-text-delta' in cli ('fields', 'response.output_text.delta')[0]
  assert 'max_tokens' not in cli ('fields', '--format', 'responses', 'output-limit')[0].split ('In the request')[1]
  pages = cli ('fields')[0].split ('\f')
  assert len (pages) > 15 and all ('== ' in page for page in pages)


@tap.test
def the_reference_names_what_it_cannot_show ():
  for arguments in (['no_such_field'], ['--format', 'grpc'], ['--json', '--html'], ['a', 'b']):
    _, err = cli ('fields', *arguments, code=2)
    assert err.startswith ('triptych-cli: '), err


@tap.test
def the_reference_as_json_is_whole_and_does_not_change_with_the_language ():
  out, _ = cli ('fields', '--json')
  document = json.loads (out)
  ids = [m['id'] for m in document['meanings']]
  assert len (ids) > 200 and len (set (ids)) == len (ids)
  limit = next (m for m in document['meanings'] if m['id'] == 'output-limit')
  tap.equal ([c['path'] for c in limit['cells'] if c['place'] == 'request' and c['main']],
             ['max_tokens', 'max_completion_tokens', 'max_output_tokens'])
  tap.equal ([c['change'] for c in limit['changes'] if c['place'] == 'request'],
             [['renamed', 'default'], ['renamed', 'default'], ['renamed']])
  tap.equal (cli ('fields', '--json', **chinese.ENV)[0], out)


class Page (html.parser.HTMLParser):
  """Reads a page as strictly as one reads XML: every element is closed where it has to be."""

  def __init__ (self, text):
    super ().__init__ ()
    self.open, self.anchors, self.links = [], [], []
    self.feed (text)
    self.close ()
    tap.equal (self.open, [])

  def handle_starttag (self, tag, attrs):
    self.open.append (tag)
    self.look_at (attrs)

  def handle_startendtag (self, tag, attrs):
    self.look_at (attrs)

  def handle_endtag (self, tag):
    tap.equal (self.open.pop (), tag)

  def look_at (self, attrs):
    attrs = dict (attrs)
    self.anchors += [attrs['id']] if 'id' in attrs else []
    self.links += [attrs['href'][1:]] if attrs.get ('href', '').startswith ('#') else []
    assert not attrs.get ('href', '#').startswith ('http') and 'src' not in attrs, attrs


@tap.test
def the_reference_as_a_page_is_well_formed_in_both_languages ():
  out, _ = cli ('fields', '--html')
  page = Page (out)
  tap.equal (len (set (page.anchors)), len (page.anchors))
  tap.equal (sorted (set (page.links) - set (page.anchors)), [])
  ids = {m['id'] for m in json.loads (cli ('fields', '--json')[0])['meanings']}
  tap.equal (sorted (ids - set (page.anchors)), [])
  assert '<role=' not in out and '&lt;role=user&gt;' in out
  for text in ('Output limit', '输出上限', '假朋友', 'English', '简体中文'):
    assert text in out, text
  assert '<html lang="en">' in out and '<script' not in out
  assert len (re.findall ('<span lang="en">', out)) == len (re.findall ('<span lang="zh-Hans">', out)) > 500


@tap.test
def the_reference_as_markdown_has_tables_of_one_width ():
  out, _ = cli ('fields', '--markdown')
  widths = set ()
  for line in out.splitlines ():
    if line.startswith ('|'):
      widths.add (len (re.findall (r'(?<!\\)\|', line)))
  tap.equal (widths, {10})
  assert '`messages[]<role=user>.content`' in out and '`max_output_tokens`' in out


@tap.test
def no_window_library_is_linked ():
  linked = subprocess.run (['ldd', CLI], capture_output=True, text=True).stdout
  assert 'libsoup' in linked and 'libgtk' not in linked and 'libadwaita' not in linked, linked


@tap.test
def the_commands_of_the_readme_work ():
  with open (os.path.join (TOP, 'README.md'), encoding='utf-8') as readme:
    commands = re.findall (r'^    (triptych-cli .*)$', readme.read (), re.M)
  assert len (commands) >= 3, commands
  with tempfile.TemporaryDirectory () as folder:
    os.symlink (CLI, os.path.join (folder, 'triptych-cli'))
    os.mkdir (os.path.join (folder, 'src'))
    for name, text in {'requests.jsonl': '{"model": "m", "messages": [{"role": "user", "content": "Hi."}]}\n',
                       'request.json': '{"model": "m", "input": "Hi.", "n": 1}',
                       'error.json': '{"error": {"message": "Unknown parameter: \'n\'.", "param": "n"}}'}.items ():
      with open (os.path.join (folder, name), 'w', encoding='utf-8') as file:
        file.write (text)
    for command in commands:
      if 'practice' in command or 'record' in command or '--base-url' in command:  # these need a partner; they are tried above
        continue
      done = subprocess.run (['sh', '-c', command], capture_output=True, text=True, timeout=60, cwd=folder,
                             env={**ENV, 'PATH': folder + ':' + os.environ['PATH']})
      tap.equal (done.returncode, 0, '%s\n%s' % (command, done.stderr))


tap.run ()
