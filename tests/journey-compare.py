# SPDX-License-Identifier: GPL-3.0-or-later
"""The first five minutes: the window opens, the prompt is sent, the answers come at the same time and end each in its own
words; then the samples, one after the other."""

import re

import a11y
import journey
import tap
from journey import FIRST_PROMPT, FORMATS, Window

SAMPLES = {
  'Bedtime story': 'The pair of the migration guide.',
  'Once upon a time': 'A text to be continued, with a limit of 100 tokens.',
  'World Series': 'A conversation with instructions and earlier turns.',
  'Fine-tuning row': 'A row of a fine-tuning set',
}

NUMBERS = re.compile (r'[a-z_]+ \d+')


def names (column):
  """The names in the line of tokens, without the numbers."""
  return [each.split ()[0] for each in NUMBERS.findall (column.tokens ())]


@tap.test
def the_first_window_is_ready ():
  with Window () as window:
    tap.equal (window.get_text (window.prompt), FIRST_PROMPT, 'the prompt')
    columns = window.columns ()
    tap.equal ([column.title () for column in columns], list (FORMATS), 'columns')
    for column in columns:
      assert column.says ('practice-model · Practice server'), column.labels ()
      tap.equal ((column.end (), column.tokens (), column.times ()), ('–', '–', '–'), column.title () + ' before sending')
      assert column.says ('Press Send, and the answer appears here.')
      assert not column.running () and not column.ended ()
      assert '' not in column.labels (), 'a label without text in %s' % column.title ()
    tap.equal (window.gap_line (), 'Not asked the same: Output limit (Completions), Store (Responses)', 'what is not the same')
    window.until (lambda: a11y.has_state (window.prompt, 'focused'), 'the prompt to have the focus')
    assert 'win.send' in window.actions () and 'win.stop' not in window.actions ()


@tap.test
def ctrl_enter_sends_and_each_answer_ends_in_its_own_words ():
  with Window () as window:
    columns = window.columns ()
    window.key ('ctrl+Return')
    window.until (lambda: all (column.ended () for column in columns), 'three ends')
    completions, chat, responses = columns

    tap.equal ([column.end () for column in columns],
               ['finish_reason: length', 'finish_reason: stop', 'status: completed'], 'ends')
    tap.equal (names (completions), ['prompt_tokens', 'completion_tokens', 'total_tokens'], 'tokens of Completions')
    tap.equal (names (chat), ['prompt_tokens', 'completion_tokens', 'total_tokens'], 'tokens of Chat Completions')
    tap.equal (names (responses), ['input_tokens', 'output_tokens', 'total_tokens'], 'tokens of Responses')
    assert 'completion_tokens 16 ' in completions.tokens () + ' ', completions.tokens ()
    for column in columns:
      assert re.search (r'200 OK .*first byte .*first text .*total ', column.times ()), column.times ()

    text = chat.text ()
    assert text.startswith ('[practice server] '), text
    assert text.endswith ('breathing.'), text
    tap.equal (responses.text (), text, 'Responses says what Chat Completions says')
    cut = completions.text ()
    assert text.startswith (cut) and 0 < len (cut) < len (text), cut
    assert completions.says ('Cut after 16 tokens: the default of Completions when no output limit is set.')
    assert chat.says ('Ended by itself.') and responses.says ('Ended by itself.')


@tap.test
def the_answers_come_at_the_same_time_and_send_is_stop_meanwhile ():
  with Window (pace_us=300000) as window:
    columns = window.columns ()
    window.do ('win.send')
    tap.equal ((window.running (), 'win.send' in window.actions ()), (True, False), 'stop instead of send')
    assert a11y.has_state (window.button ('Stop'), 'sensitive')

    views = [column.view () for column in columns]
    partial = window.until (lambda: [text for text in map (a11y.get_text, views) if len (text) > 20]
                            if all (len (a11y.get_text (view)) > 20 for view in views) else None, 'text in all columns')
    assert all (column.running () for column in columns), 'not all run while all have text'
    tap.equal (len (partial), 3, 'columns with a part of the text')
    assert not any (text.endswith ('breathing.') for text in partial), partial
    assert all (column.end () == 'Receiving…' and 'so far' in column.times () for column in columns)

    window.press ('Stop')
    window.end_of_all ()
    assert 'win.stop' not in window.actions ()
    assert a11y.has_state (window.button ('Send'), 'sensitive')


@tap.test
def an_empty_prompt_is_said_to_be_empty_and_not_sent ():
  with Window () as window:
    window.write ('')
    assert window.says ('Write a prompt for all columns')
    window.do ('win.send')
    assert 'win.send' in window.actions (), 'it was sent'
    tap.equal ([column.end () for column in window.columns ()], ['–'] * 3, 'ends')
    window.write ('Hello')
    window.send ()
    tap.equal ([column.ended () for column in window.columns ()], [True] * 3, 'ended')


@tap.test
def an_edited_prompt_marks_the_answers_as_earlier_ones ():
  with Window () as window:
    earlier = 'earlier'
    window.send ()
    assert not window.find_all ('label', lambda name: earlier in name)
    window.write ('Another prompt')
    window.find ('label', lambda name: earlier in name)
    window.send ()
    window.until (lambda: not window.find_all ('label', lambda name: earlier in name), 'the mark to go')
    for column in window.columns ()[1:]:  # Completions is cut before it comes to that
      assert 'Another prompt' in column.text (), column.text ()


@tap.test
def every_sample_of_the_menu_says_what_to_look_for_and_why_it_ended ():
  ends = {
    'Bedtime story': ['finish_reason: length', 'finish_reason: stop', 'status: completed'],
    'Once upon a time': ['finish_reason: length', 'finish_reason: length',
                         'status: incomplete · incomplete_details.reason: max_output_tokens'],
    'World Series': ['finish_reason: stop', 'finish_reason: stop', 'status: completed'],
    'Fine-tuning row': ['finish_reason: length', 'finish_reason: stop', 'status: completed'],
  }
  with Window () as window:
    columns = window.columns ()
    window.press ('Samples')
    window.find ('menu item', 'Fine-tuning row')
    tap.equal ([a11y.name (item) for item in window.find_all ('menu item')], list (SAMPLES), 'samples in the menu')
    window.key ('Escape')

    for title, look_for in SAMPLES.items ():
      window.choose ('Samples', title)
      window.find ('label', lambda name: name.startswith (look_for))
      window.send ()
      got = [column.end () for column in columns]
      for column, end in zip (columns, got):
        why = 'Ended by itself' if end.endswith (('stop', 'completed')) else 'Cut a'  # after so many tokens, or at a limit
        assert column.says (why), '%s, %s: %s does not say "%s": %s' % (title, column.title (), end, why, column.labels ())
      if title != 'Fine-tuning row':
        tap.equal (got, ends[title], title)


@tap.test
def a_sample_never_replaces_a_draft ():
  with Window () as window:
    window.focus (window.prompt)
    a11y.key ('End')
    a11y.type_text (' Mine.')
    window.until (lambda: window.get_text (window.prompt).endswith ('Mine.'), 'the typed words')
    window.choose ('Samples', 'World Series')
    other = window.until (window.others, 'a second window')[0]
    assert window.get_text (window.prompt).endswith ('Mine.')
    tap.equal (window.get_text (window.find ('text', 'Prompt', root=other)), 'Where was it played?', 'the other window')


tap.run ()
