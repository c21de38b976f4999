# SPDX-License-Identifier: GPL-3.0-or-later
"""Without a mouse: everything is reached with Tab and with the shortcuts that the window lists."""

import a11y
import journey
import tap
from journey import FIRST_PROMPT, Window


def focused (window, frame=None):
  """What has the focus, or None."""
  for each in a11y.walk (frame or window.frame):
    try:
      if a11y.has_state (each, 'focused') and a11y.on_screen (each):
        return each
    except journey.GLib.Error:
      continue
  return None


def says (accessible):
  """Its name, or that of the named thing that it is the inside of: the button in a drop-down has none of its own."""
  while accessible is not None and a11y.role (accessible) != 'application':
    name = a11y.name (accessible)
    if name and not name.startswith (('Gtk', 'Adw', 'Tri')):
      return name
    accessible = accessible.get_parent ()
  return ''


def column_of (window, accessible):
  """The position of the column that holds an accessible, or −1."""
  panels = [column.panel for column in window.columns ()]
  while accessible is not None and a11y.role (accessible) != 'application':
    if accessible in panels:
      return panels.index (accessible)
    accessible = accessible.get_parent ()
  return -1


@tap.test
def tab_reaches_every_control_and_comes_round ():
  with Window () as window:
    window.until (lambda: a11y.has_state (window.prompt, 'focused'), 'focus on the prompt')
    reached, at = [], window.prompt
    for _ in range (60):
      a11y.key ('Tab')
      before = at
      at = window.until (lambda: focused (window) not in (None, before) and focused (window), 'the focus to move on')
      reached.append ((says (at), column_of (window, at)))
      if at == window.prompt:
        break
    tap.note (' → '.join ('%s' % name for name, _ in reached))
    tap.equal (reached[-1][0], 'Prompt', 'where it came round to')
    names = {name for name, _ in reached}
    for wanted in ('Conversation', 'Settings', 'Send', 'Output', 'Add a column', 'Samples', 'Main menu'):
      assert wanted in names, '%s is not reached, only: %s' % (wanted, ', '.join (sorted (names)))
    assert '' not in names, 'something without a name is reached'
    for column in range (3):
      for wanted in (journey.FORMATS[column], 'Column menu, ' + journey.FORMATS[column]):
        assert (wanted, column) in reached, '%s of column %d is not reached' % (wanted, column)


@tap.test
def an_answer_is_asked_for_searched_and_left_without_a_mouse ():
  with Window () as window:
    window.until (lambda: a11y.has_state (window.prompt, 'focused'), 'focus on the prompt')
    a11y.key ('ctrl+a')
    a11y.type_text ('keyboard only')
    a11y.key ('ctrl+Return')
    window.until (lambda: all (column.ended () for column in window.columns ()), 'three answers')
    a11y.key ('ctrl+3', 'ctrl+f')
    entry = window.until (lambda: journey.first (window.frame, 'entry', 'Search all columns')
                          or journey.first (window.frame, 'text', 'Search all columns'), 'the search')
    a11y.type_text ('finish_reason')
    view = window.columns ()[0].view ('Response')
    def found ():
      if a11y.Atspi.Text.get_n_selections (view) == 0:
        return False
      got = a11y.Atspi.Text.get_selection (view, 0)
      return a11y.get_text (view)[got.start_offset:got.end_offset] == 'finish_reason'
    a11y.key ('Return')
    window.until (found, 'the first match to be selected')
    window.until (lambda: entry.get_description () == 'Match 1 of 2', 'its number')
    a11y.key ('Escape')
    window.until (lambda: focused (window) not in (None, entry), 'the search to close')
    a11y.key ('ctrl+l')
    window.until (lambda: a11y.has_state (window.prompt, 'focused'), 'focus on the prompt again')


@tap.test
def f6_goes_from_column_to_column ():
  with Window () as window:
    window.until (lambda: a11y.has_state (window.prompt, 'focused'), 'focus on the prompt')
    for place in (0, 1, 2, 0):
      a11y.key ('F6')
      window.until (lambda: column_of (window, focused (window)) == place, 'column %d' % place)
    a11y.key ('shift+F6')
    window.until (lambda: column_of (window, focused (window)) == 2, 'the column before the first')


@tap.test
def f10_opens_the_menu_and_the_menu_opens_everything_else ():
  with Window () as window:
    window.until (lambda: a11y.has_state (window.prompt, 'focused'), 'focus on the prompt')
    a11y.key ('F10')
    window.until (lambda: a11y.role (focused (window)) == 'menu item', 'the menu')
    # The pointer may rest on an item, which is then where the keys begin.
    for _ in range (20):
      if a11y.name (focused (window)).startswith ('About'):
        break
      a11y.key ('Up')
    a11y.key ('Return')
    about = window.until (window.others, 'the about window')[0]
    window.until (lambda: journey.first (about, 'label', lambda name: name == 'Triptych'), 'the name of the program')
    a11y.key ('Escape')
    window.until (lambda: not window.others (), 'the about window to close')
    a11y.key ('ctrl+question')
    shortcuts = window.until (window.others, 'the shortcuts window')[0]
    for words in ('Send to all columns', 'Stop all columns', 'Go to the prompt', 'Request', 'Events'):
      window.until (lambda: journey.first (shortcuts, 'label', words), 'shortcut "%s"' % words)
    a11y.key ('Escape')
    window.until (lambda: not window.others (), 'the shortcuts window to close')


@tap.test
def a_second_window_has_its_own_draft_and_closes_alone ():
  with Window () as window:
    window.until (lambda: a11y.has_state (window.prompt, 'focused'), 'focus on the prompt')
    a11y.key ('ctrl+a')
    a11y.type_text ('first draft')
    window.until (lambda: window.get_text (window.prompt) == 'first draft', 'the draft')
    a11y.key ('ctrl+n')
    other = window.until (window.others, 'a second window')[0]
    prompt = window.until (lambda: journey.first (other, 'text', 'Prompt'), 'its prompt')
    tap.equal (window.get_text (prompt), FIRST_PROMPT, 'its own draft')
    tap.equal (window.get_text (window.prompt), 'first draft', 'the first draft')
    number = window.until (lambda: len (window.windows ()) > 1 and window.windows ()[-1], 'its place on the screen')
    a11y._xdotool ('windowfocus', '--sync', number)
    a11y.key ('ctrl+w')
    window.until (lambda: not window.others (), 'the second window to close')
    tap.equal (window.get_text (window.prompt), 'first draft', 'the first draft, still')
    window.key ('ctrl+w')
    tap.equal (window.wait_end (journey.LONG), 0, 'the end with the last window')


@tap.test
def settings_and_menus_are_worked_by_keys ():
  with Window () as window:
    window.until (lambda: a11y.has_state (window.prompt, 'focused'), 'focus on the prompt')
    a11y.key ('Tab', 'Tab', 'space')
    window.until (lambda: focused (window) is not None and a11y.name (focused (window)) == 'Output limit', 'the settings')
    a11y.type_text ('5')
    a11y.key ('Tab')
    window.until (lambda: a11y.name (focused (window)) == 'Temperature', 'the next setting')
    a11y.key ('Escape')
    window.until (lambda: window.says ('Settings · 1'), 'the number of settings')
    a11y.key ('ctrl+Return')
    window.until (lambda: all (column.ended () for column in window.columns ()), 'three answers')
    assert 'completion_tokens 5 ' in window.columns ()[0].tokens () + ' ', window.columns ()[0].tokens ()


@tap.test
def keys_still_work_after_an_item_of_a_menu_in_a_menu ():
  with Window () as window:
    window.send ()
    window.columns ()[0].menu ('Compare Text With')
    a11y.click (window.until (lambda: journey.first (window.frame, 'menu item', lambda name: name.startswith ('2: ')), 'the columns'))
    window.until (lambda: window.columns ()[0].says ('Compared with Chat Completions'), 'the comparison')
    window.key ('ctrl+4')
    window.until (lambda: a11y.has_state (window.button ('Events'), 'pressed'), 'the events')


@tap.test
def the_focus_stays_where_a_button_takes_the_place_of_another ():
  with Window (pace_us=100000) as window:
    def focus_comes (name):
      window.until (lambda: focused (window) is not None and says (focused (window)) == name, 'focus on ' + name)

    focus_comes ('Prompt')
    a11y.key ('Tab', 'Tab', 'Tab')
    focus_comes ('Send')
    a11y.key ('space')
    focus_comes ('Stop')
    window.end_of_all ()
    focus_comes ('Send')
    a11y.key ('F6', 'Tab', 'Tab')
    focus_comes ('Retry this column, Completions')
    a11y.key ('space')
    focus_comes ('Stop this column, Completions')
    focus_comes ('Retry this column, Completions')


@tap.test
def what_is_asked_differently_is_said_of_the_button_that_shows_it ():
  with Window () as window:
    def described (root, begin):
      button = journey.first (root, 'push button', lambda name: name.startswith (begin), journey.has_click)
      return 'Completions stops after 16 tokens when no output limit is set.' in button.get_description ()

    window.until (lambda: described (window.columns ()[0].panel, 'What this column is asked differently'), 'it of the column')
    window.until (lambda: described (window.frame, 'Not asked the same'), 'it of the window')
    button = journey.first (window.columns ()[2].panel, 'push button', lambda name: name.startswith ('What this column'), journey.has_click)
    assert 'Store' in button.get_description (), 'Responses keeps answers, the others do not: ' + button.get_description ()


@tap.test
def f6_goes_to_the_table_of_fields_and_leaves_its_focus_alone ():
  with Window () as window:
    window.until (lambda: a11y.has_state (window.prompt, 'focused'), 'focus on the prompt')
    window.facet ('Fields')
    window.key ('ctrl+l')
    window.until (lambda: a11y.has_state (window.prompt, 'focused'), 'focus on the prompt')
    a11y.key ('F6')
    at = window.until (lambda: focused (window) not in (None, window.prompt) and focused (window), 'the focus to move')
    while at is not None and a11y.name (at) != 'TriFieldsView':
      at = at.get_parent ()
    assert at is not None, 'the focus is not in the table of fields'


@tap.test
def escape_closes_the_search_from_each_of_its_buttons ():
  with Window () as window:
    window.key ('ctrl+f')
    window.until (lambda: focused (window) is not None and says (focused (window)) == 'Search all columns', 'the search')
    a11y.key ('Tab', 'Tab')
    window.until (lambda: says (focused (window)) == 'Next match', 'focus on a button of the search')
    a11y.key ('Escape')
    window.until (lambda: focused (window) is not None and says (focused (window)) == 'Prompt', 'the focus to leave what closes')


@tap.test
def a_wrong_setting_says_what_is_wrong ():
  with Window () as window, window.settings ():
    limit = window.until (lambda: journey.first (window.settings_button, 'text', 'Output limit'), 'the setting')
    tap.equal (limit.get_description (), '', 'before')
    a11y.type_text ('abc')
    window.until (lambda: 'found “abc”' in limit.get_description (), 'what is wrong')
    a11y.key ('BackSpace', 'BackSpace', 'BackSpace')
    window.until (lambda: limit.get_description () == '', 'no word about it')


def focus_is_on (window, name, column=None):
  """Waits for it; column: where, or anywhere."""
  def there ():
    at = focused (window)
    return at is not None and says (at) == name and (column is None or column_of (window, at) == column)
  window.until (there, 'focus on %s of column %s' % (name, column))


@tap.test
def the_head_of_a_column_is_gone_through_from_left_to_right ():
  with Window () as window:
    window.send ()
    whole = ['Completions'] + [name + ', Completions' for name in
                               ('What this column is asked differently', 'Retry this column', 'Column menu')]
    a11y.key ('F6')
    for name in whole:
      focus_is_on (window, name, 0)
      a11y.key ('Tab')
    for name in reversed (whole):
      a11y.key ('shift+Tab')
      focus_is_on (window, name, 0)


@tap.test
def a_column_that_was_removed_comes_back_by_a_key ():
  with Window () as window:
    def focus_comes (column, title):
      window.until (lambda: window.titles ()[column] == title and focused (window, window.columns ()[column].panel), 'focus in ' + title)

    window.send ()
    text = window.columns ()[1].text ()
    window.focus ()
    window.columns ()[1].menu ('Remove')
    window.until (lambda: len (window.titles ()) == 2, 'one column less')
    focus_comes (1, 'Responses')
    window.columns ()[1].menu ('Remove')
    window.until (lambda: len (window.titles ()) == 1, 'two columns less')
    focus_comes (0, 'Completions')
    for title in ('Responses', 'Chat Completions'):
      a11y.key ('ctrl+z')
      window.until (lambda: len (window.titles ()) > 1, 'a column more')
      focus_comes (1, title)
    tap.equal (window.titles (), list (journey.FORMATS), 'both in their places')
    tap.equal (window.columns ()[1].text (), text, 'the answer that came back with its column')
    assert 'win.undo' not in window.actions (), 'there is nothing more to undo'


@tap.test
def a_text_undoes_its_own_before_a_column_comes_back ():
  with Window () as window:
    window.columns ()[0].menu ('Remove')
    window.until (lambda: len (window.titles ()) == 2, 'one column less')
    window.key ('ctrl+l')
    focus_is_on (window, 'Prompt')
    a11y.type_text ('x')
    window.until (lambda: window.get_text (window.prompt) == FIRST_PROMPT + 'x', 'what is typed')
    a11y.key ('ctrl+z')
    window.until (lambda: window.get_text (window.prompt) == FIRST_PROMPT, 'it to be undone')
    tap.equal (len (window.titles ()), 2, 'columns')
    # Long after the toast, by the menu.
    a11y.key ('F10')
    a11y.click (window.until (lambda: journey.first (window.frame, 'menu item', 'Undo Removing a Column', journey.has_click), 'it in the menu'))
    window.until (lambda: window.titles () == list (journey.FORMATS), 'the column')


@tap.test
def what_comes_of_an_answer_is_told_where_nobody_looks ():
  with Window () as window:
    told = []
    def hear (event):
      if event.source == window.frame:
        told.append (event.any_data.removeprefix ('Triptych: '))
    # Where GTK can announce, and where it cannot.
    events = 'object:announcement', 'object:property-change:accessible-name'
    listener = a11y.Atspi.EventListener.new (hear)
    for event in events:
      listener.register (event)
    window.send ()
    window.until (lambda: len (told) == 2, 'two news')
    tap.equal (told, ['Waiting for 3 answers', '3 answers came'], 'news')
    window.use_server ('http://127.0.0.1:1')
    window.until (lambda: told[-1].endswith ('was added'), 'the server')
    window.send ()
    window.until (lambda: told[-1] == '3 failed: Completions, Chat Completions, Responses', 'what failed')
    window.columns ()[2].menu ('Remove')
    window.until (lambda: told[-1] == 'Column removed', 'what was removed')
    for event in events:
      listener.deregister (event)


@tap.test
def the_servers_are_opened_where_servers_are ():
  with Window () as window:
    window.do ('win.servers')
    dialog = window.dialog ('Preferences')
    window.until (lambda: focused (window, dialog) is not None and says (focused (window, dialog)).strip ('_') == 'Add…', 'focus on Add')
    a11y.key ('Escape')
    window.until (lambda: not window.others (), 'the preferences to close')
    a11y.key ('ctrl+comma')
    dialog = window.dialog ('Preferences')
    window.until (lambda: focused (window, dialog) is not None and says (focused (window, dialog)) == 'General', 'focus on the first page')


tap.run ()
