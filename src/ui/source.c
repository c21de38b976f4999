/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source.h"

#include <adwaita.h>
#include <string.h>

#include "core/text.h"

void
tri_shown_init (TriShown *shown, const void *bytes, gsize n_bytes)
{
  shown->text = tri_text_dup_displayable (bytes, n_bytes, &shown->length);
}

void
tri_shown_clear (TriShown *shown)
{
  g_clear_pointer (&shown->text, g_free);
}

static GtkSourceStyleScheme *
get_scheme (void)
{
  const char *id = adw_style_manager_get_dark (adw_style_manager_get_default ()) ? "Adwaita-dark" : "Adwaita";

  return gtk_source_style_scheme_manager_get_scheme (gtk_source_style_scheme_manager_get_default (), id);
}

static void
apply_scheme (GtkSourceBuffer *buffer)
{
  gtk_source_buffer_set_style_scheme (buffer, get_scheme ());
}

void
tri_source_follow_style (GtkSourceBuffer *buffer)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (apply_scheme), buffer, G_CONNECT_SWAPPED);
  apply_scheme (buffer);
}

gboolean
tri_source_get_color (const char *style_id, GdkRGBA *color)
{
  GtkSourceStyleScheme *scheme = get_scheme ();
  GtkSourceStyle *style = scheme ? gtk_source_style_scheme_get_style (scheme, style_id) : NULL;
  g_autofree char *spelt = NULL;

  if (style)
    g_object_get (style, "foreground", &spelt, NULL);
  return spelt && gdk_rgba_parse (color, spelt);
}

char *
tri_source_dup_text (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

void
tri_source_insert (GtkTextBuffer *buffer, GtkTextIter *location, const char *text, gsize length)
{
  g_autofree char *part = g_strndup (text, length);

  gtk_text_buffer_insert (buffer, location, part, (int) length);
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
  tri_source_insert (buffer, &start, text + front, length - front - back);
  gtk_text_buffer_end_irreversible_action (buffer);
}

gboolean
tri_source_fits (const char *data, gsize length)
{
  if (length > TRI_SHOWN_MAX_BYTES || !g_utf8_validate_len (data, (gssize) length, NULL))
    return FALSE;
  for (const char *line = data, *end = data + length; line < end;)
    {
      const char *newline = memchr (line, '\n', (gsize) (end - line));

      if ((gsize) ((newline ? newline : end) - line) > TRI_SHOWN_MAX_LINE_BYTES)
        return FALSE;
      line = newline ? newline + 1 : end;
    }
  return TRUE;
}
