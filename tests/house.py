# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house that a program can check. src/README.md says what they are for."""

import os
import re

import tap

TOP = os.path.dirname (os.path.dirname (os.path.abspath (__file__)))
CODE = ('.c', '.h', '.py', '.ui', '.build', '.in', '.xml', '.sh', '.md', '.1', '.po', '.css')


def files (*places, ends=('.c', '.h')):
  """Paths below places, relative to the top; hidden ones and what was built left out."""
  for place in places:
    for where, folders, names in os.walk (os.path.join (TOP, place)):
      folders[:] = sorted (f for f in folders if not f.startswith (('_', '.')))
      for name in sorted (names):
        if name.endswith (ends):
          yield os.path.relpath (os.path.join (where, name), TOP)


def read (path):
  with open (os.path.join (TOP, path), encoding='utf-8') as file:
    return file.read ()


def code (path):
  """C without comments and without the insides of strings; line numbers stay."""
  def blank (match):
    return '""' if match[0][0] == '"' else re.sub (r'[^\n]', ' ', match[0]) if match[0][0] == '/' else match[0]
  return re.sub (r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', blank, read (path), flags=re.S)


def includes (path):
  """(line number, included name) of every #include."""
  for number, line in enumerate (read (path).splitlines (), 1):
    match = re.match (r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
    if match:
      yield number, match[1]


def search (pattern, paths, text=read):
  """Where a pattern stands, as path:line: what."""
  return ['%s:%d: %s' % (path, number, line.strip ())
          for path in paths
          for number, line in enumerate (text (path).splitlines (), 1) if re.search (pattern, line)]


def none (found):
  assert not found, '\n' + '\n'.join (found)


@tap.test
def core_knows_no_widgets ():
  none (['%s:%d: %s' % (path, number, name) for path in files ('src/core', 'src/practice') for number, name in includes (path)
         if re.match (r'(gtk|gdk|gsk|adwaita|gtksourceview)\b', name) or name.startswith (('ui/', 'cli/', '../ui', '../cli'))])


@tap.test
def core_does_not_know_the_practice_server ():
  none (['%s:%d: %s' % (path, number, name) for path in files ('src/core') for number, name in includes (path)
         if 'practice/' in name])


@tap.test
def window_and_terminal_do_not_know_each_other ():
  none (['%s:%d: %s' % (path, number, name) for path in files ('src/ui', 'src/cli') for number, name in includes (path)
         if 'cli/' in name and path.startswith ('src/ui') or 'ui/' in name and path.startswith ('src/cli')])


@tap.test
def libsoup_is_known_to_transport_and_practice_alone ():
  none (['%s:%d: %s' % (path, number, name) for path in files ('src') for number, name in includes (path)
         if name.startswith ('libsoup') and not re.match (r'src/(practice/|core/transport)', path)])


@tap.test
def libarchive_is_known_to_the_container_alone ():
  none (['%s:%d: %s' % (path, number, name) for path in files ('src') for number, name in includes (path)
         if name in ('archive.h', 'archive_entry.h') and not path.startswith ('src/core/container')])


@tap.test
def core_includes_only_what_stands_above ():
  """The order of sources in src/core/meson.build is the include rule; a header stands where its .c stands."""
  order = {}
  for name in re.findall (r"'([\w-]+)\.[ch]'", read ('src/core/meson.build')):
    order.setdefault (name, len (order))
  wrong = []
  for path in files ('src/core'):
    own = os.path.basename (path)[:-2]
    if own not in order:
      wrong.append ('%s: not listed in src/core/meson.build' % path)
      continue
    for number, name in includes (path):
      other = os.path.basename (name)[:-2]
      if os.path.exists (os.path.join (TOP, 'src/core', os.path.basename (name))) and \
         order.get (other, len (order)) > order[own]:
        wrong.append ('%s:%d: %s stands below %s' % (path, number, other, own))
  none (wrong)


@tap.test
def core_never_logs_prints_or_exits ():
  none (search (r'\b(g_print|g_printerr|printf|puts|g_message|g_warning|g_debug|g_info|g_error|exit|abort)\s*\(',
                files ('src/core', ends='.c'), code))


@tap.test
def no_goto ():
  none (search (r'\bgoto\b', files ('src'), code))


@tap.test
def nothing_is_left_to_do ():
  none (search (r'\b(TO' r'DO|FIX' r'ME|XX' r'X)\b', files ('src', 'tests', 'data', 'po', ends=CODE)))


@tap.test
def no_place_of_one_machine ():
  """/tmp is fine in a test, which makes its own room; a home or a work directory is somebody's."""
  none (search (r'(?<![\w.])/(home|root|work|Users)/\w', files ('src', 'tests', 'data', 'po', ends=CODE)))


@tap.test
def every_source_says_its_licence ():
  none (['%s: no SPDX line' % path for path in files ('src', 'tests', 'data', ends=('.c', '.h', '.py', '.build', '.ui'))
         if 'SPDX-License-Identifier' not in read (path)[:600]])


@tap.test
def files_that_are_seen_are_translated ():
  """Every source with a translatable string is listed for translation, and nothing else is."""
  listed = [line.strip () for line in read ('po/POTFILES.in').splitlines () if line.strip () and line[0] != '#']
  marked = [path for path in files ('src', ends=('.c', '.h')) if re.search (r'(?<!\w)(N_|C_|NC_|_|g?n?gettext|g_dngettext|ngettext) \("', read (path))]
  marked += [path for path in files ('src', 'data', ends=('.ui', '.ui.in')) if 'translatable="' in read (path)]
  none (['%s: not in po/POTFILES.in' % path for path in marked if path not in listed] +
        ['po/POTFILES.in: %s is not there' % path for path in listed if not os.path.exists (os.path.join (TOP, path))])


tap.run ()
