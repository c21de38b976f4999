# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real window from outside, as a person would: accessibility bus for finding, reading and clicking, X
events for what that bus cannot do in GTK 4 (focus, typing, check buttons, list rows).

    app = a11y.App ([a11y.WINDOW])
    app.set_text (app.find ('text', 'Prompt'), 'Once upon a time')
    app.do ('win.send')
    a11y.wait_for (lambda: 'the end' in a11y.get_text (app.find ('text', 'Answer')), 'the whole answer')
    app.screenshot ('answer.png')
    app.end ()

Run under tests/x11. Nothing here sleeps for a fixed time: everything waits for what it needs, up to TIMEOUT seconds,
and then fails with what it was waiting for and, in find (), with the tree that it saw.

What GTK 4.8 offers on the bus and what it does not, as found by experience:
  - buttons, toggles, tabs and menu items have an action "click"; switches "toggle"; check buttons and rows have none:
    mouse_click ();
  - an entry's "activate" is accepted and does nothing: focus () it and key ('Return');
  - a labelled button is announced twice ("Send Send", with a mnemonic "_Send Send"): norm () makes it once;
  - only the frame is ever "showing": what is on screen is what has an extent;
  - the frame's actions are the parameterless win.* and window.* actions, by name; those with parameters are reached by
    activate () over D-Bus.
"""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

# Fatal warnings are for the program under test; this bus library warns about programs that are still starting.
os.environ.pop ('G_DEBUG', None)

import gi
gi.require_version ('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib

GLib.log_set_handler ('dbind', GLib.LogLevelFlags.LEVEL_WARNING, lambda *_: None)

USUAL_TIMEOUT = 10
TIMEOUT = float (os.environ.get ('TRI_TIMEOUT', USUAL_TIMEOUT))
SLOWNESS = TIMEOUT / USUAL_TIMEOUT # how much longer the program under test may take than it usually does
Atspi.set_timeout (round (800 * SLOWNESS), round (15000 * SLOWNESS)) # the library's own, ms
BUILD = os.environ.get ('TRI_BUILD', os.path.join (os.path.dirname (os.path.dirname (os.path.abspath (__file__))), '_build'))
WINDOW = os.path.join (BUILD, 'src/ui/triptych')
CLI = os.path.join (BUILD, 'src/cli/triptych-cli')

# Later versions of the bus library and of GTK renamed these roles; journeys use the older names.
_ROLES = {'button': 'push button', 'toggle button': 'push button', 'grouping': 'panel'}


class Gone (AssertionError):
  """The program ended while something was expected of it."""


def wait_for (predicate, what, timeout=None):
  """Asks until the answer is true and returns it. Bus errors count as "not yet": widgets come and go while asked. So does
  half a document: the length and the text of a view are asked one after the other, and the text may change in between."""
  end = time.monotonic () + (TIMEOUT if timeout is None else timeout)
  context = GLib.MainContext.default ()
  last = None

  while True:
    while context.iteration (False):
      pass
    try:
      got = predicate ()
      if got:
        return got
    except GLib.Error as error:
      last = error.message
    except json.JSONDecodeError as error:
      last = str (error)
    if time.monotonic () > end:
      raise AssertionError ('waited in vain for %s%s' % (what, ' (%s)' % last if last else ''))
    time.sleep (0.01)


def norm (name):
  """A name as it is read on screen: once where it is announced twice, and then without the mnemonic's underscore."""
  name = ' '.join ((name or '').split ())
  marks = [at for at, letter in enumerate (name) if letter == '_']
  for told in [name] + [name[:at] + name[at + 1:] for at in marks]:
    half = len (told) // 2
    if len (told) % 2 == 1 and told[half] == ' ' and told[:half] == told[half + 1:]:
      return told[:half]
  return name


def role (accessible):
  name = accessible.get_role_name ()
  return _ROLES.get (name, name)


def name (accessible):
  return norm (accessible.get_name ())


def has_state (accessible, state):
  """state: 'sensitive', 'checked', 'focused', 'selected', 'expanded', … as the bus calls them."""
  return accessible.get_state_set ().contains (getattr (Atspi.StateType, state.upper ()))


def extents (accessible):
  """Place and size in the window; all zero when not on screen."""
  return accessible.get_component_iface ().get_extents (Atspi.CoordType.WINDOW)


def on_screen (accessible):
  component = accessible.get_component_iface ()
  if component is None:
    return True
  box = component.get_extents (Atspi.CoordType.WINDOW)
  return box.width > 0 and box.height > 0


def walk (root):
  """root and everything below it, parents first."""
  todo = [root]
  while todo:
    here = todo.pop ()
    yield here
    try:
      children = [here.get_child_at_index (i) for i in range (here.get_child_count ())]
    except GLib.Error:
      continue  # went away while we looked
    todo.extend (child for child in reversed (children) if child is not None)


def find_all (root, role_name=None, wanted=None, where=None, hidden=False):
  """All that match now. wanted: a name, or a function of the name; where: a function of the accessible."""
  found = []
  for each in walk (root):
    try:
      if role_name is not None and role (each) != role_name:
        continue
      if wanted is not None and not (wanted (name (each)) if callable (wanted) else name (each) == wanted):
        continue
      if where is not None and not where (each):
        continue
      if hidden or on_screen (each):
        found.append (each)
    except GLib.Error:
      continue
  return found


def find (root, role_name=None, wanted=None, where=None, hidden=False, timeout=None):
  """The first that matches, waited for."""
  what = '%s "%s"' % (role_name or 'anything', wanted if not callable (wanted) else 'of a certain name')
  try:
    return wait_for (lambda: find_all (root, role_name, wanted, where, hidden), what, timeout)[0]
  except AssertionError as error:
    raise AssertionError ('%s in:\n%s' % (error, dump (root))) from None


def dump (root):
  """The tree as text: the first thing to look at when something is not found."""
  lines = []

  def visit (each, depth):
    try:
      states = [s for s in ('sensitive', 'checked', 'selected', 'focused') if has_state (each, s)]
      actions = [] if role (each) in ('frame', 'label', 'text') or not has_state (each, 'sensitive') else _actions (each)
      lines.append ('%s%s "%s"%s %s%s' % ('  ' * depth, role (each), name (each), '' if on_screen (each) else ' (hidden)',
                                          ' '.join (states), ' [%s]' % ' '.join (actions) if actions else ''))
      for i in range (each.get_child_count ()):
        visit (each.get_child_at_index (i), depth + 1)
    except GLib.Error as error:
      lines.append ('%s? %s' % ('  ' * depth, error.message))

  visit (root, 0)
  return '\n'.join (lines)


def get_text (accessible):
  """The whole text of a text view, entry or label."""
  text = accessible.get_text_iface ()
  if text is None:
    return name (accessible)
  return Atspi.Text.get_text (text, 0, Atspi.Text.get_character_count (text))


def set_text (accessible, text):
  """Replaces the text of an editable view or entry, without focus or keys; fails on one that only shows."""
  editable = accessible.get_editable_text_iface ()
  if editable is None or not editable.set_text_contents (text):
    raise AssertionError ('%s "%s" refuses text' % (role (accessible), name (accessible)))


def _actions (accessible):
  iface = accessible.get_action_iface ()
  return [] if iface is None else [iface.get_action_name (i) for i in range (iface.get_n_actions ())]


def click (accessible, action=None):
  """By the bus, wherever it stands: the action named, or the first one that there is."""
  wait_for (lambda: has_state (accessible, 'sensitive'), '"%s" to be sensitive' % name (accessible))
  names = _actions (accessible)
  if not names or (action is not None and action not in names):
    raise AssertionError ('%s "%s" has no action %s, only: %s; mouse_click () it'
                          % (role (accessible), name (accessible), action or 'at all', ' '.join (names) or 'none'))
  if not accessible.get_action_iface ().do_action (names.index (action) if action is not None else 0):
    raise AssertionError ('%s "%s" did not do %s' % (role (accessible), name (accessible), action or names[0]))


def _xdotool (*args):
  done = subprocess.run (('xdotool',) + tuple (str (arg) for arg in args), capture_output=True, text=True)
  if done.returncode != 0:
    raise AssertionError ('xdotool %s: %s' % (' '.join (str (arg) for arg in args), done.stderr.strip ()))
  return done.stdout


def key (*keys):
  """Key presses for whatever has the focus, in xdotool's words: key ('ctrl+Return'), key ('Tab', 'space')."""
  _xdotool ('key', '--clearmodifiers', *keys)


def type_text (text):
  """Types as a person does, into whatever has the focus. Any Unicode; for long texts set_text () is quicker."""
  _xdotool ('type', '--clearmodifiers', '--delay', 2, '--', text)


def screenshot (path, window='root'):
  """The whole screen, popovers included, or one X window, as a PNG."""
  subprocess.run (['import', '-silent', '-window', window, path], check=True)
  return path


@contextlib.contextmanager
def text_scale (scale):
  """Letters `scale` times as large as usual for the programs that are started meanwhile, as GNOME's Large Text makes
  them; where no desktop says how large, GTK reads it from the X server's resources."""
  x = ctypes.CDLL ('libX11.so.6')
  x.XOpenDisplay.restype = ctypes.c_void_p
  x.XDefaultRootWindow.restype = ctypes.c_ulong
  display = ctypes.c_void_p (x.XOpenDisplay (None))
  root = ctypes.c_ulong (x.XDefaultRootWindow (display))
  resource_manager, string, replace = ctypes.c_ulong (23), ctypes.c_ulong (31), 0  # X11/Xatom.h, X11/X.h
  words = b'Xft.dpi: %d\n' % (96 * scale)
  x.XChangeProperty (display, root, resource_manager, string, 8, replace, words, len (words))
  x.XSync (display, 0)
  try:
    yield
  finally:
    x.XDeleteProperty (display, root, resource_manager)
    x.XCloseDisplay (display)


def program_environment ():
  """That of a program under test: every warning ends it, and the sanitizer does what ./dev wants of it in journeys."""
  environment = dict (os.environ, G_DEBUG='fatal-warnings')
  if 'TRI_JOURNEY_ASAN_OPTIONS' in environment:
    environment['ASAN_OPTIONS'] = environment['TRI_JOURNEY_ASAN_OPTIONS']
  return environment


class App:
  """A program under test and its first window. As a context manager it ends with the block."""

  def __init__ (self, argv, env=None, cwd=None, timeout=None, stderr=None):
    """env: changes to this process's environment; None as a value takes a variable away. Every warning of the program
    ends it unless env has another G_DEBUG. It finds no drafts of those before it, unless env names their place."""
    self.argv = list (argv)
    self.state = tempfile.TemporaryDirectory ()
    environment = dict (program_environment (), XDG_STATE_HOME=self.state.name)
    for variable, value in (env or {}).items ():
      environment.pop (variable, None)
      if value is not None:
        environment[variable] = value
    words = stderr if stderr is not None else sys.stderr  # what is written for debugging goes to the standard output
    self.process = subprocess.Popen (self.argv, env=environment, cwd=cwd, stdin=subprocess.DEVNULL, stdout=words, stderr=words)
    try:
      self.frame = self.wait_for (lambda: self.frames ()[0] if self.frames () else None,
                                  'a window of %s' % os.path.basename (self.argv[0]), timeout)
      self.wait_for (self.windows, 'the window on screen', timeout)
    except BaseException:
      self.end ()
      raise

  def __enter__ (self):
    return self

  def __exit__ (self, *why):
    self.end ()

  # --- finding -------------------------------------------------------------------------------------------------------

  def root (self):
    """The application on the bus, or None while it is not there."""
    desktop = Atspi.get_desktop (0)
    for i in range (desktop.get_child_count ()):
      each = desktop.get_child_at_index (i)
      if each is not None and each.get_process_id () == self.process.pid:
        each.set_cache_mask (Atspi.Cache.NONE)  # a cache would answer with what was there before
        return each
    return None

  def frames (self):
    """All windows of the program: frames, dialogs and alerts."""
    root = self.root ()
    children = [] if root is None else [root.get_child_at_index (i) for i in range (root.get_child_count ())]
    return [child for child in children if child is not None]

  def wait_for (self, predicate, what, timeout=None):
    """As wait_for (), but does not go on waiting for a program that has ended."""
    def alive ():
      if self.process.poll () is not None:
        raise Gone ('%s ended with status %s while waiting for %s'
                    % (os.path.basename (self.argv[0]), self.process.returncode, what))
      return predicate ()
    return wait_for (alive, what, timeout)

  def find (self, role_name=None, wanted=None, where=None, hidden=False, timeout=None, root=None):
    """In every window of the program, dialogs and popovers included; or only below root."""
    self.wait_for (lambda: True, wanted)
    return find (root if root is not None else self.root (), role_name, wanted, where, hidden, timeout)

  def find_all (self, role_name=None, wanted=None, where=None, hidden=False, root=None):
    return find_all (root if root is not None else self.root (), role_name, wanted, where, hidden)

  def dump (self):
    return dump (self.root ())

  # --- doing ---------------------------------------------------------------------------------------------------------

  get_text = staticmethod (get_text)
  set_text = staticmethod (set_text)
  screenshot = staticmethod (screenshot)

  def click (self, target, action=None):
    """target: an accessible, or the name of a button."""
    click (self.find ('push button', target) if isinstance (target, str) else target, action)

  def actions (self, frame=None):
    """Names of the window's parameterless actions, e.g. 'win.send', 'window.close'."""
    return _actions (frame or self.frame)

  def do (self, action, frame=None):
    """Activates one of actions (), waited for: an action that is not enabled is not in the list."""
    self.wait_for (lambda: action in self.actions (frame), 'action %s' % action)
    (frame or self.frame).get_action_iface ().do_action (self.actions (frame).index (action))

  def activate (self, app_id, action, parameter=None, window=1):
    """An action with a parameter, over D-Bus: action 'win.facet' on window number 1, or 'app.…'. parameter: a Variant."""
    group, action = action.split ('.', 1)
    path = '/' + app_id.replace ('.', '/') + ('/window/%d' % window if group == 'win' else '')
    bus = Gio.bus_get_sync (Gio.BusType.SESSION)
    bus.call_sync (app_id, path, 'org.gtk.Actions', 'Activate',
                   GLib.Variant ('(sava{sv})', (action, [parameter] if parameter is not None else [], {})),
                   None, Gio.DBusCallFlags.NONE, int (TIMEOUT * 1000))

  # --- mouse and keys, which go to X windows -------------------------------------------------------------------------

  def windows (self):
    """X ids of the program's visible windows, oldest first."""
    done = subprocess.run (['xdotool', 'search', '--onlyvisible', '--pid', str (self.process.pid)],
                           capture_output=True, text=True)
    return done.stdout.split ()

  def _geometry (self, window):
    """X, Y, WIDTH, HEIGHT of an X window."""
    out = _xdotool ('getwindowgeometry', '--shell', window)
    return {line.split ('=')[0]: int (line.split ('=')[1]) for line in out.split ()}

  def _window_of (self, accessible):
    """The X window that holds an accessible, and where its (0, 0) on the bus is on the screen.

    A popover has an X window of its own, which the bus knows nothing of: it calls a place in the window what is in truth
    a place in the popover. So the way up is searched for something of exactly a window's size. The window itself has a
    shadow or frame around what the bus calls it, so there the best fit is taken, and the border is half of what is over.
    """
    boxes = {window: self._geometry (window) for window in self.windows ()}
    here = accessible
    while here.get_parent () is not None and role (here.get_parent ()) != 'application':
      size = extents (here) if here.get_component_iface () is not None else None  # a page of a stack has no place
      for window, box in boxes.items ():
        if size is not None and (box['WIDTH'], box['HEIGHT']) == (size.width, size.height):
          return window, box['X'] - size.x, box['Y'] - size.y
      here = here.get_parent ()

    size = extents (here)
    window = min (boxes, key=lambda each: abs (boxes[each]['WIDTH'] - size.width) + abs (boxes[each]['HEIGHT'] - size.height))
    border = (boxes[window]['WIDTH'] - size.width) // 2
    return window, boxes[window]['X'] + border, boxes[window]['Y'] + border

  def mouse_click (self, accessible, button=1, times=1):
    """Moves the pointer to the middle of what is seen and clicks, for what has no action of its own."""
    (_, x, y), box = self._window_of (accessible), extents (accessible)
    _xdotool ('mousemove', x + box.x + box.width // 2, y + box.y + box.height // 2)
    for _ in range (times):
      _xdotool ('click', button)

  def focus (self, accessible=None):
    """Keyboard focus to the window, and by a click to something in it or in one of its popovers."""
    # A search that meets a window which is just closing finds none.
    window = self.wait_for (self.windows, 'its window on the screen')[0]
    if accessible is not None and len (self.frames ()) > 1:
      window = self._window_of (accessible)[0]
    if _xdotool ('getwindowfocus', '-f').strip () != window:  # again would close an open popover
      _xdotool ('windowfocus', '--sync', window)
    if accessible is not None:
      self.mouse_click (accessible)
      self.wait_for (lambda: any (has_state (each, 'focused') for each in walk (accessible)),
                     'focus on "%s"' % name (accessible))

  def type_into (self, accessible, text):
    self.focus (accessible)
    type_text (text)

  def key (self, *keys):
    """Keys for the window, wherever its focus is."""
    self.focus ()
    key (*keys)

  def picture (self, path):
    """The first window alone, without the screen around it."""
    return screenshot (path, self.windows ()[0])

  def resize (self, width, height):
    """The window of the X server, which has no window manager to object."""
    _xdotool ('windowsize', '--sync', self.windows ()[0], width, height)

  # --- the end -------------------------------------------------------------------------------------------------------

  def wait_end (self, timeout=None):
    """Waits until the program ends by itself; returns its status."""
    wait_for (lambda: self.process.poll () is not None, 'the end of %s' % os.path.basename (self.argv[0]), timeout)
    return self.process.returncode

  def end (self):
    """Ends the program however it stands: first politely. Returns its status."""
    for number in (signal.SIGTERM, signal.SIGKILL):
      if self.process.poll () is None:
        self.process.send_signal (number)
        try:
          self.process.wait (5)
        except subprocess.TimeoutExpired:
          continue
    self.state.cleanup ()
    return self.process.returncode
