/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-writer.h"

#include <string.h>

void
tri_json_writer_init (TriJsonWriter *writer, guint indent)
{
  *writer = (TriJsonWriter){ .out = g_string_new (NULL), .open = g_string_new (NULL), .indent = indent, .fresh = TRUE };
}

GBytes *
tri_json_writer_end (TriJsonWriter *writer)
{
  g_assert (writer->open->len == 0 && !writer->fresh);

  GBytes *document = g_string_free_to_bytes (g_steal_pointer (&writer->out));

  tri_json_writer_clear (writer);
  return document;
}

void
tri_json_writer_clear (TriJsonWriter *writer)
{
  if (writer->out != NULL)
    g_string_free (writer->out, TRUE);
  if (writer->open != NULL)
    g_string_free (writer->open, TRUE);
  *writer = (TriJsonWriter){ 0 };
}

static gboolean
is_in_object (const TriJsonWriter *writer)
{
  return writer->open->len > 0 && writer->open->str[writer->open->len - 1] == '{';
}

static void
break_line (TriJsonWriter *writer)
{
  gsize n_spaces = writer->indent * writer->open->len;
  gsize length = writer->out->len;

  if (writer->indent == 0)
    return;

  g_string_append_c (writer->out, '\n');
  g_string_set_size (writer->out, length + 1 + n_spaces);
  memset (writer->out->str + length + 1, ' ', n_spaces);
}

/* What stands before a member or an element: the comma behind its elder sibling, and the line break. */
static void
begin_entry (TriJsonWriter *writer)
{
  if (!writer->fresh)
    g_string_append_c (writer->out, ',');
  writer->fresh = FALSE;
  break_line (writer);
}

static void
begin_value (TriJsonWriter *writer)
{
  if (writer->after_key)
    {
      writer->after_key = FALSE;
      return;
    }

  g_assert (!is_in_object (writer));

  if (writer->open->len > 0)
    {
      begin_entry (writer);
      return;
    }

  /* A document has one root. */
  g_assert (writer->fresh);
  writer->fresh = FALSE;
}

static void
begin_container (TriJsonWriter *writer, char bracket)
{
  begin_value (writer);
  g_string_append_c (writer->out, bracket);
  g_string_append_c (writer->open, bracket);
  writer->fresh = TRUE;
}

static void
end_container (TriJsonWriter *writer, char opening, char closing)
{
  gsize depth = writer->open->len;

  g_assert (depth > 0 && writer->open->str[depth - 1] == opening && !writer->after_key);

  g_string_truncate (writer->open, depth - 1);
  if (!writer->fresh)
    break_line (writer);
  g_string_append_c (writer->out, closing);
  writer->fresh = FALSE;
}

void
tri_json_writer_begin_object (TriJsonWriter *writer)
{
  begin_container (writer, '{');
}

void
tri_json_writer_end_object (TriJsonWriter *writer)
{
  end_container (writer, '{', '}');
}

void
tri_json_writer_begin_array (TriJsonWriter *writer)
{
  begin_container (writer, '[');
}

void
tri_json_writer_end_array (TriJsonWriter *writer)
{
  end_container (writer, '[', ']');
}

static void
append_quoted (GString *out, const char *text, gssize n_bytes)
{
  g_string_append_c (out, '"');
  tri_json_escape (out, text, n_bytes);
  g_string_append_c (out, '"');
}

static void
begin_key (TriJsonWriter *writer)
{
  g_assert (is_in_object (writer) && !writer->after_key);

  begin_entry (writer);
}

static void
end_key (TriJsonWriter *writer)
{
  g_string_append (writer->out, writer->indent > 0 ? ": " : ":");
  writer->after_key = TRUE;
}

void
tri_json_writer_key (TriJsonWriter *writer, const char *name)
{
  begin_key (writer);
  append_quoted (writer->out, name, -1);
  end_key (writer);
}

void
tri_json_writer_raw_key (TriJsonWriter *writer, const char *json, gssize n_bytes)
{
  begin_key (writer);
  g_string_append_len (writer->out, json, n_bytes);
  end_key (writer);
}

void
tri_json_writer_string (TriJsonWriter *writer, const char *text, gssize n_bytes)
{
  begin_value (writer);
  append_quoted (writer->out, text, n_bytes);
}

void
tri_json_writer_integer (TriJsonWriter *writer, gint64 value)
{
  begin_value (writer);
  g_string_append_printf (writer->out, "%" G_GINT64_FORMAT, value);
}

void
tri_json_writer_boolean (TriJsonWriter *writer, gboolean value)
{
  begin_value (writer);
  g_string_append (writer->out, value ? "true" : "false");
}

void
tri_json_writer_null (TriJsonWriter *writer)
{
  begin_value (writer);
  g_string_append (writer->out, "null");
}

void
tri_json_writer_raw (TriJsonWriter *writer, const char *json, gssize n_bytes)
{
  begin_value (writer);
  g_string_append_len (writer->out, json, n_bytes);
}

void
tri_json_writer_member_string (TriJsonWriter *writer, const char *name, const char *text)
{
  tri_json_writer_key (writer, name);
  if (text != NULL)
    tri_json_writer_string (writer, text, -1);
  else
    tri_json_writer_null (writer);
}

void
tri_json_writer_member_integer (TriJsonWriter *writer, const char *name, gint64 value)
{
  tri_json_writer_key (writer, name);
  tri_json_writer_integer (writer, value);
}

void
tri_json_writer_member_boolean (TriJsonWriter *writer, const char *name, gboolean value)
{
  tri_json_writer_key (writer, name);
  tri_json_writer_boolean (writer, value);
}

void
tri_json_writer_member_null (TriJsonWriter *writer, const char *name)
{
  tri_json_writer_key (writer, name);
  tri_json_writer_null (writer);
}

static void
escape_byte (GString *out, guint8 byte)
{
  switch (byte)
    {
    case '"':
      g_string_append (out, "\\\"");
      break;
    case '\\':
      g_string_append (out, "\\\\");
      break;
    case '\b':
      g_string_append (out, "\\b");
      break;
    case '\t':
      g_string_append (out, "\\t");
      break;
    case '\n':
      g_string_append (out, "\\n");
      break;
    case '\f':
      g_string_append (out, "\\f");
      break;
    case '\r':
      g_string_append (out, "\\r");
      break;
    default:
      g_string_append_printf (out, "\\u%04x", byte);
      break;
    }
}

void
tri_json_escape (GString *out, const char *text, gssize n_bytes)
{
  const guint8 *byte = (const guint8 *) text;
  const guint8 *end = byte + (n_bytes < 0 ? strlen (text) : (gsize) n_bytes);

  while (byte < end)
    {
      const guint8 *run = byte;

      while (byte < end && *byte >= 0x20 && *byte != '"' && *byte != '\\')
        byte++;
      g_string_append_len (out, (const char *) run, byte - run);

      if (byte < end)
        escape_byte (out, *byte++);
    }
}
