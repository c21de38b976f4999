/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "curl-command.h"
#include "curl-options.h"
#include "redact.h"
#include "server.h"

/* ---- What cannot be read as a command ---- */

#define MAX_SECRET 4096u

typedef struct
{
  char *text; /* is blotted */
  gsize min_bytes;
  gboolean found;
} Blot;

static void
blot (Blot *self, const char *at, gsize n_bytes)
{
  gsize start;

  if (n_bytes < MAX (self->min_bytes, 1) || !tri_redact_find_secret (at, n_bytes, &start))
    return;
  memset (self->text + (at - self->text) + start, '*', n_bytes - start);
  self->found = TRUE;
}

/* As strcspn(), but no farther than any secret is long, for what follows may be all of a file. */
static gsize
span_until (const char *at, const char *stops)
{
  const char *end = memchr (at, '\0', MAX_SECRET);
  gboolean is_stop[256] = { FALSE };
  gsize n = 0, most = end ? (gsize) (end - at) : MAX_SECRET;

  for (; *stops; stops++)
    is_stop[(guchar) *stops] = TRUE;
  while (n < most && !is_stop[(guchar) at[n]])
    n++;
  return n;
}

/* Blanks, and the end of a line that goes on. */
static const char *
skip_blanks (const char *at)
{
  for (;;)
    {
      at += strspn (at, " \t");
      if (at[0] == '\\' && (at[1] == '\n' || (at[1] == '\r' && at[2] == '\n')))
        at += at[1] == '\n' ? 2 : 3;
      else
        return at;
    }
}

/* ---- “name = value” ---- */

static gboolean
is_name_sign (char c)
{
  return g_ascii_isalnum (c) || (c && strchr ("_.-", c));
}

/* Whether a value that is not quoted is no text, but says where one comes from, or of which type it is. */
static gboolean
is_expression (const char *value, gsize n_bytes)
{
  static const char *const words[]
      = { "none",  "null",     "nil",    "undefined", "true",    "false",    "str",  "string",
          "any",   "bytes",    "number", "bool",      "boolean", "optional", "auto", "secret",
          "never", "required", "apikey", "usize",     "int",     "self",     "this" };
  gsize n = 0;
  gboolean is_path;

  while (n < n_bytes && (g_ascii_isalnum (value[n]) || strchr ("_.:$?", value[n])))
    n++;
  is_path = memchr (value, '.', n) || memchr (value, '_', n);
  if (n > 0 && n < n_bytes && strchr ("([{<!|", value[n]))
    return TRUE;
  if (n == n_bytes && is_path && tri_redact_is_secret_name (value, n, TRI_NAME_VARIABLE))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i]) == n && g_ascii_strncasecmp (value, words[i], n) == 0)
      return TRUE;
  return FALSE;
}

/* The quoted text at `at`, which may be f"…", \"…\" or `…`; `*n_bytes` is what stands between the quotes. NULL if it is
 * not quoted. */
static const char *
find_quoted (const char *at, gsize *n_bytes)
{
  const char *quote = at, *end;
  gboolean is_escaped;

  while (quote < at + 2 && g_ascii_isalpha (*quote))
    quote++;
  is_escaped = *quote == '\\';
  quote += is_escaped;
  if (!*quote || !strchr ("'\"`", *quote))
    return NULL;
  end = quote + 1 + span_until (quote + 1, (const char[]){ *quote, '\n', '\0' });
  *n_bytes = (gsize) (end - quote - 1) - (is_escaped && end > quote + 1 && end[-1] == '\\');
  return quote + 1;
}

/* The word at `at`, and the one behind it if the first is a scheme ("Bearer"). */
static gsize
measure_word (const char *at)
{
  static const char stops[] = " \t'\"\r\n;&,)}]";
  gsize n_bytes = span_until (at, stops), n_both = n_bytes + strspn (at + n_bytes, " "), start;

  n_both += span_until (at + n_both, stops);
  tri_redact_find_secret (at, n_both, &start);
  return start > 0 ? n_both : n_bytes;
}

/* To the end of the word at `at`, or of the line for what may be several words; a call, a type or a variable stays. */
static void
blot_value (Blot *self, const char *at, gboolean is_line)
{
  gsize n_bytes;
  const char *quoted;

  at = skip_blanks (at);
  quoted = find_quoted (at, &n_bytes);
  if (quoted)
    {
      blot (self, quoted, n_bytes);
      return;
    }
  n_bytes = measure_word (at);
  if (is_expression (at, n_bytes + (at[n_bytes] && strchr ("'\")", at[n_bytes]) ? 1 : 0)))
    return;
  if (is_line || g_str_has_prefix (at, "$("))
    n_bytes = span_until (at, "'\"\r\n");
  blot (self, at, n_bytes);
}

/* A header stands at the beginning of a line, or of a word in quotes. */
static gboolean
begins_line (const Blot *self, const char *name)
{
  while (name > self->text && strchr (" \t>", name[-1]))
    name--;
  return name == self->text || strchr ("\n'\"", name[-1]);
}

/* Whether the word before the name gives a variable its value without a sign between. */
static gboolean
is_set_by_word (const Blot *self, const char *name)
{
  static const char *const words[] = { "setx ", "setenv ", "set -x ", "set -gx ", "set -Ux ", "--" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if ((gsize) (name - self->text) >= strlen (words[i])
        && g_ascii_strncasecmp (name - strlen (words[i]), words[i], strlen (words[i])) == 0)
      return TRUE;
  return FALSE;
}

/* Where the value of the name begins that ends at `end`; NULL if it has none. `is_quoted`: the name is. */
static const char *
find_value (const Blot *self, const char *name, const char *end, gboolean *is_quoted)
{
  const char *at = end + strspn (end, "\\'\"`]?");
  const char *sign = skip_blanks (at);
  gboolean is_argument = name > self->text + 1 && strchr ("'\"", name[-1]) && name[-2] == '(';

  *is_quoted = at > end && *end != '?';

  if (*sign == '=' && sign[1] != '=')
    return sign + 1 + (sign[1] == '>');
  if (*sign == ':' && sign[1] != ':')
    return sign + 1 + (sign[1] == '=');
  if (*sign == ',' && *is_quoted && is_argument)
    return sign + 1;
  if (*is_quoted && g_str_has_prefix (sign, "value="))
    return sign + strlen ("value=");
  return sign > at && is_set_by_word (self, name) ? sign : NULL;
}

/* Of what may be prose only what no word is: long, or with a digit in it. */
static void
blot_if_no_word (Blot *self, const char *at)
{
  gsize n_bytes, n_digits = 0;

  at += strspn (at, " \t'\"`");
  n_bytes = span_until (at, " \t'\"`\r\n;&,)\\<");
  while (n_bytes > 0 && strchr (".:", at[n_bytes - 1]))
    n_bytes--;
  for (gsize i = 0; i < n_bytes; i++)
    n_digits += g_ascii_isdigit (at[i]);
  if (n_bytes >= TRI_MASK_MIN_BYTES || (n_bytes >= 8 && n_digits > 0))
    blot (self, at, n_bytes);
}

static void
blot_named (Blot *self, const char *name, const char *end)
{
  gboolean is_quoted;
  const char *value = find_value (self, name, end, &is_quoted);
  gsize n_bytes;

  if (!value)
    return;
  /* Prose: “token: …”, “'authorization': expected …”. */
  if (value[-1] == ':' && (end - name == 5 || (is_quoted && !find_quoted (skip_blanks (value), &n_bytes))))
    blot_if_no_word (self, skip_blanks (value));
  else
    blot_value (self, value, value[-1] == ':' && begins_line (self, name));
}

static void
blot_names (Blot *self)
{
  for (const char *name = self->text; *name;)
    {
      const char *end = name;

      while (is_name_sign (*end))
        end++;
      while (name < end && strchr ("-.", *name))
        name++;
      if (name < end && tri_redact_is_secret_name (name, (gsize) (end - name), TRI_NAME_VARIABLE))
        blot_named (self, name, end);
      name = end + (*end != '\0');
    }
}

/* ---- Options ---- */

/* To the end of the word at `at`, which may begin with a quote; a word without `sign` is let alone, unless it is NUL.
 */
static void
blot_word (Blot *self, const char *at, char sign)
{
  gsize n_bytes;

  at = skip_blanks (at);
  at += strspn (at, "'\"");
  n_bytes = span_until (at, " \t'\"\r\n;&");
  if (!sign || memchr (at, sign, n_bytes))
    blot (self, at, n_bytes);
}

static void
blot_letters (Blot *self)
{
  static const struct
  {
    const char *name;
    char sign; /* of the value, where the name alone could be anything */
  } options[] = { { " -u ", 0 }, { " -U ", 0 }, { " -b ", 0 }, { " -u", ':' }, { " -U", ':' }, { " -b", '=' } };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    for (const char *at = self->text; (at = strstr (at, options[i].name));)
      {
        at += strlen (options[i].name);
        blot_word (self, at, options[i].sign);
      }
}

/* Options of curl whose value is a secret; the names of files are none. */
static void
blot_options (Blot *self)
{
  for (const char *at = self->text; (at = strstr (at, "--"));)
    {
      const char *name = at + 2, *end = name;
      gboolean may_be_secret;
      const TriCurlOption *option;

      while (is_name_sign (*end))
        end++;
      at = end;
      option = tri_curl_option_find (name, (gsize) (end - name), &may_be_secret);
      if (may_be_secret && end > name && strchr ("= \t\\", *end))
        blot_word (self, *end == '=' ? end + 1 : end,
                   option && (g_str_has_suffix (option->name, "cert") || g_str_has_suffix (option->name, "key")) ? ':'
                                                                                                                 : 0);
    }
  blot_letters (self);
}

/* ---- Anywhere ---- */

/* Where a word is written; it counts in whatever case. */
static const char *
find_word (const char *from, const char *word)
{
  gsize n_bytes = strlen (word);

  for (; *from; from++)
    if (g_ascii_tolower (*from) == *word && g_ascii_strncasecmp (from, word, n_bytes) == 0)
      return from;
  return NULL;
}

/* “Bearer …”, and what is said of a key in words. */
static void
blot_said (Blot *self)
{
  static const char *const words[] = { "bearer ",    "key provided: ", "api key: ",   "api key is ",   "api key '",
                                       "api key \"", "key is ",        "api token: ", "access token: " };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    for (const char *at = self->text; (at = find_word (at, words[i]));)
      {
        at += strlen (words[i]);
        blot_if_no_word (self, at);
      }
}

/* Of a path without a host only the parameters that are secret; of a URL all: which of them is a secret is not to be
 * guessed. */
static void
blot_parameters (Blot *self)
{
  for (const char *at = strpbrk (self->text, "?&"); at; at = strpbrk (at, "?&"))
    {
      gsize n_name = span_until (++at, "=&?# \t\r\n'\"");

      if (at[n_name] == '=' && tri_redact_is_secret_name (at, n_name, TRI_NAME_PARAMETER))
        blot (self, at + n_name + 1, span_until (at + n_name + 1, "&# \t\r\n'\""));
    }
}

static void
blot_urls (Blot *self)
{
  blot_parameters (self);
  for (const char *at = self->text; (at = strstr (at, "://"));)
    {
      const char *end, *sign, *query;

      at += 3;
      end = at + span_until (at, " \t'\"\r\n\\");
      sign = g_strrstr_len (at, (gssize) MIN (span_until (at, "/?#"), (gsize) (end - at)), "@");
      if (sign)
        blot (self, at, (gsize) (sign - at));
      query = memchr (at, '?', (gsize) (end - at));
      if (query)
        blot (self, query + 1, (gsize) (end - query - 1));
    }
}

static void
blot_keys (Blot *self)
{
  const char *at = self->text;
  gsize start, end;

  while (tri_redact_find_key (at, strlen (at), &start, &end))
    {
      blot (self, at + start, end - start);
      at += end;
    }
}

static void
search (Blot *self)
{
  blot_names (self);
  blot_options (self);
  blot_said (self);
  blot_urls (self);
  blot_keys (self);
}

/* ---- All of a text ---- */

/* What stands behind the JSON documents that the text begins with: all of it if there is none, nothing if one does not
 * end. Brackets are counted; what is in strings is not looked at. */
static const char *
skip_documents (const char *text)
{
  const char *at = text, *rest = text;
  guint depth = 0;

  for (;; at++)
    {
      if (depth == 0)
        {
          rest = at;
          at += strspn (at, " \t\r\n,");
          if (*at != '{' && *at != '[')
            return rest;
          if (at[1 + strspn (at + 1, " \t\r\n")] == '\'') /* Python's */
            return rest;
        }
      if (*at == '\0')
        return at;
      if (*at == '{' || *at == '[')
        depth++;
      else if (*at == '}' || *at == ']')
        depth--;
      else if (*at == '"')
        {
          for (at++; *at && *at != '"'; at++)
            if (*at == '\\' && at[1])
              at++;
          if (*at == '\0')
            return at;
        }
    }
}

static void
blot_members (Blot *self, gsize n_bytes)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (self->text, n_bytes);
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (TriMaskSpan));
  g_autoptr (GBytes) masked = tri_redact_members (bytes, spans);

  for (guint i = 0; i < spans->len; i++)
    {
      const TriMaskSpan *span = &g_array_index (spans, TriMaskSpan, i);

      blot (self, self->text + span->offset, span->length);
    }
}

char *
tri_curl_dup_masked (const char *text, gsize min_bytes)
{
  g_autoptr (TriCurlCommand) command = tri_curl_command_is_one (text) ? tri_curl_command_parse (text, NULL) : NULL;
  char *copy = g_strdup (text);
  gsize n_read = command ? command->end : (gsize) (skip_documents (text) - text);
  Blot whole = { copy, min_bytes, FALSE };
  Blot rest = { copy + n_read, min_bytes, FALSE };

  for (guint i = 0; command && i < command->secrets->len; i++)
    {
      const TriCurlSecret *secret = &g_array_index (command->secrets, TriCurlSecret, i);

      blot (&whole, copy + secret->start, secret->end - secret->start);
    }
  if (!command)
    blot_members (&whole, n_read);
  search (&rest);
  /* Whoever writes a key into a command may have written it twice. */
  if (whole.found && command && command->key)
    {
      char *masked = tri_mask_dup_text (copy, command->key);

      tri_key_free (copy);
      copy = masked;
    }
  if (!whole.found && !rest.found)
    g_clear_pointer (&copy, tri_key_free);
  return copy;
}
