/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Writes JSON, one token after the other; commas, colons and (if asked for) indentation come by themselves.
 *
 * Numbers survive: they are given as integers or as the text that the person or the server wrote, and never pass
 * through a double. Strings are valid UTF-8 and are escaped only where RFC 8259 demands it (quote, backslash,
 * U+0000–U+001F). Misuse (a value where a key must stand) is a programmer's error and asserts. A stack value: init,
 * write, end (or clear, which throws away what was begun).
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  GString *out;
  GString *open;      /* one '{' or '[' for every container that has not ended, the innermost last */
  guint indent;       /* spaces a level; 0 writes everything on one line */
  gboolean fresh;     /* nothing stands yet in the innermost container */
  gboolean after_key; /* a key was written and waits for its value */
} TriJsonWriter;

void tri_json_writer_init (TriJsonWriter *writer, guint indent);
GBytes *tri_json_writer_end (TriJsonWriter *writer); /* the document; the writer is then empty (transfer full) */
void tri_json_writer_clear (TriJsonWriter *writer);  /* nothing happens to a writer that has ended */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TriJsonWriter, tri_json_writer_clear)

void tri_json_writer_begin_object (TriJsonWriter *writer);
void tri_json_writer_end_object (TriJsonWriter *writer);
void tri_json_writer_begin_array (TriJsonWriter *writer);
void tri_json_writer_end_array (TriJsonWriter *writer);

/* A member's name; the next call writes its value. The raw one is a whole JSON string as somebody wrote it. */
void tri_json_writer_key (TriJsonWriter *writer, const char *name);
void tri_json_writer_raw_key (TriJsonWriter *writer, const char *json, gssize n_bytes);

/* `n_bytes` −1: up to the NUL; otherwise NUL bytes within are written as \u0000. */
void tri_json_writer_string (TriJsonWriter *writer, const char *text, gssize n_bytes);
void tri_json_writer_integer (TriJsonWriter *writer, gint64 value);
void tri_json_writer_boolean (TriJsonWriter *writer, gboolean value);
void tri_json_writer_null (TriJsonWriter *writer);

/* `json` is written as it stands: a number as somebody wrote it, or a piece that was indexed before. */
void tri_json_writer_raw (TriJsonWriter *writer, const char *json, gssize n_bytes);

/* For the common case: key and value in one call; a NULL string writes null. */
void tri_json_writer_member_string (TriJsonWriter *writer, const char *name, const char *text);
void tri_json_writer_member_integer (TriJsonWriter *writer, const char *name, gint64 value);
void tri_json_writer_member_boolean (TriJsonWriter *writer, const char *name, gboolean value);
void tri_json_writer_member_null (TriJsonWriter *writer, const char *name);

/* Appends `text` to `out` as the inside of a JSON string, without the quotes. */
void tri_json_escape (GString *out, const char *text, gssize n_bytes);

G_END_DECLS
