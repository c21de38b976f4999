/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define REPLACEMENT "\uFFFD"
#define SYMBOL_FOR_NUL "␀"

void
tri_utf8_init (TriUtf8 *decoder)
{
  *decoder = (TriUtf8){ 0 };
}

/* Takes the first byte of a character that is not ASCII. The narrowed ranges of the second byte keep out overlong
 * forms, surrogates and what lies beyond U+10FFFF, as early as the standard wants it. */
static gboolean
begin_sequence (TriUtf8 *decoder, guint8 lead)
{
  if (lead < 0xc2 || lead > 0xf4)
    return FALSE;

  decoder->n_needed = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  decoder->lower = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  decoder->upper = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  decoder->pending[0] = lead;
  decoder->n_pending = 1;
  return TRUE;
}

static void
feed_byte (TriUtf8 *decoder, guint8 byte, GString *out)
{
  if (decoder->n_pending > 0 && (byte < decoder->lower || byte > decoder->upper))
    tri_utf8_finish (decoder, out);

  if (decoder->n_pending > 0)
    {
      decoder->pending[decoder->n_pending++] = byte;
      decoder->lower = 0x80;
      decoder->upper = 0xbf;
      if (decoder->n_pending == decoder->n_needed)
        {
          g_string_append_len (out, (const char *) decoder->pending, decoder->n_pending);
          tri_utf8_init (decoder);
        }
    }
  else if (byte < 0x80)
    {
      g_string_append_c (out, (char) byte);
    }
  else if (!begin_sequence (decoder, byte))
    {
      g_string_append (out, REPLACEMENT);
    }
}

void
tri_utf8_feed (TriUtf8 *decoder, const void *bytes, gsize n_bytes, GString *out)
{
  const char *at = bytes;
  const char *end = at + n_bytes;

  while (at < end)
    {
      if (decoder->n_pending == 0)
        {
          const char *run = at;

          g_utf8_validate_len (run, end - run, &at);
          g_string_append_len (out, run, at - run);
        }

      if (at < end)
        feed_byte (decoder, (guint8) *at++, out);
    }
}

void
tri_utf8_finish (TriUtf8 *decoder, GString *out)
{
  if (decoder->n_pending > 0)
    g_string_append (out, REPLACEMENT);
  tri_utf8_init (decoder);
}

char *
tri_text_dup_displayable (const void *bytes, gssize n_bytes, gsize *n_out)
{
  const char *at = bytes != NULL ? bytes : "";
  const char *end = at + (n_bytes < 0 ? strlen (at) : (gsize) n_bytes);
  GString *text = g_string_new (NULL);
  TriUtf8 decoder;

  tri_utf8_init (&decoder);

  while (at < end)
    {
      const char *nul = memchr (at, '\0', end - at);

      tri_utf8_feed (&decoder, at, (nul != NULL ? nul : end) - at, text);
      tri_utf8_finish (&decoder, text);
      if (nul != NULL)
        g_string_append (text, SYMBOL_FOR_NUL);
      at = nul != NULL ? nul + 1 : end;
    }

  if (n_out != NULL)
    *n_out = text->len;
  return g_string_free (text, FALSE);
}

gboolean
tri_text_is_direction (gunichar character)
{
  return (character >= 0x202a && character <= 0x202e) || (character >= 0x2066 && character <= 0x2069)
         || character == 0x2028 || character == 0x2029;
}

char *
tri_text_dup_excerpt (const char *text, guint max_chars)
{
  GString *excerpt = g_string_new (NULL);
  gboolean gap = FALSE;
  guint n_chars = 0;

  for (const char *at = text; *at != '\0' && n_chars <= max_chars; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      /* A run of blanks becomes one space, and none at either end; that takes the line breaks too. Marks that turn the
       * direction of writing would turn it in our sentence around the quote as well. */
      if (g_unichar_isspace (character) || g_unichar_iscntrl (character) || tri_text_is_direction (character))
        {
          gap = n_chars > 0;
          continue;
        }

      if (gap)
        g_string_append_c (excerpt, ' ');
      g_string_append_unichar (excerpt, character);
      n_chars += gap ? 2 : 1;
      gap = FALSE;
    }

  if (n_chars > max_chars)
    {
      const char *cut = g_utf8_offset_to_pointer (excerpt->str, MAX (max_chars, 1) - 1);

      g_string_truncate (excerpt, cut - excerpt->str);
      g_string_append (excerpt, max_chars > 0 ? "…" : "");
    }

  return g_string_free (excerpt, FALSE);
}

void
tri_text_append_sentence (GString *text, const char *sentence)
{
  g_autofree char *before = g_strdup (text->str);

  if (text->len == 0)
    g_string_assign (text, sentence);
  else
    /* Translators: two sentences, one behind the other. */
    g_string_printf (text, C_ ("sentences", "%s %s"), before, sentence);
}

/* Number and unit are kept on one line by a no-break space. */
char *
tri_text_dup_duration (gint64 duration_us)
{
  gint64 seconds = duration_us / G_USEC_PER_SEC + (duration_us % G_USEC_PER_SEC >= G_USEC_PER_SEC / 2);

  if (duration_us < 0)
    return g_strdup ("–");
  if (duration_us < 1000)
    return g_strdup_printf (_ ("%d\u00a0µs"), (int) duration_us);
  if (duration_us < 999500)
    return g_strdup_printf (_ ("%d\u00a0ms"), (int) ((duration_us + 500) / 1000));
  if (duration_us < 59995000)
    return g_strdup_printf (_ ("%.2f\u00a0s"), duration_us / (double) G_USEC_PER_SEC);
  if (seconds < 3600)
    return g_strdup_printf (_ ("%d\u00a0min\u00a0%d\u00a0s"), (int) (seconds / 60), (int) (seconds % 60));

  return g_strdup_printf (_ ("%d\u00a0h\u00a0%d\u00a0min"), (int) MIN (seconds / 3600, G_MAXINT),
                          (int) (seconds / 60 % 60));
}

/* Whether `text` is one number and one unit. */
static gboolean
is_simple (const char *text)
{
  const char *space = strstr (text, "\u00a0");

  return space && strstr (space + strlen ("\u00a0"), "\u00a0") == NULL;
}

char *
tri_text_dup_duration_range (gint64 lowest_us, gint64 highest_us)
{
  g_autofree char *lowest = tri_text_dup_duration (lowest_us);
  g_autofree char *highest = tri_text_dup_duration (highest_us);

  if (strcmp (lowest, highest) == 0)
    return g_steal_pointer (&highest);
  if (is_simple (lowest) && is_simple (highest))
    {
      char *unit = strstr (lowest, "\u00a0");

      if (strcmp (unit, strstr (highest, "\u00a0")) == 0)
        *unit = '\0'; /* a common unit is said once */
    }
  return g_strdup_printf ("%s–%s", lowest, highest);
}

char *
tri_text_dup_size (gint64 size_bytes)
{
  double size = size_bytes / 1000.0;

  if (size_bytes < 0)
    return g_strdup ("–");
  if (size_bytes < 1000)
    return g_strdup_printf (_ ("%d\u00a0B"), (int) size_bytes);
  if (size < 999.95)
    return g_strdup_printf (_ ("%.1f\u00a0kB"), size);
  if (size < 999.95 * 1000)
    return g_strdup_printf (_ ("%.1f\u00a0MB"), size / 1000);
  if (size < 999.95 * 1000 * 1000)
    return g_strdup_printf (_ ("%.1f\u00a0GB"), size / (1000 * 1000));

  return g_strdup_printf (_ ("%.1f\u00a0TB"), size / (1000.0 * 1000 * 1000));
}
