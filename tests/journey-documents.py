# SPDX-License-Identifier: GPL-3.0-or-later
"""A window as a document: its text size, what is undone when a column was removed, and when closing asks."""

import tempfile

import a11y
import journey
import tap
from journey import FORMATS, Window


def zoom (window):
  """What the main menu says of it."""
  window.key ('F10')
  button = window.until (lambda: journey.first (window.frame, 'push button', lambda name: name.endswith ('%'), journey.has_click),
                         'the zoom in the menu')
  name = a11y.name (button)
  a11y.key ('Escape')
  window.until (lambda: journey.first (window.frame, 'push button', lambda name: name.endswith ('%')) is None, 'the menu to close')
  return name


def question (window, heading):
  return window.until (lambda: next ((each for each in window.frames () if each != window.frame
                                      and journey.first (each, 'label', heading)), None), 'the question')


def answer (window, asked, button):
  a11y.click (window.until (lambda: journey.first (asked, 'push button', button, journey.has_click), button))


@tap.test
def text_grows_by_keys_and_by_the_menu_and_is_remembered ():
  with tempfile.TemporaryDirectory () as folder:
    env = {'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': folder}
    with Window (env=env) as window:
      window.until (lambda: a11y.has_state (window.prompt, 'focused'), 'focus on the prompt')
      height = a11y.extents (window.prompt).height
      a11y.key (*['ctrl+plus'] * 8)
      window.until (lambda: zoom (window) == '300%', 'the largest text')
      window.until (lambda: a11y.extents (window.prompt).height > height, 'the prompt to grow')
      a11y.key ('ctrl+0')
      window.until (lambda: zoom (window) == '100%', 'ordinary text')
      a11y.key ('ctrl+KP_Subtract', 'ctrl+minus')
      window.until (lambda: zoom (window) == '80%', 'smaller text')
      a11y.key ('ctrl+KP_Add')
      window.until (lambda: zoom (window) == '90%', 'larger text')
    with Window (env=env) as window:
      tap.equal (zoom (window), '90%', 'what was remembered')


@tap.test
def a_removed_column_comes_back_with_its_answer ():
  with Window () as window:
    window.send ()
    answer = window.columns ()[1].text ()
    window.columns ()[1].menu ('Remove')
    window.until (lambda: window.titles () == ['Completions', 'Responses'], 'one column less')
    a11y.click (window.until (lambda: journey.first (window.frame, 'push button', lambda name: name.strip ('_') == 'Undo',
                                                     journey.has_click), 'the offer to undo it'))
    window.until (lambda: window.titles () == list (FORMATS), 'the column at its place')
    tap.equal (window.columns ()[1].text (), answer, 'its answer')
    tap.equal (window.columns ()[1].end (), 'finish_reason: stop', 'how it ended')
    window.send ()


@tap.test
def closing_asks_only_while_something_runs ():
  with Window (pace_us=300000) as window:
    window.do ('win.send')
    window.key ('ctrl+w')
    asked = question (window, 'Close While Answers Are Coming?')
    answer (window, asked, 'Cancel')
    window.until (lambda: not window.others (), 'the question to go')
    assert window.running ()
    window.key ('ctrl+q')
    asked = question (window, 'Quit While Answers Are Coming?')
    answer (window, asked, 'Cancel')
    window.until (lambda: not window.others (), 'the question to go')
    window.key ('ctrl+w')
    answer (window, question (window, 'Close While Answers Are Coming?'), 'Stop and Close')
    tap.equal (window.wait_end (journey.LONG), 0, 'the end')
  with Window () as window:
    window.send ()
    window.key ('ctrl+w')
    tap.equal (window.wait_end (journey.LONG), 0, 'the end without a question')


@tap.test
def help_is_one_key_away_and_turns_its_pages ():
  with Window () as window:
    window.until (lambda: a11y.has_state (window.prompt, 'focused'), 'focus on the prompt')
    a11y.key ('F1')
    pages = window.dialog ('Help')
    for title in FORMATS:
      window.until (lambda: journey.first (pages, 'label', title), title)
    for page, words in (('Why Answers End', 'It was cut'), ('Practice Server', 'It is no model'), ('Keyboard', 'Send and stop')):
      a11y.click (window.until (lambda: journey.first (pages, 'push button', page, journey.has_click), page))
      window.until (lambda: journey.first (pages, 'label', words), words)
    a11y.key ('Escape')
    window.until (lambda: not window.others (), 'the help to close')


@tap.test
def preferences_hold_at_once_and_are_remembered ():
  with tempfile.TemporaryDirectory () as folder:
    env = {'GSETTINGS_BACKEND': 'keyfile', 'XDG_CONFIG_HOME': folder}
    with Window ('--facet', 'request', env=env) as window:
      window.until (lambda: a11y.has_state (window.prompt, 'focused'), 'focus on the prompt')
      a11y.key ('ctrl+comma')
      preferences = window.dialog ('Preferences')
      wrap = window.until (lambda: journey.first (preferences, None, 'Wrap lines of JSON', lambda it: 'toggle' in a11y._actions (it)),
                           'the switch')
      a11y.click (wrap, 'toggle')
      window.until (lambda: not a11y.has_state (wrap, 'checked'), 'the switch to go over')
      a11y.key ('Escape')
      window.until (lambda: not window.others (), 'the preferences to close')
    with Window (env=env) as window:
      window.until (lambda: a11y.has_state (window.prompt, 'focused'), 'focus on the prompt')
      a11y.key ('ctrl+comma')
      preferences = window.dialog ('Preferences')
      wrap = window.until (lambda: journey.first (preferences, None, 'Wrap lines of JSON', lambda it: 'toggle' in a11y._actions (it)),
                           'the switch')
      assert not a11y.has_state (wrap, 'checked'), 'the switch was forgotten'


tap.run ()
