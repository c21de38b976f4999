# SPDX-License-Identifier: GPL-3.0-or-later
"""Chromium without a window, for pages that are looked at: asked through the pipe that --remote-debugging-pipe is, in
messages of the DevTools protocol that end in a NUL.

    with chromium.Browser () as browser:
      page = browser.open ('file:///…', width=1280, dark=True)
      page.run ('document.title')
      page.said, page.asked_for     # what the console got; addresses that it wanted to have
"""

import base64
import itertools
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

PROGRAM = next ((path for path in map (shutil.which, ('chromium', 'chromium-browser', 'google-chrome')) if path), None)
FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--hide-scrollbars',
         '--disable-extensions', '--disable-background-networking', '--disable-component-update', '--disable-sync',
         '--force-color-profile=srgb', '--remote-debugging-pipe']
PATIENCE = 120


class Browser:
  def __init__ (self):
    self._numbers, self._rest, self._pages = itertools.count (1), b'', {}

  def __enter__ (self):
    self._room = tempfile.mkdtemp (prefix='triptych-chromium-')
    theirs_in, self._out = os.pipe ()
    self._in, theirs_out = os.pipe ()

    # Chromium reads from 3 and writes to 4, whatever numbers the pipes have here.
    script = 'exec 3<&%d 4>&%d; exec "$@"' % (theirs_in, theirs_out)
    env = {name: value for name, value in os.environ.items () if name not in ('DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS')}
    env.update (HOME=self._room)
    self._process = subprocess.Popen (['/bin/bash', '-c', script, 'bash', PROGRAM, *FLAGS, '--user-data-dir=' + self._room, 'about:blank'],
                                      pass_fds=(theirs_in, theirs_out), env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close (theirs_in)
    os.close (theirs_out)
    return self

  def __exit__ (self, *_):
    try:
      self.ask ('Browser.close')
      self._process.wait (20)
    except (OSError, AssertionError, subprocess.TimeoutExpired):
      self._process.kill ()
      self._process.wait ()
    os.close (self._in)
    os.close (self._out)
    shutil.rmtree (self._room, ignore_errors=True)

  def _take (self, message):
    page = self._pages.get (message.get ('sessionId'))
    if page and 'method' in message:
      page.take (message['method'], message['params'])

  def _read (self, deadline):
    while b'\0' not in self._rest:
      ready, _, _ = select.select ([self._in], [], [], max (0, deadline - time.monotonic ()))
      assert ready, 'Chromium does not answer'
      more = os.read (self._in, 1 << 20)
      assert more, 'Chromium is gone'
      self._rest += more
    message, self._rest = self._rest.split (b'\0', 1)
    return json.loads (message)

  def ask (self, method, session=None, **params):
    number = next (self._numbers)
    question = {'id': number, 'method': method, 'params': params, **({'sessionId': session} if session else {})}
    os.write (self._out, json.dumps (question).encode () + b'\0')
    deadline = time.monotonic () + PATIENCE
    while True:
      message = self._read (deadline)
      if message.get ('id') == number:
        assert 'error' not in message, (method, message['error'])
        return message['result']
      self._take (message)

  def wait_until (self, is_so):
    deadline = time.monotonic () + PATIENCE
    while not is_so ():
      self._take (self._read (deadline))

  def open (self, address, width, height=900, dark=False, media='screen'):
    target = self.ask ('Target.createTarget', url='about:blank')['targetId']
    page = Page (self, target, self.ask ('Target.attachToTarget', targetId=target, flatten=True)['sessionId'])
    self._pages[page.session] = page
    for domain in 'Page', 'Network', 'Runtime', 'Log':
      page.ask (domain + '.enable')
    page.ask ('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1, mobile=False)
    page.ask ('Emulation.setEmulatedMedia', media=media,
              features=[{'name': 'prefers-color-scheme', 'value': 'dark' if dark else 'light'}])
    page.ask ('Page.navigate', url=address)
    self.wait_until (lambda: page.is_loaded)
    page.run ('new Promise ((done) => requestAnimationFrame (() => requestAnimationFrame (done)))')
    return page


class Page:
  def __init__ (self, browser, target, session):
    self.browser, self.target, self.session = browser, target, session
    self.said, self.asked_for, self.is_loaded = [], [], False

  def ask (self, method, **params):
    return self.browser.ask (method, self.session, **params)

  def take (self, event, params):
    if event == 'Network.requestWillBeSent':
      self.asked_for.append (params['request']['url'])
    elif event == 'Log.entryAdded':
      self.said.append (params['entry']['text'])
    elif event == 'Runtime.consoleAPICalled':
      self.said.append (str (params['args']))
    elif event == 'Runtime.exceptionThrown':
      self.said.append (str (params['exceptionDetails']))
    elif event == 'Page.javascriptDialogOpening':
      self.said.append ('a dialog: ' + params['message'])
    elif event == 'Page.loadEventFired':
      self.is_loaded = True

  def run (self, script):
    result = self.ask ('Runtime.evaluate', expression=script, returnByValue=True, awaitPromise=True)
    assert 'exceptionDetails' not in result, result
    return result['result'].get ('value')

  def picture (self):
    """All of the page as PNG."""
    return base64.b64decode (self.ask ('Page.captureScreenshot', captureBeyondViewport=True)['data'])

  def paper (self):
    """PDF, as it is printed."""
    self.ask ('Emulation.setEmulatedMedia', media='')  # else the style of screens would go to the paper
    return base64.b64decode (self.ask ('Page.printToPDF', printBackground=True)['data'])

  def close (self):
    self.browser.ask ('Target.closeTarget', targetId=self.target)
