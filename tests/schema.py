# SPDX-License-Identifier: GPL-3.0-or-later
"""JSON Schema, as far as the schemas of these tests need it. A keyword that is not known here is an error and not
silence, because a check that is not made must not look like one that found nothing."""

import re

DESCRIBES = {'$schema', '$defs', 'title', 'description'}


def is_number (value):
  return isinstance (value, (int, float)) and not isinstance (value, bool)


TYPES = {
  'object': lambda value: isinstance (value, dict),
  'array': lambda value: isinstance (value, list),
  'string': lambda value: isinstance (value, str),
  'boolean': lambda value: isinstance (value, bool),
  'null': lambda value: value is None,
  'number': is_number,
  'integer': lambda value: is_number (value) and value == int (value),
}


class Schema:
  def __init__ (self, root):
    self.root = root

  def find_faults (self, value):
    """Where `value` breaks the schema, each as "place: keyword"; empty if nowhere."""
    return list (self._check (self.root, value, ''))

  def _follow (self, reference):
    schema = self.root
    for name in reference.split ('/')[1:]:
      schema = schema[name]
    return schema

  def _check (self, schema, value, place):
    for keyword, said in schema.items ():
      if keyword in DESCRIBES:
        continue
      for fault in getattr (self, '_' + keyword.strip ('$')) (said, value, place, schema):
        yield fault if ': ' in fault else '%s: %s' % (place, fault)

  def _ref (self, said, value, place, _):
    return self._check (self._follow (said), value, place)

  def _type (self, said, value, place, _):
    return [] if TYPES[said] (value) else ['type']

  def _const (self, said, value, place, _):
    return [] if value == said and type (value) is type (said) else ['const']

  def _minimum (self, said, value, place, _):
    return ['minimum'] if is_number (value) and value < said else []

  def _maximum (self, said, value, place, _):
    return ['maximum'] if is_number (value) and value > said else []

  def _pattern (self, said, value, place, _):
    return ['pattern'] if isinstance (value, str) and not re.search (said, value) else []

  def _required (self, said, value, place, _):
    return ['required %s' % name for name in said if isinstance (value, dict) and name not in value]

  def _properties (self, said, value, place, _):
    for name in said:
      if isinstance (value, dict) and name in value:
        yield from self._check (said[name], value[name], '%s/%s' % (place, name))

  def _patternProperties (self, said, value, place, _):
    for pattern, schema in said.items ():
      for name in value if isinstance (value, dict) else []:
        if re.search (pattern, name):
          yield from self._check (schema, value[name], '%s/%s' % (place, name))

  def _additionalProperties (self, said, value, place, schema):
    for name in value if isinstance (value, dict) else []:
      if name not in schema.get ('properties', {}) and not any (re.search (it, name) for it in schema.get ('patternProperties', {})):
        yield from ['additionalProperties %s' % name] if said is False else self._check (said, value[name], '%s/%s' % (place, name))

  def _items (self, said, value, place, _):
    for position, element in enumerate (value if isinstance (value, list) else []):
      yield from self._check (said, element, '%s/%d' % (place, position))

  def _anyOf (self, said, value, place, _):
    return [] if any (not list (self._check (schema, value, place)) for schema in said) else ['anyOf']
