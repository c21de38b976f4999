# SPDX-License-Identifier: GPL-3.0-or-later
"""manual.py PROGRAM PAGE [COMMAND…]: the page and the program know the same options; the commands' options count too."""

import re
import subprocess
import sys

import tap

program, page, *commands = sys.argv[1:]
del sys.argv[1:]

with open (page, encoding='utf-8') as file:
  text = re.sub (r'\\f[A-Z]|\\\|', '', file.read ()).replace ('\\-', '-')


def options (said):
  return set (re.findall (r'(?<![\w-])--[a-z][a-z-]*', said))


def offered ():
  said = ''
  for command in [[]] + [[command] for command in commands]:
    said += subprocess.run ([program] + command + ['--help'], capture_output=True, text=True, check=True).stdout
  said = re.sub (r'.*--(help|gapplication|display)\b.*', '', said)  # those that every program of the kind has
  return options (said)


@tap.test
def every_option_is_in_the_manual ():
  tap.equal (sorted (offered () - options (text)), [], 'options that the manual does not know')


@tap.test
def the_manual_has_no_other_options ():
  tap.equal (sorted (options (text) - offered () - {'--help', '--version'}), [], 'options that the program does not know')


tap.run ()
