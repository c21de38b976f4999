/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source.h"

#include <adwaita.h>
#include <string.h>

#include "core/text.h"

/* Breaks lines that are too long, between characters. */
static char *
break_lines (const char *text, gsize length, gsize *out_length)
{
  GString *out = g_string_sized_new (length + length / TRI_SHOWN_MAX_LINE_BYTES + 1);
  const char *end = text + length;

  while (text < end)
    {
      const char *newline = memchr (text, '\n', end - text);
      const char *line_end = newline ? newline + 1 : end;

      while ((gsize) (line_end - text) > TRI_SHOWN_MAX_LINE_BYTES)
        {
          const char *piece_end = g_utf8_find_prev_char (text, text + TRI_SHOWN_MAX_LINE_BYTES + 1);

          g_string_append_len (out, text, piece_end - text);
          g_string_append_c (out, '\n');
          text = piece_end;
        }
      g_string_append_len (out, text, line_end - text);
      text = line_end;
    }
  *out_length = out->len;
  return g_string_free (out, FALSE);
}

static gboolean
has_long_line (const char *text, gsize length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *newline = memchr (text, '\n', end - text);

      if ((gsize) ((newline ? newline : end) - text) > TRI_SHOWN_MAX_LINE_BYTES)
        return TRUE;
      text = newline ? newline + 1 : end;
    }
  return FALSE;
}

void
tri_shown_init (TriShown *shown, const void *bytes, gsize n_bytes)
{
  *shown = (TriShown){ .cut = n_bytes > TRI_SHOWN_MAX_BYTES };
  shown->text = tri_text_dup_displayable (bytes, MIN (n_bytes, TRI_SHOWN_MAX_BYTES), &shown->length);
  if (has_long_line (shown->text, shown->length))
    {
      g_autofree char *whole = g_steal_pointer (&shown->text);

      shown->broken = TRUE;
      shown->text = break_lines (whole, shown->length, &shown->length);
    }
}

void
tri_shown_clear (TriShown *shown)
{
  g_clear_pointer (&shown->text, g_free);
}

static void
apply_scheme (GtkSourceBuffer *buffer, GParamSpec *pspec, AdwStyleManager *manager)
{
  const char *id = adw_style_manager_get_dark (manager) ? "Adwaita-dark" : "Adwaita";

  gtk_source_buffer_set_style_scheme (
      buffer, gtk_source_style_scheme_manager_get_scheme (gtk_source_style_scheme_manager_get_default (), id));
}

void
tri_source_follow_style (GtkSourceBuffer *buffer)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (apply_scheme), buffer, G_CONNECT_SWAPPED);
  apply_scheme (buffer, NULL, manager);
}

void
tri_source_replace (GtkTextBuffer *buffer, const char *old, gsize old_length, const char *text, gsize length)
{
  gsize shorter = MIN (old_length, length);
  gsize front = 0, back = 0;
  glong start_chars, gone_chars;
  GtkTextIter start, end;

  while (front < shorter && old[front] == text[front])
    front++;
  if (front == old_length && front == length)
    return;
  while (back < shorter - front && old[old_length - back - 1] == text[length - back - 1])
    back++;
  /* Both edges must stand between characters; a continuation byte is 10xxxxxx. */
  while (front > 0 && (((guchar) text[front] & 0xC0) == 0x80 || ((guchar) old[front] & 0xC0) == 0x80))
    front--;
  while (back > 0 && ((guchar) text[length - back] & 0xC0) == 0x80)
    back--;

  start_chars = g_utf8_strlen (text, front);
  gone_chars = g_utf8_strlen (old + front, old_length - front - back);
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, start_chars);
  if (gone_chars > 0)
    {
      gtk_text_buffer_get_iter_at_offset (buffer, &end, start_chars + gone_chars);
      gtk_text_buffer_delete (buffer, &start, &end);
    }
  gtk_text_buffer_insert (buffer, &start, text + front, length - front - back);
  gtk_text_buffer_end_irreversible_action (buffer);
}
