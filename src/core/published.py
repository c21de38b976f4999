# SPDX-License-Identifier: GPL-3.0-or-later
"""published.py FIELDS.json > published-tables.c: the published API as tables.

FIELDS.json is an extract of the published OpenAPI document: under "endpoints" the fields of requests, responses and
events, each with its path, type and limits, and under "sdk_delta" what the official SDKs have beyond it. The extract is
no part of the project, and nothing but this script reads it: what is committed is what the script writes, and it is run
again only when another version of the API is published. published-tables.h says what the tables mean.
"""

import json
import re
import sys

KINDS = {'ROOT': 0, 'MEMBER': 1, 'ELEMENT': 2, 'VARIANT': 3}
TYPES = {'string': 1, 'integer': 2, 'number': 4, 'boolean': 8, 'object': 16, 'array': 32, 'null': 64}
ANY = 127
REQUIRED, DEPRECATED, OPEN, NEWER = 1, 2, 4, 8
NO_ITEMS = -1


class Node:
  def __init__ (self, kind, label):
    self.kind, self.label = kind, label
    self.children = {}
    self.field = None
    self.types = 0
    self.flags = 0
    self.text = ''  # the type as published
    self.ref = None
    self.values = ()
    self.newer = ()

  def child (self, kind, label):
    if (kind, label) not in self.children:
      self.children[kind, label] = Node (kind, label)
    return self.children[kind, label]

  def find (self, path):
    for kind, label in steps (path):
      self = self.child (kind, label)
    return self


def steps (path):
  for step in re.findall (r'<[^>]*>|\[\]|[^.\[\]<>]+', path):
    if step == '[]':
      yield 'ELEMENT', '[]'
    elif step[0] == '<':
      yield 'VARIANT', step[1:-1]
    else:
      yield 'MEMBER', step


def alternatives (text):
  """A type at its top-level bars."""
  parts, depth = [''], 0
  for letter in text:
    depth += (letter == '<') - (letter == '>')
    if letter == '|' and depth == 0:
      parts.append ('')
    else:
      parts[-1] += letter
  return [part.strip () for part in parts]


def give_types (node, text):
  """The type of a node as published; what stands in array<…> belongs to the elements."""
  node.text = text
  for one in alternatives (text):
    if one.startswith ('array<'):
      node.types |= TYPES['array']
      give_types (node.child ('ELEMENT', '[]'), one[len ('array<'):-1])
    elif one == 'any':
      node.types |= ANY
      node.flags |= OPEN
    else:
      node.types |= TYPES.get (one, TYPES['object'])  # the name of a schema: all of them are objects


def add (root, fields, prefix='', flags=0):
  for field in fields:
    node = root.find (prefix + field['path'])
    node.field = field
    give_types (node, field['type'])
    node.flags |= flags | REQUIRED * bool (field['required']) | DEPRECATED * bool (field.get ('deprecated'))
    if field.get ('nullable'):
      node.types |= TYPES['null']
    values = tuple (v for v in field.get ('enum') or () if v is not None)
    if values:
      (node if node.types & TYPES['string'] else node.child ('ELEMENT', '[]')).values = values
    assert all (isinstance (v, str) for v in values), field


def close (node):
  """Objects of which nothing is said inside are open: free by their nature, or the extract goes no deeper."""
  inside = [c for c in node.children.values () if c.kind in ('MEMBER', 'VARIANT')]
  if node.types & TYPES['object'] and not inside and node.ref is None:
    node.flags |= OPEN
  kinds = {c.kind for c in inside}
  assert len (kinds) < 2, node.label
  if 'VARIANT' in kinds:
    assert len ({c.label.split ('=')[0] for c in inside}) == 1, node.label
  if node.kind == 'VARIANT':
    node.types = TYPES['object']
  for child in node.children.values ():
    close (child)


def newer (root, names):
  """What only the SDKs have: the name alone is known."""
  for name in names:
    node = root.find (name)
    if node.field is None:
      node.types, node.flags, node.text = ANY, OPEN | NEWER, 'any'


def build (document):
  roots = {}
  delta = document['sdk_delta']
  for name, endpoint in document['endpoints'].items ():
    short = 'chat' if name == 'chat_completions' else name
    stream = endpoint['stream']
    for kind in ('request', 'response', 'event'):
      roots[short, kind] = Node ('ROOT', short + ' ' + kind)
      roots[short, kind].types = TYPES['object']
    for kind in ('request', 'response'):
      add (roots[short, kind], endpoint[kind + '_fields'] + endpoint[kind + '_nested_fields'])
      newer (roots[short, kind], delta['%s_%s' % (short, kind)]['sdk_only'])
    if 'events' not in stream:
      add (roots[short, 'event'], stream['chunk_fields'] + stream['chunk_nested_fields'])
    for event in stream.get ('events', ()):
      add (roots[short, 'event'], event['fields'] + event.get ('nested_fields', []), '<type=%s>.' % event['type'])

  request, response, events = (roots['responses', kind] for kind in ('request', 'response', 'event'))
  request_items, output_items = request.find ('input[]'), response.find ('output[]')
  response.find ('instructions[]').ref = request_items
  for variant in events.children.values ():
    for member in variant.children.values ():
      if member.text == 'Response':
        member.ref = response
      elif member.text.startswith ('OutputMessage | '):
        member.ref = output_items
  for name, members in delta['new_events'].items ():
    variant = events.find ('<type=%s>' % name)
    variant.flags |= NEWER
    types = {'sequence_number': 'integer', 'output_index': 'integer'}
    add (variant, [{'path': m, 'type': types.get (m, 'string'), 'required': True} for m in members], flags=NEWER)
    variant.find ('type').values = (name,)
  for path, known in (('incomplete_details.reason', 'incomplete_details_reason'), ('error.code', 'response_error_code')):
    node = response.find (path)
    node.newer = tuple (v for v in delta[known] if v not in node.values)
  newer (response, ['error.' + name for name in delta['response_error_fields']])

  # An error's body is the same for all.
  error = document['error_schema']['Error']
  roots['', 'error'] = Node ('ROOT', 'error')
  roots['', 'error'].types = TYPES['object']
  add (roots['', 'error'], [error] + [dict (f, path='error.' + f['path']) for f in error['fields']])
  for root in roots.values ():
    close (root)
  return roots


class Pool:
  """Strings, each once, behind one another; 0 is the empty one."""

  def __init__ (self):
    self.at, self.text, self.size = {'': 0}, [''], 1

  def add (self, text):
    if text not in self.at:
      self.at[text] = self.size
      self.text.append (text)
      self.size += len (text.encode ()) + 1
    return self.at[text]


def quote (text):
  return '"%s\\0"' % text.replace ('\\', '\\\\').replace ('"', '\\"')


def number (value):
  return repr (float (value))


class Writer:
  def __init__ (self):
    self.pool, self.rows, self.places = Pool (), [], {}
    self.lists, self.list_at = [0], {(): 0}
    self.limits, self.limit_at = [], {}

  def values (self, node):
    key = (node.values, node.newer)
    if not node.values and not node.newer:
      return 0
    if key not in self.list_at:
      self.list_at[key] = len (self.lists)
      self.lists += [len (node.values), len (node.newer)] + [self.pool.add (v) for v in node.values + node.newer]
    return self.list_at[key]

  def limit (self, field):
    names = ('minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems')
    if not any (name in field for name in names):
      return 0
    low, high = field.get ('minimum'), field.get ('maximum')
    key = ('-HUGE_VAL' if low is None else number (low), 'HUGE_VAL' if high is None else number (high)) + tuple (
      field.get (name, NO_ITEMS) for name in names[2:])
    if key not in self.limit_at:
      self.limits.append (key)
      self.limit_at[key] = len (self.limits)
    return self.limit_at[key]

  def add (self, node, parent):
    at = len (self.rows)
    self.places[id (node)] = at
    self.rows.append (None)
    for child in node.children.values ():
      self.add (child, at)
    field = node.field or {}
    default = self.pool.add (json.dumps (field['default'], ensure_ascii=False)) if 'default' in field else 0
    self.rows[at] = [len (self.rows) - at, parent, self.pool.add (node.label), self.pool.add (node.text),
                     self.pool.add (field.get ('schema', '')), default, self.pool.add (field.get ('pattern', '')),
                     self.values (node), node.ref, KINDS[node.kind], node.types, node.flags, self.limit (field)]


def main ():
  with open (sys.argv[1], encoding='utf-8') as file:
    document = json.load (file)
  roots = build (document)
  writer = Writer ()
  anything = Node ('ROOT', '')
  anything.types, anything.flags = ANY, OPEN
  writer.add (anything, 0)
  for root in roots.values ():
    writer.add (root, len (writer.rows))
  assert len (writer.rows) < 65536 and writer.pool.size < 65536 and len (writer.lists) < 65536 and len (writer.limits) < 256
  source = document['source']

  print ('/* SPDX-License-Identifier: GPL-3.0-or-later */')
  print ('#include "published-tables.h"\n\n#include <math.h>\n')
  print ('/* clang-format off */')
  print ('/* Written by published.py from %s, version %s, commit %s of %s.'
         % (source['repo'], source['spec_version'], source['commit'], source['commit_date'][:10]))
  print (' * Not to be edited. */\n')
  print ('const char tri_published_version[] = "%s";' % source['spec_version'])
  print ('const char tri_published_commit[] = "%s";\n' % source['commit'])
  print ('const TriPublishedField tri_published_fields[] = {')
  for row in writer.rows:
    row[8] = writer.places[id (row[8])] if row[8] else 0
    print ('{%s},' % ','.join (map (str, row)))
  print ('};\n\nconst TriPublishedRoot tri_published_roots[] = {')
  for (name, kind), root in roots.items ():
    print ('{"%s",TRI_PUBLISHED_%s,%d},' % (name, kind.upper (), writer.places[id (root)]))
  print ('};\nconst guint tri_published_n_roots = G_N_ELEMENTS (tri_published_roots);')
  print ('const guint tri_published_n_fields = G_N_ELEMENTS (tri_published_fields);\n')
  print ('const guint16 tri_published_values[] = {')
  for start in range (0, len (writer.lists), 20):
    print (','.join (map (str, writer.lists[start:start + 20])) + ',')
  print ('};\n\nconst TriPublishedLimits tri_published_limits[] = {\n{-HUGE_VAL,HUGE_VAL,-1,-1,-1,-1},')
  for limit in writer.limits:
    print ('{%s},' % ','.join (map (str, limit)))
  print ('};\n\nconst char tri_published_strings[] =')
  print ('\n'.join (quote (text) for text in writer.pool.text) + ';')


main ()
