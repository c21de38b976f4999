# SPDX-License-Identifier: GPL-3.0-or-later
"""picture.py PROGRAM PROMPT FILE.png: starts the window, sends the prompt, and saves what is seen when all have ended.

It is what ./dev run does where nobody sits before a screen. Run under tests/x11.
"""

import sys

import a11y

program, prompt, path = sys.argv[1:]
with a11y.App ([program, '--send', prompt], timeout=30) as app:
  app.wait_for (lambda: 'win.send' in app.actions (), 'the answers', 60)  # not to be had while one is under way
  app.picture (path)
