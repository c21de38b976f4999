# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings and the conversation: what is set goes out as it was typed, what is wrong is not sent, and what a format cannot
say is said before sending."""

import json

import a11y
import journey
import tap
from journey import FIRST_PROMPT, Window


def requests (window):
  return [json.loads (column.text ('Request'), parse_float=str) for column in window.columns ()]


@tap.test
def what_is_set_goes_out_as_it_was_typed ():
  with Window ('--facet', 'request') as window:
    columns = window.columns ()
    with window.settings ():
      window.set ('Output limit', '64')
      window.set ('Temperature', '0.70')
      window.set ('Top p', '0.9')
    window.until (lambda: all ('"temperature": 0.70' in column.text ('Request') for column in columns), '0.70 in each')
    completions, chat, responses = requests (window)
    tap.equal ((completions['max_tokens'], completions['top_p']), (64, '0.9'), 'Completions')
    tap.equal ((chat['max_completion_tokens'], chat['top_p']), (64, '0.9'), 'Chat Completions')
    tap.equal ((responses['max_output_tokens'], responses['top_p']), (64, '0.9'), 'Responses')
    assert window.says ('Settings · 3')
    # What is left is what no setting says.
    tap.equal (window.gap_line (), 'Not asked the same: Responses takes “Store” as true where nothing is said, '
               'Chat Completions as false.', 'what is left to say')


@tap.test
def what_a_format_cannot_say_is_said_before_sending ():
  with Window () as window:
    with window.settings ():
      window.set ('Output limit', '64')
      window.set ('Seed', '7')
      window.set ('Stop sequences', 'moon\n\\n')
      window.set ('Presence penalty', '0.5')
    for subject in ('Seed (Responses)', 'Stop sequences (Responses)'):
      window.until (lambda: subject in window.gap_line (), '%s in the line above the columns' % subject)
    assert all (column.end () == '–' for column in window.columns ()), 'something was sent'
    completions, chat, responses = window.columns ()
    assert journey.first (responses.panel, 'push button', lambda name: 'asked differently' in name) is not None
    assert journey.first (chat.panel, 'push button', lambda name: 'asked differently' in name) is None

    window.send ()
    assert chat.text ().endswith ('goodnight to the '), chat.text ()
    assert responses.text ().endswith ('breathing.'), responses.text ()
    window.facet ('Request')
    completions, chat, responses = requests (window)
    tap.equal ((chat['seed'], chat['stop'], chat['presence_penalty']), (7, ['moon', '\n'], '0.5'), 'Chat Completions')
    tap.equal ((completions['seed'], completions['stop']), (7, ['moon', '\n']), 'Completions')
    assert not {'seed', 'stop', 'presence_penalty'} & set (responses), responses


@tap.test
def a_wrong_value_says_so_and_is_not_sent ():
  with Window () as window:
    with window.settings ():
      window.set ('Temperature', 'warm')
      message = window.until (lambda: journey.first (window.frame, 'label', lambda name: 'number' in name.lower ()), 'a word')
      assert a11y.on_screen (message)
    window.do ('win.send')
    tap.equal ('win.send' in window.actions (), True, 'nothing was sent')
    tap.equal ([column.end () for column in window.columns ()], ['–'] * 3, 'ends')
    window.until (lambda: journey.first (window.frame, 'text', 'Temperature', lambda it: a11y.has_state (it, 'focused')),
                  'the settings to open at the wrong value')
    window.set ('Temperature', '3')
    window.until (lambda: journey.first (window.frame, 'label', lambda name: '2' in name and 'number' in name.lower ()),
                  'the limits of a temperature')
    window.set ('Temperature', '1')
    window.until (lambda: not window.find_all ('label', lambda name: 'number' in name.lower ()), 'the words to go')
    window.key ('Escape')
    window.until (window.settings_closed, 'the settings to close')
    window.send ()
    tap.equal ([column.ended () for column in window.columns ()], [True] * 3, 'sent in the end')


@tap.test
def usage_that_was_not_asked_for_is_not_missed ():
  with Window () as window:
    with window.settings ():
      a11y.click (window.find ('check box', 'Ask for usage in streams'))
    window.send ()
    completions, chat, responses = window.columns ()
    for column in (completions, chat):
      assert column.tokens ().startswith ('Not asked for'), column.tokens ()
    assert 'output_tokens' in responses.tokens (), responses.tokens ()


@tap.test
def without_a_stream_the_answers_are_the_same ():
  with Window () as window:
    window.send ()
    streamed = [(column.text (), column.end (), column.tokens ()) for column in window.columns ()]
    with window.settings ():
      a11y.click (window.find ('check box', 'Stream'))
    window.send ()
    tap.equal ([(column.text (), column.end (), column.tokens ()) for column in window.columns ()], streamed, 'answers')


@tap.test
def a_conversation_is_written_turn_by_turn ():
  with Window ('--facet', 'request') as window:
    window.press ('Conversation')
    window.until (lambda: journey.first (window.frame, 'text', 'Instructions'), 'the instructions')
    window.set_text (journey.first (window.frame, 'text', 'Instructions'), 'Be brief.')
    window.press ('Add a turn')
    window.until (lambda: journey.first (window.frame, 'text', 'Earlier turn'), 'a turn')
    window.set_text (journey.first (window.frame, 'text', 'Earlier turn'), 'Hello?')
    window.press ('Add a turn')
    turns = window.until (lambda: [each for each in window.find_all ('text', 'Earlier turn')][1:], 'a second turn')
    window.set_text (turns[0], 'Hello!')
    expected = [{'role': 'system', 'content': 'Be brief.'}, {'role': 'user', 'content': 'Hello?'},
                {'role': 'assistant', 'content': 'Hello!'}, {'role': 'user', 'content': FIRST_PROMPT}]
    window.until (lambda: requests (window)[1].get ('messages') == expected, 'the messages of Chat Completions')
    completions, _, responses = requests (window)
    tap.equal (responses['instructions'], 'Be brief.', 'instructions of Responses')
    tap.equal ([item['role'] for item in responses['input']], ['user', 'assistant', 'user'], 'input of Responses')
    assert 'Turns (Completions)' in window.gap_line (), window.gap_line ()
    assert 'Hello?' in completions['prompt'] and 'Be brief.' in completions['prompt']
    a11y.click (window.until (lambda: journey.first (window.frame, 'push button', 'Remove this turn', journey.has_click), 'remove'))
    window.until (lambda: len (requests (window)[1]['messages']) == 3, 'one turn less')


tap.run ()
