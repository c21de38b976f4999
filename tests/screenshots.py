# SPDX-License-Identifier: GPL-3.0-or-later
"""screenshots.py [FOLDER]: takes the pictures that the README and the software centres show, in data/screenshots.

Each is the window alone, without the screen around it. Run as ./dev screenshots; look at each before it is kept.
"""

import os
import subprocess
import sys

import chinese
import a11y

FOLDER = sys.argv[1] if len (sys.argv) > 1 else os.path.join (os.path.dirname (os.path.dirname (os.path.abspath (__file__))),
                                                              'data', 'screenshots')

# Name, options of the program, environment, and size; 1280 × 800 is what the screen has.
PICTURES = [
  ('compare', [], {}, (1280, 800)),
  ('compare-dark', [], {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}, (1280, 800)),
  ('request', ['--facet', 'request'], {}, (1280, 800)),
  ('events', ['--facet', 'events'], {}, (1280, 800)),
  ('fields', ['--facet', 'fields'], {}, (1280, 800)),
  ('migrate', [], {}, (1280, 800)),
  ('narrow', [], {}, (380, 760)),
  ('chinese', ['--sample', 'bedtime-story'], chinese.ENV, (1280, 800)),
]


def crop (path, app):
  """Takes away the frame that is drawn around a window where no window manager draws one."""
  window, box = app.windows ()[0], a11y.extents (app.frame)
  out = subprocess.run (['identify', '-format', '%w', path], capture_output=True, text=True, check=True).stdout
  border = (int (out) - box.width) // 2
  subprocess.run (['convert', path, '-shave', '%dx%d' % (border, border), '-strip', '-define', 'png:compression-level=9',
                   '-define', 'png:exclude-chunks=date,time', path], check=True)


def take (name, options, env, size):
  path = os.path.join (FOLDER, name + '.png')
  # The pace of reading is what a person would see in the times at the foot of each column.
  with a11y.App ([a11y.WINDOW, '--send'] + options, env=env, timeout=30) as app:
    app.resize (*size)
    app.wait_for (lambda: 'win.send' in app.actions (), 'the answers', 60)  # not to be had while one is under way
    if 'events' in options:  # one is chosen in each column, the first with text in it
      for events in app.find_all ('list', 'Events'):
        app.mouse_click (events.get_child_at_index (4))
        app.wait_for (lambda: app.find_all ('text', 'Data of the event', root=events.get_parent ().get_parent ()), 'its data')
      subprocess.run (['xdotool', 'mousemove', '0', '0'], check=True)
    if 'fields' in options:
      rows = app.find ('list', 'Fields')
      app.mouse_click (app.wait_for (lambda: next ((each for each in (rows.get_child_at_index (i) for i in range (rows.get_child_count ()))
                                                    if each is not None and a11y.name (each).startswith ('User’s text.')), None), 'a row'))
      app.find ('text', 'Value of Responses')
      subprocess.run (['xdotool', 'mousemove', '0', '0'], check=True)
    if name == 'migrate':
      app.key ('F9')
      app.find ('list', 'Pages')
      app.key ('Down', 'Return')
      app.click (app.find ('push button', 'A Chat Request with Tools'))
      app.find ('list', 'What became of each value')
      app.key ('F9')
    app.picture (path)
    crop (path, app)
  print (path)


os.makedirs (FOLDER, exist_ok=True)
for picture in PICTURES:
  take (*picture)
