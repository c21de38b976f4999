# SPDX-License-Identifier: GPL-3.0-or-later
"""However wide the window, however large the letters, whatever the language: nothing reaches beyond the window.

With TRI_PICTURES naming a folder, a picture of each look is left there, to be looked at.
"""

import contextlib
import os
import tempfile

import a11y
import chinese
import journey
import tap
from journey import Window

SIZES = ((360, 700), (700, 700), (1280, 800), (1920, 1000))


def beyond (window, may_scroll):
  """What stands outside of the window; of a column, whether all of it is inside, or below where that may be scrolled to."""
  whole = a11y.extents (window.frame)
  todo, found = [window.frame], []
  while todo:
    each = todo.pop ()
    # Of two that stand for one another, the one that does not fit keeps its old place on the bus; so do hidden facets.
    if a11y.name (each) != 'TriEither' and a11y.name (each) not in journey.FORMATS:
      todo += [each.get_child_at_index (i) for i in range (each.get_child_count ())]
    if a11y.role (each) not in ('push button', 'text', 'label', 'filler', 'scroll pane') and a11y.name (each) not in journey.FORMATS \
       or each.get_component_iface () is None or not a11y.on_screen (each):
      continue
    box = a11y.extents (each)
    below = box.y + box.height > whole.height and not (may_scroll and in_scroll_pane (each))
    if box.x < 0 or box.y < 0 or box.x + box.width > whole.width or below:
      found.append ('%s "%s" at %d, %d, %d × %d' % (a11y.role (each), a11y.name (each), box.x, box.y, box.width, box.height))
  return found


def in_scroll_pane (accessible):
  while accessible is not None and a11y.role (accessible) not in ('frame', 'scroll pane'):
    accessible = accessible.get_parent ()
  return accessible is not None and a11y.role (accessible) == 'scroll pane'


def look (name, options=(), env=None, sizes=SIZES, may_scroll=False):
  with Window (*options, env=env) as window:
    window.send ()
    for width, height in sizes:
      window.resize (width, height)
      window.until (lambda: abs (a11y.extents (window.frame).width - width) < 40, 'a width of %d' % width)
      if 'TRI_PICTURES' in os.environ:
        window.picture (os.path.join (os.environ['TRI_PICTURES'], '%s-%d.png' % (name, width)))
      outside = [None]

      def fits ():  # in the end: places are asked for one by one, and the window may still be giving them out
        outside[0] = beyond (window, may_scroll)
        return not outside[0]
      with contextlib.suppress (AssertionError):
        window.wait_for (fits, 'all to be within')
      tap.equal (outside[0], [], '%s, %d × %d: outside' % (name, width, height))


@tap.test
def nothing_is_cut_off_in_light ():
  look ('light')


@tap.test
def nothing_is_cut_off_in_the_dark ():
  look ('dark', ['--facet', 'response'], {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}, SIZES[:2])


@tap.test
def nothing_is_cut_off_with_large_letters ():
  with tempfile.TemporaryDirectory () as folder:
    os.mkdir (os.path.join (folder, 'gtk-4.0'))
    with open (os.path.join (folder, 'gtk-4.0', 'settings.ini'), 'w', encoding='utf-8') as file:
      file.write ('[Settings]\ngtk-font-name=Cantarell 17\ngtk-enable-animations=false\n')
    look ('large', ['--sample', 'conversation'], {'XDG_CONFIG_HOME': folder}, ((500, 900), (1280, 800)))


@tap.test
def nothing_is_cut_off_with_large_text ():
  for scale, facet in ((1.5, 'output'), (2, 'output'), (2, 'events')):
    with a11y.text_scale (scale):
      look ('text-%s-%s' % (scale, facet), ['--facet', facet], {}, ((360, 720), (480, 800), (1280, 800)), True)


@tap.test
def nothing_is_cut_off_in_chinese ():
  look ('chinese', [], chinese.ENV, SIZES[:3])


tap.run ()
