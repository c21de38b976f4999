# SPDX-License-Identifier: GPL-3.0-or-later
"""The window in a person's words, for the journeys: columns, what stands at their feet, facets, popovers.

    with journey.Window () as window:
      window.send ()
      tap.equal (window.columns ()[0].end (), 'finish_reason: length')

What a column says is read from the accessibility bus each time, so that a journey waits for words instead of for time.
"""

import contextlib
import os
import re
import subprocess
import sys
import tempfile

from gi.repository import GLib

import a11y
import tap

APP_ID = 'app.triptych.Triptych'
FORMATS = ('Completions', 'Chat Completions', 'Responses')
FIRST_PROMPT = 'Write a one-sentence bedtime story about a unicorn.'

# Long enough for a machine that builds something else meanwhile; nothing waits for so long when all is well.
LONG = 3 * a11y.TIMEOUT


def has_click (accessible):
  iface = accessible.get_action_iface ()
  return iface is not None and any (iface.get_action_name (i) == 'click' for i in range (iface.get_n_actions ()))


def first (root, role, wanted, where=None):
  """The first on screen that fits, or None. Unlike find_all () it does not walk on: a window has a thousand things."""
  for each in a11y.walk (root):
    try:
      if ((role is None or a11y.role (each) == role) and (wanted (a11y.name (each)) if callable (wanted) else a11y.name (each) == wanted)
          and (where is None or where (each)) and a11y.on_screen (each)):
        return each
    except GLib.Error:
      continue  # went away while we looked
  return None


class Column:
  """One column of the window, by its place on the bus."""

  def __init__ (self, window, panel):
    self.window, self.panel = window, panel
    self._facts, self._found = {}, {}

  def title (self):
    return a11y.name (self.panel)

  def labels (self):
    """All words of the column that have a place, in reading order."""
    return [a11y.name (each) for each in a11y.find_all (self.panel, 'label')]

  def says (self, words):
    return any (words in label for label in self.labels ())

  def _fact (self, *titles):
    if titles not in self._facts:
      labels = a11y.find_all (self.panel, 'label')
      at = [i for i, label in enumerate (labels) if a11y.name (label) in titles][-1]
      self._facts[titles] = labels[at + 1]
    return a11y.name (self._facts[titles]).replace ('\u00a0', ' ')

  def end (self):
    return self._fact ('End')

  def tokens (self):
    """The name may change between these two with the server, its place does not."""
    return self._fact ('Practice tokens', 'Tokens')

  def times (self):
    return self._fact ('Status')

  def view (self, name='Output'):
    """The text of a facet: Output, Request, Response."""
    return self.find ('text', name)

  def find (self, role, name, where=None):
    """In this column, waited for; what was found once is not looked for again."""
    if (role, name) not in self._found:
      self._found[role, name] = self.window.until (lambda: first (self.panel, role, name, where),
                                                   '%s "%s" of %s' % (role, name, self.title ()))
    return self._found[role, name]

  def text (self, name='Output'):
    return a11y.get_text (self.view (name))

  def button (self, name):
    """By what it does; its whole name says the column too. The one behind the heading is called as the column."""
    whole = name if name == self.title () else '%s, %s' % (name, self.title ())
    return self.find ('push button', whole, has_click)

  def press (self, name):
    a11y.click (self.button (name))

  def can (self, action):
    """Whether the column's own action, e.g. 'column.stop', is to be had."""
    return action in self.window.actions (self.panel)

  def running (self):
    return self.can ('column.stop')

  def ended (self):
    return self.can ('column.retry')

  def menu (self, item):
    """Chooses from the column's menu."""
    self.press ('Column menu')
    a11y.click (self.window.until (lambda: first (self.panel, 'menu item', item, has_click), 'menu item ' + item))

  def events (self):
    """The rows of the list of events that there are on screen, as lists of words: time, name, size."""
    return [[a11y.name (label) for label in a11y.find_all (row, 'label')] for row in self.rows ()]

  def rows (self):
    return self.rows_of ('Events')

  def rows_of (self, name):
    rows = self.find ('list', name)
    children = [rows.get_child_at_index (i) for i in range (rows.get_child_count ())]
    return [child for child in children if child is not None and a11y.on_screen (child)]


# What GTK 4.8 itself says when it tells the bus of a widget that comes or goes while the bus asks; nobody's mistake here.
HARMLESS = ('g_variant_is_object_path',)


class Window (a11y.App):
  """Triptych with a practice server that does not wait for readers unless pace_us says so (microseconds a token of a
  program that is as fast as usual)."""

  def __init__ (self, *options, pace_us=0, env=None, build=a11y.WINDOW):
    self._found, self._boxes = {}, {}
    # Warnings are looked for at the end instead of being fatal, because one of them is not the program's.
    self.words = tempfile.TemporaryFile ('w+')
    super ().__init__ ([build] + list (options), timeout=LONG, stderr=self.words,
                       env=dict ({'TRIPTYCH_PRACTICE_PACE_US': str (round (pace_us * a11y.SLOWNESS)), 'G_DEBUG': None}, **(env or {})))
    self.prompt = self.find ('text', 'Prompt', timeout=LONG) if 'LANGUAGE' not in (env or {}) else None

  def __exit__ (self, *why):
    super ().__exit__ (*why)
    self.words.seek (0)
    said = self.words.read ()
    self.words.close ()
    wrong = [line for line in said.splitlines () if re.search (r'-(WARNING|CRITICAL|ERROR) \*\*|Sanitizer|runtime error', line)
             and not any (words in line for words in HARMLESS)]
    if why[0] is not None or wrong:
      sys.stderr.write (said)
    if why[0] is None:
      tap.equal (wrong, [], 'warnings of the program')

  def columns (self, frame=None):
    """From left to right."""
    if frame not in self._boxes:
      self._boxes[frame] = self.until (lambda: first (frame or self.frame, 'panel', lambda name: name in FORMATS),
                                       'columns').get_parent ()
    box = self._boxes[frame]
    children = [box.get_child_at_index (i) for i in range (box.get_child_count ())]
    return [Column (self, child) for child in children if child is not None]  # one may go while we ask

  def others (self):
    """The windows of the program beside the first one."""
    return [each for each in self.frames () if each != self.frame and a11y.name (each)]

  def titles (self):
    return self.wait_for (lambda: [column.title () for column in self.columns ()], 'columns')

  def until (self, predicate, what):
    return self.wait_for (predicate, what, LONG)

  def use_server (self, base_url, model='a-model'):
    """Adds the server and asks it in all columns; journey-servers.py tells that in full."""
    self.do ('win.add-server')
    dialog = self.dialog ('Add a Server')
    for name, text in (('Base URL', base_url), ('Default model', model)):
      self.set_text (self.until (lambda: first (dialog, 'text', name) or first (dialog, 'entry', name), name), text)
    a11y.click (self.until (lambda: first (dialog, 'push button', lambda name: name.strip ('_') == 'Add'), 'Add'))
    self.until (lambda: not self.others (), 'the dialog to close')
    a11y.click (self.until (lambda: first (self.frame, 'push button', 'Use in All Columns', has_click), 'the offer to use it'))
    self.until (lambda: all (column.says (base_url) for column in self.columns ()), 'the server in each column')

  def choose_place (self, title, button, path):
    """In the chooser of files: the whole path instead of the name that it offers."""
    dialog = self.dialog (title)
    entry = self.until (lambda: first (dialog, 'text', lambda name: True, lambda it: '.' in a11y.get_text (it)), 'the name of the file')
    a11y.set_text (entry, path)
    a11y.click (self.button (button, dialog))

  def save (self, path, exists=True):
    """By the keyboard, as a person who knows the way."""
    self.key ('ctrl+s')
    self.choose_place ('Save Comparison', 'Save', path)
    if exists:
      self.until (lambda: os.path.exists (path), 'the file')

  def write (self, text):
    self.set_text (self.prompt, text)

  def running (self, frame=None):
    return 'win.stop' in self.actions (frame)

  def send (self):
    """Sends and waits for every answer."""
    self.do ('win.send')
    self.end_of_all ()

  def end_of_all (self):
    self.until (lambda: 'win.send' in self.actions (), 'the end of all answers')

  # --- looking -------------------------------------------------------------------------------------------------------

  def button (self, name, root=None):
    if root is not None:
      return self.until (lambda: first (root, 'push button', name, has_click), 'button "%s"' % name)
    if name not in self._found:
      self._found[name] = self.until (lambda: first (self.root (), 'push button', name, has_click), 'button "%s"' % name)
    return self._found[name]

  def choose (self, menu, item):
    """An item of one of the window's menus, by the name of its button."""
    self.press (menu)
    a11y.click (self.until (lambda: first (self.frame, 'menu item', item, has_click), 'menu item "%s"' % item))

  def press (self, name, root=None):
    """As a11y.click (); the button works a quarter of a second later, so wait for what it does."""
    a11y.click (self.button (name, root))

  def facet (self, name):
    self.press (name)
    self.until (lambda: a11y.has_state (self.button (name), 'pressed'), 'facet ' + name)

  def gap_line (self):
    """What stands above the columns about their differences."""
    line = first (self.frame, 'label', lambda name: name.startswith (('Not asked the same', 'All columns are asked')))
    return a11y.name (line) if line is not None else ''

  def says (self, words):
    return bool (self.find_all (None, lambda name: words in name))

  def dialog (self, name):
    """Another window of the program."""
    return self.until (lambda: next ((each for each in self.frames () if a11y.name (each) == name), None),
                       'window "%s"' % name)

  @contextlib.contextmanager
  def settings (self):
    """With the settings open; closes them at the end."""
    inner = self.until (lambda: first (self.frame, 'push button', lambda name: name.startswith ('Settings'), has_click),
                        'the settings button')
    a11y.click (inner)
    self.settings_button = inner.get_parent ()  # which holds the popover while that is open
    # Only a popover that has the focus is closed by Escape.
    self.until (lambda: first (self.settings_button, 'text', 'Output limit', lambda it: a11y.has_state (it, 'focused')),
                'the settings')
    yield
    self.key ('Escape')
    self.until (self.settings_closed, 'the settings to close')

  def settings_closed (self):
    return first (self.settings_button, 'text', 'Output limit') is None

  def set (self, name, text):
    """A setting, while settings () is open."""
    self.set_text (self.until (lambda: first (self.settings_button, 'text', name), 'setting "%s"' % name), text)


class Practice:
  """A practice server of one's own, in the terminal program: base_url is where it listens."""

  def __init__ (self, *options, port=0):
    self.process = subprocess.Popen ([a11y.CLI, 'practice', '--port', str (port)] + list (options),
                                     stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    line = ''
    while not re.search (r'http://\S+', line):
      line = self.process.stdout.readline ()
      assert line, 'the practice server ended with status %s' % self.process.wait ()
    self.base_url = re.search (r'http://[^\s”"]+', line)[0].rstrip ('.,')

  def __enter__ (self):
    return self

  def __exit__ (self, *why):
    self.process.terminate ()
    self.process.wait (10)
    self.process.stdout.close ()
