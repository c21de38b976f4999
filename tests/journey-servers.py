# SPDX-License-Identifier: GPL-3.0-or-later
"""Other servers: adding one, what is understood of an address, keys that nobody can read again, and servers that refuse.
And whatever happens, nothing leaves the machine."""

import os
import re
import socket

import a11y
import journey
import tap
from journey import Practice, Window

KEY = 'sk-canary-0123456789abcdefghij'


def open_dialog (window):
  window.do ('win.add-server')
  return window.dialog ('Add a Server')


def field (window, dialog, name):
  return window.until (lambda: journey.first (dialog, 'text', name) or journey.first (dialog, 'entry', name)
                       or journey.first (dialog, 'password text', name), 'field "%s"' % name)


def add_button (window, dialog):
  return window.until (lambda: journey.first (dialog, 'push button', lambda name: name.strip ('_') == 'Add'), 'Add')


def add_server (window, url, name=None):
  """Adds it and asks it in all columns."""
  dialog = open_dialog (window)
  window.set_text (field (window, dialog, 'Base URL'), url)
  window.set_text (field (window, dialog, 'Default model'), 'practice-model')
  if name:
    window.set_text (field (window, dialog, 'Name (optional)'), name)
  a11y.click (add_button (window, dialog))
  window.until (lambda: not window.others (), 'the dialog to close')
  a11y.click (window.until (lambda: journey.first (window.frame, 'push button', 'Use in All Columns', journey.has_click),
                            'the offer to use it'))
  wanted = name or url
  window.until (lambda: all (column.says (wanted) for column in window.columns ()), 'the server in each column')


def free_port ():
  with socket.socket () as probe:
    probe.bind (('127.0.0.1', 0))
    return probe.getsockname ()[1]


def peers (pid):
  """Remote addresses of a process's connected internet sockets, and what it listens on, from the kernel's tables."""
  inodes, found = set (), set ()
  for number in os.listdir ('/proc/%d/fd' % pid):
    try:
      match = re.match (r'socket:\[(\d+)\]', os.readlink ('/proc/%d/fd/%s' % (pid, number)))
    except OSError:
      continue
    inodes.update (match.groups () if match else ())
  for table in ('tcp', 'tcp6', 'udp', 'udp6'):
    try:
      lines = open ('/proc/%d/net/%s' % (pid, table)).read ().splitlines ()[1:]
    except OSError:
      continue
    for line in lines:
      words = line.split ()
      if words[9] in inodes:
        found.update ({words[1].split (':')[0], words[2].split (':')[0]})
  return found


@tap.test
def what_is_understood_of_an_address_is_said_while_it_is_typed ():
  with Window () as window:
    dialog = open_dialog (window)
    url = field (window, dialog, 'Base URL')
    assert not a11y.has_state (add_button (window, dialog), 'sensitive'), 'an empty address can be added'

    window.set_text (url, 'http://localhost:8080/v1/chat/completions')
    window.until (lambda: journey.first (dialog, 'label', lambda name: 'Requests go to http://localhost:8080/v1' in name),
                  'what was understood')
    remark = a11y.name (journey.first (dialog, 'label', lambda name: 'Requests go to' in name))
    assert re.search (r'chat/completions.*', remark.split ('/v1', 1)[1]), 'nothing is said about the path: ' + remark
    assert a11y.has_state (add_button (window, dialog), 'sensitive')

    for wrong in ('ftp://example.org', 'http://', 'not an address'):
      window.set_text (url, wrong)
      window.until (lambda: not a11y.has_state (add_button (window, dialog), 'sensitive'), '%s to be refused' % wrong)
      assert journey.first (dialog, 'label', lambda name: 'Requests go to' in name) is None, wrong


@tap.test
def a_key_that_was_typed_cannot_be_read_again ():
  with Practice ('--require-key') as server, Window () as window:
    dialog = open_dialog (window)
    window.set_text (field (window, dialog, 'Base URL'), server.base_url)
    window.set_text (field (window, dialog, 'Name (optional)'), 'With a key')
    window.set_text (field (window, dialog, 'Default model'), 'practice-model')
    window.mouse_click (window.until (lambda: journey.first (dialog, None, 'Comes from') or
                                      journey.first (dialog, 'label', 'Comes from'), 'where the key comes from'))
    window.until (lambda: journey.first (dialog, 'list item', lambda name: True, lambda it: a11y.has_state (it, 'focused')),
                  'the choices')
    a11y.key ('Down', 'Down', 'Return')
    window.set_text (field (window, dialog, 'Key'), KEY)
    window.until (lambda: a11y.has_state (add_button (window, dialog), 'sensitive'), 'the key to do')
    a11y.click (add_button (window, dialog))
    window.until (lambda: not window.others (), 'the dialog to close')
    a11y.click (window.until (lambda: journey.first (window.frame, 'push button', 'Use in All Columns', journey.has_click), 'offer'))
    window.until (lambda: all (column.says ('With a key') for column in window.columns ()), 'the server in each column')
    window.send ()
    for column in window.columns ():
      assert '200 OK' in column.times (), 'the key did not do: %s' % column.labels ()

    def said (root):
      for each in a11y.walk (root):
        yield a11y.name (each)
        if a11y.role (each) in ('text', 'entry', 'password text'):
          yield a11y.get_text (each)
    for facet in ('Request', 'Response', 'Events'):
      window.facet (facet)
      told = '\n'.join (said (window.frame))
      assert 'With a key' in told
      assert KEY not in told, 'the key can be read in %s' % facet
    dialog = open_dialog (window)
    assert KEY not in '\n'.join (said (dialog)), 'the key can be read in a new dialog'


@tap.test
def a_server_that_refuses_is_named_and_can_be_tried_again ():
  port = free_port ()
  with Window () as window:
    columns = window.columns ()
    add_server (window, 'http://127.0.0.1:%d/v1' % port, 'Not there yet')
    window.send ()
    for column in columns:
      assert column.says ('127.0.0.1:%d' % port), column.labels ()
      assert '200' not in column.times (), column.times ()
    with Practice (port=port):
      columns[1].press ('Retry this column')
      window.until (lambda: '200 OK' in columns[1].times () and not window.running (), 'the second attempt')
      assert '200' not in columns[0].times (), 'another column was tried too'
      window.send ()
      assert all ('200 OK' in column.times () for column in columns), [column.times () for column in columns]


@tap.test
def a_server_that_wants_a_key_says_so_in_its_own_words ():
  with Practice ('--require-key') as server, Window () as window:
    add_server (window, server.base_url)
    window.send ()
    for column in window.columns ():
      assert '401' in column.times (), column.times ()
      assert column.says ('API key'), column.labels ()
    window.facet ('Response')
    for column in window.columns ():
      assert '"error"' in column.text ('Response'), column.text ('Response')


@tap.test
def a_server_is_edited_and_removed_again ():
  with Practice () as server, Window () as window:
    add_server (window, server.base_url, 'First name')
    window.do ('win.servers')
    window.until (window.others, 'the list of servers')
    press = lambda name: a11y.click (window.until (lambda: journey.first (window.root (), 'push button', name, journey.has_click), name))
    press ('Edit “First name”')
    dialog = window.dialog ('Edit Server')
    tap.equal (window.get_text (field (window, dialog, 'Base URL')), server.base_url, 'its address')
    window.set_text (field (window, dialog, 'Name (optional)'), 'Second name')
    a11y.click (window.until (lambda: journey.first (dialog, 'push button', lambda name: name.strip ('_') == 'Save', journey.has_click),
                              'Save'))
    window.until (lambda: all (column.says ('Second name') for column in window.columns ()), 'the other name in each column')
    window.until (lambda: journey.first (window.root (), 'push button', 'Edit “Second name”'), 'the other name in the list')
    press ('Remove “Second name”')
    window.until (lambda: all (column.says ('Practice server') for column in window.columns ()), 'the practice server')
    window.until (lambda: window.says ('“Second name” was removed'), 'a word about it')
    for other in window.others ():
      window.do ('window.close', other)
    window.until (lambda: not window.others (), 'the list to close')
    window.send ()
    assert all ('200 OK' in column.times () for column in window.columns ()), [column.times () for column in window.columns ()]


@tap.test
def nothing_leaves_the_machine ():
  """Not at the start, not while answers run, and not with every window and menu opened once."""
  own = {'0100007F', '00000000', '0' * 32, '00000000000000000000000001000000', '0000000000000000FFFF00000100007F'}
  with Window (pace_us=100000) as window:
    tap.equal (peers (window.process.pid), set (), 'sockets before anything is sent')
    window.do ('win.send')
    seen = window.until (lambda: peers (window.process.pid), 'a connection to the practice server')
    assert seen <= own, seen
    views = [column.view () for column in window.columns ()]
    window.until (lambda: all (a11y.get_text (view) for view in views), 'text')
    assert peers (window.process.pid) <= own, peers (window.process.pid)
    window.do ('win.stop')
    window.end_of_all ()
    open_dialog (window)
    window.key ('F10')
    assert peers (window.process.pid) <= own, peers (window.process.pid)


tap.run ()
