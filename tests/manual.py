# SPDX-License-Identifier: GPL-3.0-or-later
"""manual.py PROGRAM PAGE [COMMAND…]: the page and the program know the same options, those of its commands too, and its JSON."""

import json
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


if '.SH JSON' in text:
  @tap.test
  def the_manual_knows_the_json ():
    """Every member is named in the section, and every name in the section's left column is a member."""
    section = text.split ('.SH JSON')[1].split ('.SH')[0]
    members = set ()
    for how in ([], ['--no-stream', '--repeat', '2']):
      said = subprocess.run ([program, 'send', '--json', *how, 'hi'], capture_output=True, text=True, check=True).stdout
      document = json.loads (said)
      members |= set (document)
      for column in document['columns']:
        members |= set (column) | set (column['times_us'])
    named = set (re.findall (r'\w+', ' '.join (re.findall (r'^\.BR? (.*)$', section, re.M))))
    heads = set (re.findall (r'\w+', ' '.join (re.findall (r'^\.TP\n\.BR? (.*)$', section, re.M))))
    tap.equal (sorted (members - named), [], 'members that the manual does not know')
    tap.equal (sorted (heads - members), [], 'members that the program does not write')


tap.run ()
