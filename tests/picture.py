# SPDX-License-Identifier: GPL-3.0-or-later
"""picture.py PROGRAM FILE.png: starts the window, sends the prompt of the bedtime story, and saves what is then seen.

It is what ./dev run does where nobody sits before a screen. Run under tests/x11.
"""

import sys

import a11y

PROMPT = 'Write a one-sentence bedtime story about a unicorn.'

with a11y.App ([sys.argv[1]], timeout=30) as app:
  app.set_text (app.find ('text', 'Prompt'), PROMPT)
  app.do ('win.send')
  app.wait_for (lambda: 'win.stop' in app.actions (), 'the sending to begin')
  app.wait_for (lambda: 'win.stop' not in app.actions (), 'the answers', 60)
  app.picture (sys.argv[2])
