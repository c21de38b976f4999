# SPDX-License-Identifier: GPL-3.0-or-later
"""Walks every screen: each control has a name, and each word that people see comes from the catalogue.

The second walk is taken under a pseudo-locale: a catalogue made of the sources' own strings, each between « and ». What is
seen without such marks was not marked for translation, unless it is no language at all: a word of the wire, a model, a
number, JSON, or the title of a format.
"""

import functools
import os
import re
import shutil
import subprocess
import tempfile

import a11y
import journey
import tap
from journey import Window

TOP = os.path.dirname (os.path.dirname (os.path.abspath (__file__)))

CONTROLS = ('push button', 'toggle button', 'check box', 'combo box', 'text', 'entry', 'menu item', 'password text', 'list',
            'slider', 'spin button', 'radio button', 'page tab', 'link')

# Inside a drop-down stands a button, and inside a search bar and a toast one that closes it; they are GTK's and
# libadwaita's own and have no name, like the list box of a group of preferences.
INSIDE = ('combo box', 'form')


def inside_another (accessible):
  parent = accessible.get_parent ()
  while parent is not None and a11y.role (parent) not in ('frame', 'application'):
    if a11y.role (parent) in INSIDE or a11y.name (parent) == 'AdwToastWidget':
      return True
    parent = parent.get_parent ()
  return False


def look (root):
  """What is seen below root, parents first; of a long list the first rows, because the others are like them."""
  yield root
  n_children = root.get_child_count ()
  for i in range (min (n_children, 3) if a11y.role (root) == 'list' else n_children):
    try:
      child = root.get_child_at_index (i)
      if child is not None and a11y.on_screen (child):
        yield from look (child)
    except journey.GLib.Error:
      continue  # went away while we looked


def seen (root):
  """(role, name, words) of what people meet: the name is empty where the words are only those of a class."""
  for each in look (root):
    role = a11y.role (each)
    if role not in CONTROLS + ('label', 'panel'):
      continue
    words = a11y.name (each)
    name = '' if re.match (r'(Gtk|Adw|Tri)[A-Z]', words) else words
    if name == '' and (words == 'GtkListBox' or inside_another (each)):
      name = words
    yield role, name, words


def by (text):
  """Whether a name begins with these words, between marks or not, and without the underscore of a mnemonic."""
  return lambda name: re.sub ('[«_]', '', name).startswith (text)


def press_in (window, root, role, text, where=journey.has_click):
  found = window.until (lambda: journey.first (root, role, by (text), where), '%s "%s"' % (role, text))
  a11y.click (found)
  return found.get_parent ()  # a popover hangs there


def another (window, what):
  """A window beside the first one and those that are known, when it is filled."""
  frames = window.until (window.others, what)
  window.until (lambda: len (list (a11y.walk (frames[-1]))) > 5, what + ' to be filled')
  return frames[-1]


def close_others (window):
  for other in window.others ():
    window.do ('window.close', other)
  window.until (lambda: not window.others (), 'the other windows to close')


def screens (window):
  """Goes from screen to screen; yields the name of each while it stands, and where to look."""
  root = window.frame

  def press (role, text, where=journey.has_click, below=None):
    return press_in (window, below or root, role, text, where)

  def closed (role, text):
    window.key ('Escape')
    window.until (lambda: journey.first (root, role, by (text)) is None, '"%s" to close' % text)

  def ready (role, text):
    """A popover has the focus before Escape can close it."""
    window.until (lambda: journey.first (root, role, by (text)), '%s "%s"' % (role, text))
    window.until (lambda: not a11y.has_state (window.draft, 'focused'), 'the focus in it')

  window.draft = window.until (lambda: journey.first (root, 'text', by ('Prompt')), 'the prompt')
  yield 'the first window', root
  for number, facet in ((2, 'Request'), (3, 'Response'), (4, 'Events'), (1, 'Output')):
    window.key ('ctrl+%d' % number)
    window.until (lambda: journey.first (root, 'push button', by (facet), lambda it: a11y.has_state (it, 'pressed')), facet)
    yield facet + ' before sending', root
  window.do ('win.send')
  window.end_of_all ()
  for number, facet in ((2, 'Request'), (3, 'Response'), (1, 'Output')):
    window.key ('ctrl+%d' % number)
    window.until (lambda: journey.first (root, 'push button', by (facet), lambda it: a11y.has_state (it, 'pressed')), facet)
    yield facet, root
  window.set_text (window.draft, 'another')
  yield 'an edited prompt', root

  for button, role, inside in (('Settings', 'text', 'Seed'), ('Samples', 'menu item', 'World Series'),
                               ('Main menu', 'menu item', 'New Window'), ('Add a column', 'menu item', None),
                               ('Column menu', 'menu item', 'Remove')):
    window.key ('ctrl+l')
    window.until (lambda: a11y.has_state (window.draft, 'focused'), 'the focus on the prompt')
    menu = press ('push button', button)
    if inside is None:
      window.until (lambda: journey.first (root, role, 'Responses'), 'the formats')
      window.until (lambda: not a11y.has_state (window.draft, 'focused'), 'the focus in it')
    else:
      ready (role, inside)
    yield button, menu
    window.key ('Escape')
    window.until (lambda: journey.first (menu, role, by (inside) if inside else 'Responses') is None, button + ' to close')

  window.key ('ctrl+l')
  column = window.columns ()[0]
  title = window.until (lambda: journey.first (column.panel, 'push button', 'Completions', journey.has_click), 'title')
  a11y.click (title)
  ready ('text', 'Model')
  yield 'format, server and model', title.get_parent ()
  closed ('text', 'Model')
  gaps = press ('push button', 'What this column is asked differently')
  window.until (lambda: not a11y.has_state (window.draft, 'focused'), 'the focus in it')
  yield 'asked differently', gaps
  window.key ('Escape')
  window.key ('ctrl+l')
  press ('push button', 'Conversation')
  press ('push button', 'Add a turn')
  window.until (lambda: journey.first (root, 'text', by ('Earlier turn')), 'a turn')
  yield 'a conversation', root
  window.key ('ctrl+f')
  window.until (lambda: journey.first (root, 'entry', by ('Search all columns')), 'the search')
  yield 'the search', root
  window.key ('Escape')

  for action, what in (('win.add-server', 'the server dialog'), ('win.preferences', 'the preferences'),
                       ('win.servers', 'the list of servers'), ('win.help', 'the help'), ('win.show-help-overlay', 'the shortcuts')):
    window.do (action)
    window.until (window.others, what)
    window.until (lambda: len (list (a11y.walk (window.others ()[0]))) > 10, what + ' to be filled')
    yield what, window.others ()[0]
    close_others (window)

  for item, what in (('Own Body', 'the dialog of an own body'), ('Other Members', 'the dialog of other members')):
    press ('push button', 'Column menu', below=column.panel)
    press ('menu item', item)
    yield what, another (window, what)
    close_others (window)
  window.do ('win.fill-columns')
  yield 'the dialog that fills from a grid', another (window, 'the grid')
  close_others (window)

  menu = press ('push button', 'Column menu', below=column.panel)
  press ('menu item', 'Compare Text With')
  window.until (lambda: journey.first (root, 'menu item', by ('2: ')), 'what to compare with')
  yield 'what to compare with', menu
  press ('menu item', '2: ')
  window.until (lambda: journey.first (column.panel, 'push button', by ('Show the text alone again')), 'the comparison')
  yield 'a compared text', root

  window.key ('ctrl+l', 'ctrl+4')
  window.until (lambda: journey.first (window.columns ()[2].panel, 'list item', lambda name: 'response.' in name), 'events')
  yield 'Events', root
  window.mouse_click (window.columns ()[2].rows_of (by ('Events'))[1])
  window.until (lambda: journey.first (root, 'text', by ('Data of the event')), 'the data of an event')
  yield 'an event', root
  press ('push button', 'Events listed')
  window.until (lambda: journey.first (root, 'menu item', by ('All events')), 'the names of events')
  yield 'the names of events', root


def screens_away (window):
  """Where a server is not on this computer. Nothing is sent to it."""
  window.do ('win.add-server')
  dialog = another (window, 'the server dialog')
  window.set_text (window.until (lambda: journey.first (dialog, 'text', by ('Base URL')), 'its address'), 'https://192.0.2.1/v1')
  window.set_text (window.until (lambda: journey.first (dialog, 'text', by ('Default model')), 'its model'), 'practice-model')
  press_in (window, dialog, 'push button', 'Add', lambda it: journey.has_click (it) and a11y.has_state (it, 'sensitive'))
  window.until (lambda: not window.others (), 'the dialog to close')
  press_in (window, window.frame, 'push button', 'Use in All Columns')
  window.until (lambda: all (column.says ('192.0.2.1') for column in window.columns ()), 'the server in each column')
  window.do ('win.send')
  asked = another (window, 'the question before sending')
  yield 'the question before sending', asked
  press_in (window, asked, 'push button', 'Cancel')
  window.until (lambda: not window.others (), 'the question to go')
  window.do ('win.servers')
  servers = another (window, 'the servers')
  yield 'a server in the list', servers
  press_in (window, servers, 'push button', 'Edit')
  window.until (lambda: len (window.others ()) == 2, 'the dialog')
  dialog = next (each for each in window.others () if each != servers)
  window.until (lambda: journey.first (dialog, 'push button', by ('Save')), 'the dialog to be filled')
  yield 'a server being edited', dialog
  window.do ('window.close', dialog)
  press_in (window, servers, 'push button', 'Remove')
  window.until (lambda: journey.first (window.frame, 'label', lambda name: 'was removed' in name), 'the word about it')
  yield 'a removed server', window.frame


def screens_running (window):
  """While answers come."""
  window.do ('win.send')
  window.until (window.running, 'the answers to come')
  yield 'answers that come', window.frame
  window.do ('window.close')
  yield 'the question before closing', another (window, 'the question')


ASKED_TO_PROVE = '''{"model": "some-model", "messages": [{"role": "user", "content": "Hello"}],
  "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "minProperties": 1}}}]}'''


def screens_proving (window):
  """What proves a conversion: before and after."""
  window.until (lambda: journey.first (window.frame, 'text', by ('Prompt')), 'the prompt')
  window.key ('F9')
  window.until (lambda: a11y.has_state (journey.first (window.frame, 'list item', by ('Compare')), 'focused'), 'the bar to have the focus')
  window.key ('Down', 'Return')
  window.set_text (window.until (lambda: journey.first (window.frame, 'text', by ('Original')), 'the original'), ASKED_TO_PROVE)
  press_in (window, window.frame, 'push button', 'Prove It', lambda it: journey.has_click (it) and a11y.has_state (it, 'sensitive'))
  dialog = another (window, 'the dialog that proves')
  yield 'before a conversion is proven', dialog
  press_in (window, dialog, 'push button', 'Send')
  window.until (lambda: journey.first (dialog, 'list', by ('What was compared')), 'what was compared')
  yield 'a conversion that was proven', dialog


WALKS = (
  (screens, (), {}),
  (screens_away, (), {}),
  (screens_running, (), {'pace_us': 300000}),
  (screens_proving, (), {}),
)


def pseudo_catalogue (folder):
  """A catalogue for the language xx with every string of the sources between marks, in folder."""
  with open (os.path.join (TOP, 'po', 'POTFILES.in'), encoding='utf-8') as file:
    sources = [line.strip () for line in file if line.strip () and not line.startswith ('#')]
  pot = os.path.join (folder, 'triptych.pot')
  subprocess.run (['xgettext', '--from-code=UTF-8', '--directory=' + TOP, '-o', pot, '--keyword=_', '--keyword=N_',
                   '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--keyword=g_dngettext:2,3', '--keyword=g_dgettext:2',
                   '--keyword=ngettext:1,2', '--flag=N_:1:pass-c-format', '--flag=g_strdup_printf:1:c-format'] + sources,
                  check=True, stderr=subprocess.DEVNULL)
  with open (pot, encoding='utf-8') as file:
    text = re.sub (r'charset=CHARSET', 'charset=UTF-8', file.read ())
  text = re.sub (r'"Plural-Forms: .*\\n"', r'"Plural-Forms: nplurals=2; plural=(n != 1);\\n"', text)
  head, *entries = text.split ('\n\n')
  with open (pot, 'w', encoding='utf-8') as file:
    file.write ('\n\n'.join ([head.replace ('#, fuzzy\n', '')] + [mark (entry) for entry in entries]))
  target = os.path.join (folder, 'xx', 'LC_MESSAGES')
  os.makedirs (target)
  subprocess.run (['msgfmt', '-o', os.path.join (target, 'triptych.mo'), pot], check=True)


def mark (entry):
  """One entry of a catalogue with its own words between marks as the translation."""
  def string (keyword):
    match = re.search (r'^%s ((?:".*"\n?)+)' % keyword, entry, re.M)
    return ''.join (re.findall (r'^"(.*)"$', match[1], re.M)) if match else None
  def marked (text):
    begin, middle, end = re.fullmatch (r'((?:\\n)*)(.*?)((?:\\n)*)', text).groups ()
    return '"%s«%s»%s"' % (begin, middle, end)
  one, many = string ('msgid'), string ('msgid_plural')
  if one is None:
    return entry
  entry = re.sub (r'^msgstr.*(?:\n".*")*', '', entry, flags=re.M).rstrip ('\n')
  if many is None:
    return '%s\nmsgstr %s\n' % (entry, marked (one))
  return '%s\nmsgstr[0] %s\nmsgstr[1] %s\n' % (entry, marked (one), marked (many))


# What is said in no language: words of the wire with their values, models, titles of formats, numbers with their units,
# addresses, and the name of the program.
NO_LANGUAGE = re.compile (r'''
    [–·×\s\d.,:…()/+-]*
  | Triptych | Completions | Chat\ Completions | Responses
  | (HTTP/\d\.\d\ )?\d{3}\ [A-Za-z ]+
  | (POST\ )?(https?://|…/)\S+
  | [\d.,]+\ ?(ms|s|µs|B|KiB|MiB|min)
  | (prompt|completion|input|output|total)_tokens.*
  | (finish_reason|status|incomplete_details)\S*:.*
  | [a-z_]+(\.[a-z_]+)*(:\ .*)?
  | [a-z_]+\ ×\d+
  | practice-model | [?_⏎]\d? | Esc | \[DONE\]
  | ((Ctrl|Alt|Shift)\+)*(Ctrl|Alt|Shift|Escape|Return|Enter|F\d+|[A-Z0-9+?,-]|Page\ (Up|Down))
''', re.X)

# What GTK draws itself, in GTK's own catalogue, which is not the one under test.
OF_GTK = {'Minimize', 'Maximize', 'Restore', 'Close', '(None)', 'Search Shortcuts', 'Show All', 'Search Results', 'No Results Found',
          'Try a different search', 'clear icon', 'Shortcuts', 'Search', 'Clear entry', 'Password Icon', 'Toggle', 'Gestures'}


def is_marked (words):
  """What stands between marks is translated; what is left over must be no language."""
  if re.match (r'(Gtk|Adw|Tri)[A-Z]', words) or words in OF_GTK:
    return True
  left = words
  while re.search (r'«[^«»]*»', left):
    left = re.sub (r'«[^«»]*»', '', left)
  return all (NO_LANGUAGE.fullmatch (each.strip ()) for each in left.split (' · '))


@functools.cache
def walked ():
  """One walk for both tests: what has no name, and what no marks."""
  folder = tempfile.mkdtemp ()
  no_name, no_mark = set (), set ()
  try:
    pseudo_catalogue (folder)
    for walk, options, more in WALKS:
      with Window (*options, env={'LANGUAGE': 'xx', 'TRIPTYCH_LOCALEDIR': folder}, **more) as window:
        for screen, root in walk (window):
          tap.note (screen)
          for role, name, words in seen (root):
            if screen == 'the shortcuts' and role != 'label':  # GTK's window; only its words are ours
              continue
            if role in CONTROLS and name == '':
              no_name.add ('%s: %s "%s"' % (screen, role, words))
            if not is_marked (words):
              no_mark.add ('%s: %s "%s"' % (screen, role, words))
  finally:
    shutil.rmtree (folder)
  return no_name, no_mark


@tap.test
def every_control_has_a_name ():
  tap.equal (sorted (walked ()[0]), [], 'without a name')


@tap.test
def every_word_comes_from_the_catalogue ():
  tap.equal (sorted (walked ()[1]), [], 'not marked for translation')


@tap.test
def what_there_is_in_every_column_says_in_which ():
  with Window () as window:
    window.send ()
    window.set_text (window.prompt, 'another')
    for facet in ('Output', 'Request', 'Response', 'Events'):
      window.facet (facet)
      for column in window.columns ():
        names = [a11y.name (each) for each in a11y.find_all (column.panel, 'push button', where=journey.has_click)]
        assert len (names) > 2, names
        tap.equal ([name for name in names if column.title () not in name], [], 'buttons of %s' % column.title ())
    rows = [a11y.name (row) for row in window.columns ()[0].rows ()]
    assert all ('text_completion' in row and ' ms' in row and row.endswith (' B') for row in rows[:-2]), rows
    assert any ('First text' in row for row in rows), rows


tap.run ()
