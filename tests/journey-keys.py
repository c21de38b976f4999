# SPDX-License-Identifier: GPL-3.0-or-later
"""The key of a command that is pasted is nowhere to be seen, and nowhere to be found: neither by the ear of a screen
reader, nor in files, nor in what the program says."""

import json
import os

from gi.repository import GLib

import a11y
import journey
import tap
from journey import Practice, Window

KEY = 'sk-CANARY-0123456789abcdef'
COOKIE = 'CANARY-cookie-0123456789'
MEMBER = 'CANARY-member-0123456789'
BODY = {'model': 'practice-model', 'messages': [{'role': 'user', 'content': 'Hello'}]}


def command (base_url):
  return ("curl '%s/chat/completions?api-key=%s' -H \"Authorization: Bearer %s\" -H 'Cookie: session=%s' -d '%s'"
          % (base_url, MEMBER, KEY, COOKIE, json.dumps (BODY)))


def texts (window):
  """All that the accessibility bus tells of the window: names, descriptions and texts."""
  said = []
  for each in a11y.walk (window.root ()):
    said += [each.get_name () or '', each.get_description () or '']
    if each.get_text_iface () is not None:
      said.append (a11y.get_text (each))
  return '\n'.join (said)


def assert_hidden (words, where):
  for secret in (KEY, COOKIE, MEMBER):
    assert secret not in words and secret[:12] not in words, '%s in %s' % (secret, where)


def files_below (folder):
  for at, _, names in os.walk (folder):
    for name in names:
      with open (os.path.join (at, name), 'rb') as file:
        yield os.path.join (at, name), file.read ().decode ('utf-8', 'replace')


def open_page (window):
  window.activate (journey.APP_ID, 'win.page', GLib.Variant ('s', 'migrate'))
  return window.until (lambda: journey.first (window.frame, 'text', 'Original'), 'the original')


@tap.test
def a_key_that_is_pasted_is_left_out ():
  with Window () as window:
    # The clipboard is filled by typing elsewhere; the draft of that prompt is another matter.
    window.write (command ('http://127.0.0.1:9/v1'))
    window.focus (window.prompt)
    window.key ('ctrl+a', 'ctrl+x')
    editor = open_page (window)
    window.focus (editor)
    window.key ('ctrl+v')
    window.until (lambda: window.says ('The key in the command was left out.'), 'what was left out')
    window.until (lambda: 'Bearer **************************' in a11y.get_text (editor), 'the command, masked')
    window.until (lambda: 'Hello' in a11y.get_text (journey.first (window.frame, 'text', 'Result')), 'the result')
    assert_hidden (texts (window), 'the window')
    for keys in (('ctrl+z',), ('ctrl+z',), ('ctrl+shift+z',), ('ctrl+shift+z',)):
      window.key (*keys)
      assert_hidden (texts (window), 'the window after ' + keys[0])


@tap.test
def the_key_is_used_in_memory_if_that_is_wanted ():
  with Practice () as practice, Window () as window:
    editor = open_page (window)
    window.set_text (editor, command (practice.base_url))
    use = window.until (lambda: journey.first (window.frame, 'check box', lambda name: 'with the key of the command' in name), 'the offer')
    assert practice.base_url in a11y.name (use) and not a11y.has_state (use, 'checked')
    window.mouse_click (use)
    window.until (lambda: a11y.has_state (use, 'checked'), 'the offer to be taken')
    a11y.click (window.until (lambda: journey.first (window.frame, 'push button', 'Open in Compare',
                                                     lambda it: a11y.has_state (it, 'sensitive')), 'Open in Compare'))
    other = window.until (lambda: window.others ()[0] if window.others () else None, 'another window')
    first = window.until (lambda: window.columns (other)[0], 'its columns')
    window.until (lambda: first.says (practice.base_url), 'the server of the command')
    window.do ('win.send', other)
    window.until (lambda: 'win.send' in window.actions (other), 'the answers')
    window.until (lambda: first.times ().startswith ('200'), 'an answer')
    window.do ('window.close', other)
    assert_hidden (texts (window), 'the window')
    for path, text in files_below (window.state.name):
      assert_hidden (text, path)
    window.words.seek (0)
    assert_hidden (window.words.read (), 'what the program said')


tap.run ()
