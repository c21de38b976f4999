# SPDX-License-Identifier: GPL-3.0-or-later
"""A column sends a body of its own, pasted or from a curl command, and other members beside the composed ones."""

import json

import a11y
import journey
import tap
from journey import Window

KEY = 'sk-CANARY-0123456789abcdef'


def open_dialog (window, column, item, title):
  column.menu (item)
  dialog = window.dialog (title)
  return dialog, window.until (lambda: journey.first (dialog, 'text', 'JSON'), 'the editor')


def use (window, dialog, title):
  a11y.click (window.until (lambda: journey.first (dialog, 'push button', 'Use',
                                                   lambda it: journey.has_click (it) and a11y.has_state (it, 'sensitive')), 'Use'))
  window.until (lambda: not any (a11y.name (each) == title for each in window.frames ()), title + ' to close')


@tap.test
def a_body_of_its_own_is_sent_byte_for_byte ():
  with Window ('--facet', 'request') as window:
    column, other = window.columns ()[1], window.columns ()[2]
    dialog, editor = open_dialog (window, column, 'Own Body…', 'Own Body')
    assert json.loads (a11y.get_text (editor))['messages'], 'one begins with the composed request'
    window.set_text (editor, '{"model": ')
    window.until (lambda: journey.first (dialog, 'label', lambda name: 'line 1, column' in name), 'what is wrong, and where')
    assert not a11y.has_state (journey.first (dialog, 'push button', 'Use'), 'sensitive')
    window.set_text (editor, '{ "model" : "practice-model", "messages": [{"role":"user","content":"Mine."}], "temperature": 1.0 }')
    use (window, dialog, 'Own Body')

    assert column.says ('own body · practice-model · Practice server'), column.labels ()
    window.until (lambda: '1.0' in column.text ('Request'), 'the body in the request')
    before = column.text ('Request')
    window.write ('Something else')
    window.until (lambda: 'Something else' in other.text ('Request'), 'the prompt in the others')
    tap.equal (column.text ('Request'), before, 'the prompt does not reach the column')
    window.send ()
    assert column.end ().startswith ('finish_reason'), column.end ()

    column.press ('Compose the request again, instead of the own body')
    window.until (lambda: column.says ('practice-model · Practice server') and not column.says ('own body'), 'the composed request')


@tap.test
def a_curl_command_is_read_and_its_key_is_nowhere_to_be_seen ():
  with Window () as window:
    column = window.columns ()[0]
    dialog, editor = open_dialog (window, column, 'Own Body…', 'Own Body')
    window.set_text (editor, "curl http://127.0.0.1:9/v1/responses -H 'Authorization: Bearer %s' -d '{\"input\":\"hi\"}' -o x.json" % KEY)
    # Nobody has to ask for it: with a key in it, a command is read at once, and does not come to stand in the editor.
    window.until (lambda: a11y.get_text (editor) == '{"input":"hi"}', 'the body of the command')
    window.until (lambda: journey.first (dialog, 'label', lambda name: 'is that of Responses' in name), 'the format')
    assert KEY not in a11y.dump (dialog)
    use (window, dialog, 'Own Body')
    window.until (lambda: window.titles ()[0] == 'Responses', 'the format of the URL')
    assert window.columns ()[0].says ('127.0.0.1:9'), window.columns ()[0].labels ()
    assert KEY not in window.dump ()


@tap.test
def other_members_stand_in_the_request ():
  with Window ('--facet', 'request') as window:
    column = window.columns ()[2]
    dialog, editor = open_dialog (window, column, 'Other Members…', 'Other Members')
    window.set_text (editor, '{"store": false, "metadata": {"a": "1"}}')
    preview = window.until (lambda: journey.first (dialog, 'text', 'Request'), 'the preview')
    window.until (lambda: '"store": false' in a11y.get_text (preview), 'the members in the preview')
    use (window, dialog, 'Other Members')
    window.until (lambda: json.loads (column.text ('Request')).get ('store') is False, 'the members in the request')
    window.send ()
    assert column.end ().startswith ('status'), column.end ()


tap.run ()
