# SPDX-License-Identifier: GPL-3.0-or-later
"""Test functions in, TAP out, so that every function of a Python test counts as one test in meson.

    import tap

    @tap.test
    def the_prompt_is_sent ():
      ...

    tap.run ()

A function's name is the test's name, with blanks for underscores; test ("another name") gives another. An exception
fails that test alone, and its traceback goes to the standard error, which meson shows. Raise Skip to say why something
could not be tried. Arguments on the command line run only the tests whose names hold one of them. What a test prints
becomes a diagnostic, because TAP owns the standard output.
"""

import contextlib
import io
import sys
import time
import traceback

_tests = []


class Skip (Exception):
  """Raised by a test that cannot be tried here; its message says why."""


def test (what):
  """As @test or as @test ("name"): registers the function."""
  if callable (what):
    _tests.append ((what.__name__.replace ('_', ' '), what))
    return what

  def register (function):
    _tests.append ((what.replace ('#', 'No.'), function))  # '#' begins a directive in TAP
    return function
  return register


def equal (got, expected, what='value'):
  """Fails with both values in full, each on a line of its own."""
  if got != expected:
    raise AssertionError ('%s\n  expected: %r\n  got:      %r' % (what, expected, got))


def note (text):
  """A diagnostic line, seen in the log of the run."""
  for line in str (text).splitlines ():
    print ('# ' + line, file=sys.__stdout__, flush=True)


def run ():
  """Runs what was registered, prints TAP and ends the program: 0 when nothing failed, 1 otherwise."""
  chosen = [(name, function) for name, function in _tests
            if len (sys.argv) == 1 or any (word in name for word in sys.argv[1:])]
  print ('TAP version 13\n1..%d' % len (chosen), flush=True)
  failed = 0

  for number, (name, function) in enumerate (chosen, 1):
    said, begin, verdict, after = io.StringIO (), time.monotonic (), 'ok', ''
    try:
      with contextlib.redirect_stdout (said):
        function ()
    except Skip as reason:
      after = ' # SKIP %s' % reason
    except KeyboardInterrupt:
      print ('Bail out! interrupted', flush=True)
      sys.exit (130)
    except BaseException:  # a SystemExit of a test is a failure of that test, not the end of the others
      verdict = 'not ok'
      failed += 1
      said.write (traceback.format_exc ())
    print ('%s %d - %s%s' % (verdict, number, name, after), flush=True)
    note ('%.2f s' % (time.monotonic () - begin))
    if verdict == 'ok':
      note (said.getvalue ())
    else:
      print ('%s:\n%s' % (name, said.getvalue ()), file=sys.stderr, flush=True)

  sys.exit (1 if failed else 0)
