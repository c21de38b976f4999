# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of fields: with many thousands of values, held against a baseline, reached from a place in a document, and
opened again."""

import http.server
import json
import os
import tempfile
import threading

import a11y
import journey
import tap
from journey import Window, first

N_TOKENS = 1000  # about seven thousand values in each answer, and enough bytes to be lined up in a worker


def token (i):
  return {'token': ' w%d' % i, 'logprob': -0.25 - i, 'bytes': [32, 119],
          'top_logprobs': [{'token': ' w%d' % i, 'logprob': -0.25, 'bytes': [32]}]}


def answer (path):
  tokens = [token (i) for i in range (N_TOKENS)]
  if path.endswith ('/responses'):
    return {'id': 'r', 'object': 'response', 'created_at': 1, 'status': 'completed', 'model': 'm', 'output': [
      {'type': 'message', 'id': 'msg_1', 'status': 'completed', 'role': 'assistant', 'content': [
        {'type': 'output_text', 'text': 'Hello', 'annotations': [], 'logprobs': tokens}]}]}
  if path.endswith ('/chat/completions'):
    return {'id': 'c', 'object': 'chat.completion', 'created': 1, 'model': 'm', 'choices': [
      {'index': 0, 'message': {'role': 'assistant', 'content': 'Hello', 'refusal': None}, 'finish_reason': 'stop',
       'logprobs': {'content': tokens, 'refusal': None}}]}
  return {'id': 't', 'object': 'text_completion', 'created': 1, 'model': 'm', 'choices': [
    {'index': 0, 'text': 'Hello', 'finish_reason': 'stop', 'logprobs': {
      'tokens': [each['token'] for each in tokens], 'token_logprobs': [each['logprob'] for each in tokens],
      'top_logprobs': [{each['token']: -0.5} for each in tokens], 'text_offset': list (range (N_TOKENS))}}],
    'unknown': [{'last one': i, 'of': N_TOKENS, 'nothing': None} for i in range (N_TOKENS)]}


class Handler (http.server.BaseHTTPRequestHandler):
  def do_POST (self):
    self.rfile.read (int (self.headers['Content-Length']))
    body = json.dumps (answer (self.path)).encode ()
    self.send_response (200)
    self.send_header ('Content-Type', 'application/json')
    self.send_header ('Content-Length', str (len (body)))
    self.end_headers ()
    self.wfile.write (body)

  def log_message (self, *words):
    pass


def rows (window):
  """What the rows on screen say of themselves, headings too."""
  table = first (window.frame, 'list', 'Fields')
  children = [table.get_child_at_index (i) for i in range (table.get_child_count ())] if table is not None else []
  return [a11y.name (child) for child in children if child is not None and a11y.on_screen (child)]


def has_row (window, words):
  return any (words in row for row in rows (window))


def look_for (window, words):
  window.key ('ctrl+f')
  a11y.key ('ctrl+a')
  a11y.type_text (words)


@tap.test
def thousands_of_values_are_all_there_and_are_found ():
  server = http.server.ThreadingHTTPServer (('127.0.0.1', 0), Handler)
  threading.Thread (target=server.serve_forever, daemon=True).start ()
  with Window () as window:
    window.use_server ('http://127.0.0.1:%d/v1' % server.server_port)
    window.send ()
    window.facet ('Fields')
    window.until (lambda: rows (window)[1:2] and rows (window)[1].startswith ('Model. '), 'the table')
    assert first (window.frame, 'list', 'Fields').get_child_count () < 1000, 'only the rows near the screen exist'

    # One in the middle, which stands at the same place in each format, under its own path.
    look_for (window, 'w%d"' % (N_TOKENS // 2))
    window.until (lambda: has_row (window, 'Token. Completions: choices[0].logprobs.tokens[%d]' % (N_TOKENS // 2)), 'it')
    row = next (row for row in rows (window) if row.startswith ('Token. '))
    for path in ('choices[0].logprobs.content[%d].token', 'output[0].content[0].logprobs[%d].token'):
      assert path % (N_TOKENS // 2) in row, row
    # The last one of those that nobody publishes, by the path that is shown.
    look_for (window, 'unknown[%d]["last' % (N_TOKENS - 1))
    window.until (lambda: has_row (window, '["last one"] %d' % (N_TOKENS - 1)), 'the last one')
    tap.equal (rows (window)[0], 'Response · Not in the published API', 'the heading')
    tap.equal (len (rows (window)), 2, 'a heading and the row')
    window.key ('Escape')
    window.until (lambda: has_row (window, 'Model. '), 'everything again')

    window.mouse_click (window.find ('check box', 'Only differences'))
    window.until (lambda: rows (window) and not has_row (window, 'Stream. '), 'no row that is the same')
    window.mouse_click (window.find ('check box', 'Only differences'))
    window.until (lambda: has_row (window, 'Stream. '), 'everything again')

    # From the first to the last row, and back.
    table = first (window.frame, 'list', 'Fields')
    window.focus (next (child for child in (table.get_child_at_index (i) for i in range (table.get_child_count ()))
                        if a11y.name (child).startswith ('Model. ')))
    a11y.key ('End')
    window.until (lambda: has_row (window, 'unknown[%d].nothing' % (N_TOKENS - 1)), 'the last row')
    a11y.key ('Home')
    window.until (lambda: has_row (window, 'Model. '), 'the first row')
  server.shutdown ()


@tap.test
def a_baseline_is_what_the_others_are_held_against ():
  with Window () as window:
    window.send ()
    window.columns ()[2].menu ('Use as Baseline')
    window.facet ('Fields')
    window.until (lambda: has_row (window, 'Model. '), 'the table')
    assert window.says ('Responses (baseline)'), 'which column it is'
    box = window.find ('check box', 'Differences from the baseline')
    assert has_row (window, 'Stream. '), rows (window)
    window.mouse_click (box)
    window.until (lambda: rows (window) and not has_row (window, 'Stream. '), 'only what differs from Responses')
    assert has_row (window, 'User’s text. '), rows (window)
    # What only the first two have differs from it too; what none but they have, and agree in, is not the same.
    look_for (window, 'finish_reason')
    window.until (lambda: has_row (window, 'Responses: status "'), 'how it ended, beside the status')
    window.key ('Escape')

    window.facet ('Output')
    window.columns ()[2].menu ('No Longer Use as Baseline')
    window.facet ('Fields')
    window.until (lambda: has_row (window, 'Stream. '), 'everything, when there is no baseline any more')
    assert not window.says ('Responses (baseline)')
    assert not window.find_all ('check box', 'Differences from the baseline')


@tap.test
def a_place_in_a_document_leads_to_its_row ():
  with Window ('--facet', 'response') as window:
    window.send ()
    view = window.columns ()[1].view ('Response')
    text = window.until (lambda: '"usage"' in a11y.get_text (view) and a11y.get_text (view), 'the answer')
    window.focus (view)
    a11y.key ('ctrl+Home')
    window.until (lambda: view.get_text_iface ().get_caret_offset () == 0, 'the beginning')
    while view.get_text_iface ().get_caret_offset () <= text.index ('"prompt_tokens"') - 6:  # long lines are wrapped
      at = view.get_text_iface ().get_caret_offset ()
      a11y.key ('Down')
      window.until (lambda: view.get_text_iface ().get_caret_offset () > at, 'the next line')
    window.until (lambda: window.says ('Input tokens · '), 'what the place means')
    window.facet ('Fields')
    window.until (lambda: window.find_all ('text', 'Value of Chat Completions'), 'the values of the row')
    tap.equal (a11y.get_text (window.find ('text', 'Value of Responses')),
               a11y.get_text (window.find ('text', 'Value of Chat Completions')), 'the tokens of the others')
    assert window.says ('usage.input_tokens'), 'where Responses has them'
    # And from the row back to a place.
    window.facet ('Response')
    views = [column.view ('Response') for column in window.columns ()]
    window.key ('F7')
    view = window.until (lambda: next ((view for view in views if a11y.has_state (view, 'focused')), None), 'the focus in a column')
    at = view.get_text_iface ().get_caret_offset ()
    line = a11y.get_text (view)[at:].split ('\n')[0]
    assert line.startswith (('"prompt_tokens": ', '"input_tokens": ')), line


@tap.test
def the_table_is_opened_again_as_it_was ():
  with tempfile.TemporaryDirectory () as folder:
    path = os.path.join (folder, 'cats.triptych')
    with Window ('--facet', 'fields') as window:
      window.write ('Tell me of cats.')
      window.send ()
      look_for (window, 'tokens')
      window.until (lambda: has_row (window, 'Output tokens. '), 'the tokens')
      before = rows (window)
      window.key ('Escape')
      window.save (path)
    with Window (path) as window:
      window.until (lambda: window.columns ()[2].end ().startswith ('status: '), 'what was answered')
      window.facet ('Fields')
      window.until (lambda: has_row (window, 'Model. '), 'the table')
      look_for (window, 'tokens')
      window.until (lambda: has_row (window, 'Output tokens. '), 'the tokens')
      tap.equal (rows (window), before, 'the rows')


tap.run ()
