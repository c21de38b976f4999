# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a document is HAR 1.2: by har-1.2.schema.json, and by what its specification says that no schema can."""

import base64
import json
import os
import urllib.parse

import schema
import tap

with open (os.path.join (os.path.dirname (os.path.abspath (__file__)), 'har-1.2.schema.json'), encoding='utf-8') as file:
  SCHEMA = schema.Schema (json.load (file))


def find_faults_of_entry (entry):
  request, content, timings = entry['request'], entry['response']['content'], entry['timings']
  phases = [timings.get (name, -1) for name in ('blocked', 'dns', 'connect', 'send', 'wait', 'receive')]
  if abs (entry['time'] - sum (phase for phase in phases if phase > 0)) > 0.001:
    yield 'time: not the sum of the timings'
  if timings.get ('ssl', -1) > timings.get ('connect', -1):
    yield 'timings/ssl: longer than the connecting that it is part of'
  text = content.get ('text', '')
  bytes = base64.b64decode (text, validate=True) if 'encoding' in content else text.encode ()
  if content['size'] != len (bytes) + content.get ('compression', 0):
    yield 'response/content/size: not that of its text'
  said = [(pair['name'], pair['value']) for pair in request['queryString']]
  asked = [pair.partition ('=')[::2] for pair in urllib.parse.urlsplit (request['url']).query.split ('&') if pair]
  if said != asked:
    yield 'request/queryString: not that of its address'


def find_faults (document):
  faults = SCHEMA.find_faults (document)
  if not faults:
    for position, entry in enumerate (document['log']['entries']):
      faults += ['/log/entries/%d/%s' % (position, fault) for fault in find_faults_of_entry (entry)]
  return faults


def check (document):
  tap.equal (find_faults (document), [], 'faults of a HAR')
