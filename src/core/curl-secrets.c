/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "curl-command.h"
#include "mask.h"
#include "server.h"

/* ---- What cannot be read as a command ---- */

typedef struct
{
  char *text; /* is blotted */
  gsize min_bytes;
  gboolean found;
} Blot;

static void
blot (Blot *self, gsize start, gsize end)
{
  /* A variable is no secret, and what was masked before is none any more. */
  if (end - start < MAX (self->min_bytes, 1) || self->text[start] == '$'
      || strspn (self->text + start, "*") >= end - start)
    return;
  memset (self->text + start, '*', end - start);
  self->found = TRUE;
}

/* Where a name is written; it counts in whatever case. */
static const char *
find_name (const char *from, const char *name)
{
  gsize n_bytes = strlen (name);

  for (; *from; from++)
    if (g_ascii_strncasecmp (from, name, n_bytes) == 0)
      return from;
  return NULL;
}

/* Behind a header's name: the value reaches to the quote or the line's end. */
static void
blot_headers (Blot *self)
{
  static const char *const names[]
      = { "authorization:", "api-key:", "x-auth-token:", "cookie:", "subscription-key:", "security-token:" };
  static const char *const schemes[] = { "bearer ", "basic " };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (const char *at = self->text; (at = find_name (at, names[i]));)
      {
        at += strlen (names[i]);
        at += strspn (at, " \t\\");
        for (guint k = 0; k < G_N_ELEMENTS (schemes); k++)
          if (g_ascii_strncasecmp (at, schemes[k], strlen (schemes[k])) == 0)
            at += strlen (schemes[k]);
        blot (self, (gsize) (at - self->text), (gsize) (at - self->text) + strcspn (at, "'\"\r\n"));
      }
}

/* Options of curl whose value is a secret, and names of variables that hold one. */
static void
blot_words (Blot *self)
{
  static const char *const names[]
      = { "-u ",     "--user ", "-b ",     "--cookie ", "--oauth2-bearer ", "--proxy-user ", "api_key=",
          "apikey=", "token=",  "secret=", "password=", "access_key=",      "-U ",           "bearer " };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (const char *at = self->text; (at = find_name (at, names[i]));)
      {
        at += strlen (names[i]);
        at += strspn (at, " \t'\"");
        blot (self, (gsize) (at - self->text), (gsize) (at - self->text) + strcspn (at, " \t'\"\r\n;&"));
      }
}

static void
blot_urls (Blot *self)
{
  for (const char *at = self->text; (at = strstr (at, "://"));)
    {
      const char *end, *sign, *query;

      at += 3;
      end = at + strcspn (at, " \t'\"\r\n\\");
      sign = g_strrstr_len (at, (gssize) MIN (strcspn (at, "/?#"), (gsize) (end - at)), "@");
      query = memchr (at, '?', (gsize) (end - at));
      if (sign)
        blot (self, (gsize) (at - self->text), (gsize) (sign - self->text));
      if (query)
        blot (self, (gsize) (query + 1 - self->text), (gsize) (end - self->text));
    }
}

/* Keys as most providers issue them. */
static void
blot_keys (Blot *self)
{
  for (const char *at = self->text; (at = strstr (at, "sk-"));)
    {
      gsize n_bytes = strspn (at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

      if (n_bytes >= TRI_MASK_MIN_BYTES)
        blot (self, (gsize) (at - self->text), (gsize) (at - self->text) + n_bytes);
      at += n_bytes;
    }
}

static void
search (Blot *self)
{
  blot_headers (self);
  blot_words (self);
  blot_urls (self);
  blot_keys (self);
}

char *
tri_curl_dup_masked (const char *text, gsize min_bytes)
{
  g_autoptr (TriCurlCommand) command = tri_curl_command_is_one (text) ? tri_curl_command_parse (text, NULL) : NULL;
  char *copy = g_strdup (text);
  Blot whole = { copy, min_bytes, FALSE };
  Blot rest = { copy + (command ? command->end : 0), min_bytes, FALSE };
  char begin = text[strspn (text, " \t\r\n")];

  for (guint i = 0; command && i < command->secrets->len; i++)
    {
      const TriCurlSecret *secret = &g_array_index (command->secrets, TriCurlSecret, i);

      blot (&whole, secret->start, secret->end);
    }
  if (begin != '{' && begin != '[')
    search (&rest);
  /* Whoever writes a key into a command may have written it twice. */
  if (whole.found && command->key)
    {
      char *masked = tri_mask_dup_text (copy, command->key);

      tri_key_free (copy);
      copy = masked;
    }
  if (!whole.found && !rest.found)
    g_clear_pointer (&copy, tri_key_free);
  return copy;
}
