/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secret-ink.h"

#include <string.h>

#include "core/curl-command.h"
#include "core/server.h"

#define TAG "tri-secret-ink"

static void
cover (GtkTextBuffer *buffer, GtkTextTag *tag, const char *text, const char *masked)
{
  gsize n_bytes = strlen (text);
  const char *from = text; /* whose offset is known */
  int offset = 0;

  for (gsize i = 0; i < n_bytes;)
    {
      GtkTextIter start, end;
      gsize behind = i;

      while (behind < n_bytes && masked[behind] == '*' && text[behind] != '*')
        behind++;
      if (behind == i)
        {
          i++;
          continue;
        }
      offset += (int) g_utf8_pointer_to_offset (from, text + i);
      gtk_text_buffer_get_iter_at_offset (buffer, &start, offset);
      from = text + i;
      offset += (int) g_utf8_pointer_to_offset (from, text + behind);
      gtk_text_buffer_get_iter_at_offset (buffer, &end, offset);
      from = text + behind;
      gtk_text_buffer_apply_tag (buffer, tag, &start, &end);
      i = behind;
    }
}

static void
changed (GtkTextBuffer *buffer, GtkTextTag *tag)
{
  GtkTextTagTable *tags = gtk_text_buffer_get_tag_table (buffer);
  GtkTextIter start, end;
  char *text, *masked;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag (buffer, tag, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  masked = tri_curl_dup_masked (text, 0);
  /* Above the colours of JSON, which come later. */
  gtk_text_tag_set_priority (tag, gtk_text_tag_table_get_size (tags) - 1);
  if (masked)
    cover (buffer, tag, text, masked);
  tri_key_free (text);
  g_free (masked);
}

void
tri_secret_ink_add (GtkTextBuffer *buffer)
{
  /* Of letters that cannot be seen at all Pango shows the colour alone. */
  const GdkRGBA none = { 0.5f, 0.5f, 0.5f, 0.002f }, ink = { 0.5f, 0.5f, 0.5f, 0.6f };
  GtkTextTag *tag = gtk_text_buffer_create_tag (buffer, TAG, "foreground-rgba", &none, "background-rgba", &ink, NULL);

  g_signal_connect (buffer, "changed", G_CALLBACK (changed), tag);
}
