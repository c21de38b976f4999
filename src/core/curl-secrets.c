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
  gboolean is_variable = self->text[start] == '$' && !strchr ("'\"", self->text[start + 1]); /* $'…' is a quoted word */

  /* A variable is no secret, and what was masked before is none any more. */
  if (end - start < MAX (self->min_bytes, 1) || is_variable || strspn (self->text + start, "*") >= end - start)
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
      = { "authorization:", "api-key:", "-token:", "cookie:", "subscription-key:", "secret:", "password:" };
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

/* To the end of the word at `at`, which may begin with a quote; a word without `sign` is let alone, unless it is NUL.
 */
static void
blot_word (Blot *self, const char *at, char sign)
{
  gsize n_bytes;

  at += strspn (at, " \t'\"");
  n_bytes = strcspn (at, " \t'\"\r\n;&");
  if (!sign || memchr (at, sign, n_bytes))
    blot (self, (gsize) (at - self->text), (gsize) (at - self->text) + n_bytes);
}

/* Options of curl whose value is a secret. */
static void
blot_options (Blot *self)
{
  static const struct
  {
    const char *name;
    char sign; /* of the value, where the name alone could be anything */
  } options[] = { { "-u ", 0 },           { "--user ", 0 },       { "--user=", 0 },          { "-b ", 0 },
                  { "--cookie ", 0 },     { "--cookie=", 0 },     { "--oauth2-bearer ", 0 }, { "--oauth2-bearer=", 0 },
                  { "--proxy-user ", 0 }, { "--proxy-user=", 0 }, { "--pass ", 0 },          { "--cert ", ':' },
                  { " -u", ':' },         { " -b", '=' },         { "bearer ", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    for (const char *at = self->text; (at = find_name (at, options[i].name));)
      {
        at += strlen (options[i].name);
        blot_word (self, at, options[i].sign);
      }
}

/* Names of variables that hold a secret: “api_key=…”, “api_key = …”. */
static void
blot_variables (Blot *self)
{
  static const char *const names[] = { "api_key", "apikey", "token", "secret", "password", "access_key" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (const char *at = self->text; (at = find_name (at, names[i]));)
      {
        at += strlen (names[i]);
        if (at[strspn (at, " \t")] == '=')
          blot_word (self, at + strspn (at, " \t") + 1, 0);
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
  blot_options (self);
  blot_variables (self);
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
