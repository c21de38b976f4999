# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of an answer: read as Markdown and back, for all columns, and compared with another column's."""

import a11y
import journey
import tap
from journey import Window

PROMPT = 'Say **bold** and `code`.'


@tap.test
def one_switch_reads_all_answers_as_markdown ():
  with Window () as window:
    window.write (PROMPT)
    window.send ()
    chat, responses = window.columns ()[1:]
    plain = chat.text ()
    assert PROMPT in plain, plain
    window.press ('Markdown')
    for column in (chat, responses):
      window.until (lambda: 'Say bold and code.' in column.text (), 'rendered text in ' + column.title ())
    window.facet ('Events')
    assert journey.first (window.frame, 'push button', 'Markdown') is None, 'a switch where it does nothing'
    window.facet ('Output')
    window.press ('Markdown')
    window.until (lambda: chat.text () == plain, 'the text as it came')


@tap.test
def while_it_streams_the_text_is_plain ():
  with Window (pace_us=20000) as window:
    window.press ('Markdown')
    window.write (PROMPT)
    window.do ('win.send')
    chat = window.columns ()[1]
    window.until (lambda: '**bold**' in chat.text () or not window.running (), 'plain text while it runs')
    window.end_of_all ()
    window.until (lambda: 'Say bold and code.' in chat.text (), 'rendered text at the end')


@tap.test
def the_text_is_compared_with_another_column ():
  with Window () as window:
    window.send ()
    completions, chat, responses = window.columns ()
    own = chat.text ()
    chat.menu ('Compare Text With')
    a11y.click (window.until (
      lambda: journey.first (chat.panel, 'menu item', lambda name: name.startswith ('1: Completions'), journey.has_click), 'the columns'))
    window.until (lambda: chat.says ('Compared with Completions'), 'the words above')
    assert chat.text ().replace (' ', '').startswith (completions.text ().replace (' ', '')[:40]), chat.text ()
    chat.press ('Show the text alone again')
    window.until (lambda: not chat.says ('Compared with'), 'the words to go')
    tap.equal (chat.text (), own, 'the text alone')


tap.run ()
