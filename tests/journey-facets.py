# SPDX-License-Identifier: GPL-3.0-or-later
"""Output, Request, Response and Events: one choice for all columns, by click and by keyboard, and each is what it says."""

import json

import a11y
import journey
import tap
from journey import FIRST_PROMPT, Window

PATHS = ('/v1/completions', '/v1/chat/completions', '/v1/responses')


def facet_of (window):
  return [name for name in ('Output', 'Request', 'Response', 'Events')
          if a11y.has_state (window.button (name), 'pressed')]


def selection (view):
  got = a11y.Atspi.Text.get_selection (view.get_text_iface (), 0)
  return got.start_offset, got.end_offset


@tap.test
def one_facet_serves_all_columns_by_click_and_by_keyboard ():
  with Window () as window:
    window.send ()
    columns = window.columns ()
    tap.equal (facet_of (window), ['Output'], 'the first facet')
    for name in ('Request', 'Response', 'Events', 'Output'):
      window.press (name)
      window.until (lambda: facet_of (window) == [name], name + ' by click')
      for column in columns:
        assert column.rows () if name == 'Events' else column.text (name), '%s of %s' % (name, column.title ())
    for number, name in ((2, 'Request'), (3, 'Response'), (4, 'Events'), (1, 'Output')):
      for modifier in ('ctrl', 'alt'):
        window.key ('%s+%d' % (modifier, number))
        window.until (lambda: facet_of (window) == [name], '%s by %s+%d' % (name, modifier, number))


@tap.test
def the_request_is_what_would_go_out_and_follows_the_typing ():
  with Window () as window:
    window.facet ('Request')
    columns = window.columns ()
    views = [column.view ('Request') for column in columns]
    read = lambda: [json.loads (a11y.get_text (view)) for view in views]
    completions, chat, responses = read ()
    tap.equal (completions['prompt'], FIRST_PROMPT, 'prompt of Completions')
    tap.equal (chat['messages'], [{'role': 'user', 'content': FIRST_PROMPT}], 'messages of Chat Completions')
    tap.equal (responses['input'], FIRST_PROMPT, 'input of Responses')
    assert all (request['model'] == 'practice-model' and request['stream'] is True for request in read ())
    assert 'include_usage' in completions['stream_options'] and 'include_usage' in chat['stream_options']

    window.focus (views[0])
    a11y.key ('ctrl+Home', *['Right'] * 2, *['shift+Right'] * 7)
    window.until (lambda: selection (views[0]) == (2, 9), 'the selection')
    window.focus (window.prompt)
    a11y.key ('ctrl+End')
    a11y.type_text (' And "apples".')
    typed = FIRST_PROMPT + ' And "apples".'
    asked = lambda: [r.get ('prompt') or r.get ('input') or r['messages'][0]['content'] for r in read ()]
    window.until (lambda: asked () == [typed] * 3, 'the requests to follow')
    tap.equal (selection (views[0]), (2, 9), 'the selection while others type')


@tap.test
def after_an_edit_both_the_sent_and_the_next_request_can_be_seen ():
  with Window () as window:
    window.facet ('Request')
    window.send ()
    column = window.columns ()[1]
    content = lambda: json.loads (column.text ('Request'))['messages'][0]['content']
    assert not window.find_all ('push button', 'Sent'), 'a choice where there is nothing to choose'
    assert column.says ('POST http://127.0.0.1:') and column.says ('/v1/chat/completions')
    window.write ('What comes next?')
    column.button ('Sent')
    window.until (lambda: content () == 'What comes next?', 'the next request')
    column.press ('Sent')
    window.until (lambda: content () == FIRST_PROMPT, 'the sent request')
    column.press ('Next')
    window.until (lambda: content () == 'What comes next?', 'the next request again')
    window.send ()
    window.until (lambda: not window.find_all ('push button', 'Sent'), 'nothing to choose again')
    tap.equal (content (), 'What comes next?', 'what was sent')


@tap.test
def the_response_is_the_assembled_document_with_its_status_and_headers ():
  with Window () as window:
    window.send ()
    columns = window.columns ()
    text = columns[1].text ()
    window.facet ('Response')
    completions, chat, responses = [json.loads (column.text ('Response')) for column in columns]
    tap.equal (completions['object'], 'text_completion', 'object of Completions')
    tap.equal (completions['choices'][0]['finish_reason'], 'length', 'its end')
    tap.equal (chat['object'], 'chat.completion', 'object of Chat Completions')
    tap.equal (chat['choices'][0]['message'], dict (chat['choices'][0]['message'], role='assistant', content=text), 'message')
    tap.equal ((responses['object'], responses['status']), ('response', 'completed'), 'Responses')
    tap.equal (responses['output'][0]['content'][0]['text'], text, 'its text')
    for column in columns:
      assert column.says ('HTTP/1.1 200 OK'), column.labels ()
      assert column.says ('Assembled from '), column.labels ()
      assert column.button ('Copy the exact bytes')


@tap.test
def the_exact_bytes_go_to_the_clipboard ():
  with Window () as window:
    window.facet ('Request')
    column = window.columns ()[2]
    shown = json.loads (column.text ('Request'))
    window.mouse_click (column.button ('Copy the exact bytes'))
    window.focus (window.prompt)
    a11y.key ('ctrl+a', 'ctrl+v')
    pasted = window.until (lambda: '{' in window.get_text (window.prompt) and window.get_text (window.prompt), 'the bytes')
    tap.equal (json.loads (pasted), shown, 'what was copied')


@tap.test
def each_event_has_a_time_a_name_and_data ():
  with Window () as window:
    window.send ()
    window.facet ('Events')
    completions, chat, responses = window.columns ()
    tap.equal ({row[1] for row in completions.events ()}, {'text_completion'}, 'events of Completions')
    tap.equal ({row[1] for row in chat.events ()}, {'chat.completion.chunk'}, 'events of Chat Completions')
    tap.equal ([row[1] for row in responses.events ()][:2], ['response.created', 'response.in_progress'], 'of Responses')
    for row in completions.events () + chat.events () + responses.events ():
      assert len (row) == 3 and row[0].endswith (('ms', 's', 'µs')) and row[2].endswith ('B'), row

    window.mouse_click (responses.rows ()[0])
    data = json.loads (window.until (lambda: responses.text ('Data of the event'), 'the data'))
    tap.equal ((data['type'], data['response']['status']), ('response.created', 'in_progress'), 'its data')
    a11y.key ('Down', 'Down')
    window.until (lambda: json.loads (responses.text ('Data of the event'))['type'] == 'response.output_item.added',
                  'the third event by keyboard')


@tap.test
def without_a_stream_there_are_no_events_and_the_response_is_as_it_came ():
  with Window () as window:
    with window.settings ():
      a11y.click (window.find ('check box', 'Stream'))
    window.send ()
    window.facet ('Events')
    for column in window.columns ():
      assert column.says ('The answer came in one piece, so there are no events.'), column.labels ()
    window.facet ('Response')
    for column in window.columns ():
      assert json.loads (column.text ('Response'))['model'] == 'practice-model'
      assert not column.says ('Assembled')
    window.facet ('Request')
    for column in window.columns ():
      assert not json.loads (column.text ('Request')).get ('stream')


tap.run ()
