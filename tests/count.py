# SPDX-License-Identifier: GPL-3.0-or-later
"""count.py BUILD: says what the last run of meson test in BUILD came to, and ends 0 only if tests ran and none failed.

Every TAP subtest counts as one. The JUnit log knows the subtests, but not that a program was killed before its first
line; the JSON log knows how each program ended, but not what it tried. So both are read: a program that ended badly
without a failed subtest counts as one failure, and so does one that said nothing at all.
"""

import json
import os
import sys
import xml.etree.ElementTree as xml

logs = os.path.join (sys.argv[1], 'meson-logs')
passed, failed, skipped = 0, [], []
subtests, programs = {}, []

try:
  for suite in xml.parse (os.path.join (logs, 'testlog.junit.xml')).getroot ():
    subtests[suite.get ('name').partition ('.')[2]] = suite.findall ('testcase')  # "project.suite / test"
  with open (os.path.join (logs, 'testlog.json'), encoding='utf-8') as log:
    programs = [json.loads (line) for line in log if line.strip ()]
except (OSError, ValueError, xml.ParseError) as error:
  print ('The tests did not run: %s' % error)

for program in programs:
  name = program['name'].split (' / ')[-1]
  result = program['result']
  cases = subtests.get (program['name'], [])
  bad = [case for case in cases if case.find ('failure') is not None or case.find ('error') is not None]
  left_out = [case for case in cases if case.find ('skipped') is not None]

  passed += len (cases) - len (bad) - len (left_out)
  failed += ['%s: %s' % (name, case.get ('name')) for case in bad]
  skipped += ['%s: %s' % (name, case.get ('name')) for case in left_out]

  if result in ('OK', 'EXPECTEDFAIL') and not cases:
    passed += 1
  elif result == 'SKIP' and not cases:
    if '# skip' in (program.get ('stdout') or '').lower () or program.get ('returncode') == 77:
      skipped.append (name)
    else:
      failed.append (name + ': ran nothing')
  elif result not in ('OK', 'EXPECTEDFAIL', 'SKIP') and not bad:
    failed.append ('%s: %s' % (name, result.lower ()))

for what, names in (('skipped', skipped), ('failed', failed)):
  for name in names:
    print ('%s: %s' % (what, name))
print ('%d passed, %d failed' % (passed, len (failed)))
sys.exit (0 if passed and not failed else 1)
