/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "curl-command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "curl-options.h"
#include "error.h"
#include "redact.h"
#include "server.h"
#include "shell-words.h"
#include "text.h"

typedef struct
{
  TriCurlCommand *command;
  const char *text; /* from “curl” on */
  gsize text_start; /* where that is in the whole text */
  GPtrArray *words;
  guint position;            /* of the next word */
  const TriShellWord *whole; /* the word that is read, of which a part may be looked at */
  gsize whole_offset;        /* where that part begins */
  const TriShellWord *url_word;
  GString *body; /* NULL before there is one */
  gboolean body_missing;
  gboolean no_options; /* "--" was there */
} Reading;

static void G_GNUC_PRINTF (2, 3) remark (Reading *self, const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  for (guint i = 0; i < self->command->remarks->len; i++)
    if (strcmp (self->command->remarks->pdata[i], text) == 0)
      return;
  g_ptr_array_add (self->command->remarks, g_steal_pointer (&text));
}

static void
add_secret (Reading *self, gsize start, gsize end)
{
  TriCurlSecret secret = { self->text_start + start, self->text_start + end };

  if (end > start)
    g_array_append_val (self->command->secrets, secret);
}

/* Notes that bytes of the word that is looked at are secret. A variable is none. Where the word is written in several
 * quotes or with escapes, all of it is. */
static void
hide (Reading *self, gsize from, gsize to)
{
  const TriShellWord *word = self->whole;
  gsize n_quotes = strchr ("'\"", self->text[word->raw_start]) ? 1 : 0;
  gsize base = word->raw_start + n_quotes;

  if (to <= from)
    return;
  from += self->whole_offset;
  to += self->whole_offset;
  if (word->raw_end - word->raw_start != word->text->len + 2 * n_quotes
      || memcmp (self->text + base, word->text->str, word->text->len) != 0)
    {
      add_secret (self, word->raw_start, word->raw_end);
      return;
    }
  if (word->n_expanded > 0 && word->start < to && word->end > from)
    {
      add_secret (self, base + from, base + MAX (from, word->start));
      from = MAX (from, MIN (to, word->end));
    }
  add_secret (self, base + from, base + to);
}

/* The same for a part of a body, around which everything stays as it is, however it is written. */
static void
hide_within (Reading *self, gsize from, gsize to)
{
  const GArray *places = self->whole->places;

  from += self->whole_offset;
  to += self->whole_offset;
  for (guint i = 0; i < places->len; i++)
    {
      const TriShellPlace *place = &g_array_index (places, TriShellPlace, i);
      gsize end = i + 1 < places->len ? g_array_index (places, TriShellPlace, i + 1).text : self->whole->text->len;

      if (place->text < to && end > from)
        add_secret (self, place->raw + MAX (from, place->text) - place->text, place->raw + MIN (to, end) - place->text);
    }
}

/* The values of members, of pairs ("name=value&name=value"), or of a single one that stand under a secret name. */
static void
hide_in_body (Reading *self, const GString *text, gboolean is_single)
{
  const char *at = text->str + strspn (text->str, " \t\r\n");

  if (*at == '{' || *at == '[')
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (text->str, text->len);
      g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (TriMaskSpan));
      g_autoptr (GBytes) masked = tri_redact_members (bytes, spans);

      for (guint i = 0; i < spans->len; i++)
        {
          const TriMaskSpan *span = &g_array_index (spans, TriMaskSpan, i);

          hide_within (self, span->offset, span->offset + span->length);
        }
      return;
    }
  while (*at)
    {
      const char *end = at + (is_single ? strlen (at) : strcspn (at, "&"));
      const char *equals = memchr (at, '=', (gsize) (end - at));

      if (equals && tri_redact_is_secret_name (at, (gsize) (equals - at), TRI_NAME_PARAMETER))
        hide_within (self, (gsize) (equals + 1 - text->str), (gsize) (end - text->str));
      at = *end ? end + 1 : end;
    }
}

/* A key as providers issue them, wherever it stands. */
static void
hide_keys (Reading *self, const TriShellWord *word)
{
  gsize start, end, from = 0;

  while (tri_redact_find_key (word->text->str + from, word->text->len - from, &start, &end))
    {
      hide_within (self, from + start, from + end);
      from += end;
    }
}

/* The values of cookies: “name=value; name=value”, or the name of a file. */
static void
hide_cookies (Reading *self, const char *text, gsize offset)
{
  const char *at = text + offset;

  while (*at)
    {
      const char *end = at + strcspn (at, ";");
      const char *equals = memchr (at, '=', (gsize) (end - at));

      if (equals)
        hide (self, (gsize) (equals + 1 - text), (gsize) (end - text));
      at = *end ? end + 1 : end;
    }
}

/* User and password, and the value of each member of the query: which of them is a secret is not to be guessed. */
static void
hide_in_url (Reading *self, const char *text)
{
  const char *host = strstr (text, "://") ? strstr (text, "://") + 3 : text;
  const char *at = g_strrstr_len (host, (gssize) strcspn (host, "/?#"), "@");
  const char *query = strchr (text, '?');

  if (at)
    hide (self, (gsize) (host - text), (gsize) (at - text));
  while (query && *query && *query != '#')
    {
      const char *end = query + 1 + strcspn (query + 1, "&#");
      const char *equals = memchr (query, '=', (gsize) (end - query));

      if (equals)
        hide (self, (gsize) (equals + 1 - text), (gsize) (end - text));
      query = end;
    }
}

static void
hide_header (Reading *self, const char *name, const char *text, gsize offset)
{
  gsize start;

  if (strcmp (name, "cookie") == 0)
    hide_cookies (self, text, offset);
  else if (tri_redact_find_secret (text + offset, strlen (text + offset), &start))
    hide (self, offset + start, strlen (text));
}

/* Takes `text` for the key, or the variable that stands for it. */
static void
take_key (Reading *self, const TriShellWord *word, gsize offset)
{
  g_autoptr (GError) error = NULL;

  if (word->variable && word->start == offset && word->end == word->text->len)
    {
      g_free (self->command->key_env);
      self->command->key_env = g_strdup (word->variable);
      return;
    }
  if (word->n_expanded > 0 || word->substitutes)
    return; /* what stands there is no key; that it was not replaced is said of every word */
  if (word->text->str[offset + strspn (word->text->str + offset, "*")] == '\0')
    return; /* it was masked before */
  tri_key_free (self->command->key);
  self->command->key = tri_key_clean (word->text->str + offset, &error);
  if (error)
    remark (self, "%s", error->message);
}

static gboolean
is_one_of (const char *name, const char *const *names)
{
  for (; *names; names++)
    if (g_ascii_strcasecmp (name, *names) == 0)
      return TRUE;
  return FALSE;
}

/* The name of a header, and where its value begins; NULL if the word is none, or several. */
static char *
dup_header_name (Reading *self, const TriShellWord *word, gsize *offset)
{
  const char *text = word->text->str, *colon = strchr (text, ':');
  char *name = colon ? g_strstrip (g_strndup (text, (gsize) (colon - text))) : NULL;

  if (name && *name && g_utf8_validate (text, -1, NULL) && !strpbrk (text, "\r\n"))
    {
      *offset = (gsize) (colon - text) + 1 + strspn (colon + 1, " \t");
      return name;
    }
  /* Several lines may be several headers, and any of them may hold a key. */
  if (strpbrk (text, "\r\n"))
    hide (self, 0, word->text->len);
  remark (self, _ ("A header without a name, or in a file, was left out."));
  g_free (name);
  return NULL;
}

static void
take_header (Reading *self, const TriShellWord *word)
{
  static const char *const keys[] = { "api-key", "x-api-key", "x-goog-api-key", "ocp-apim-subscription-key", NULL };
  static const char *const ours[] = { "content-type", "accept", "authorization", NULL };
  const char *text = word->text->str;
  gsize offset;
  g_autofree char *name = dup_header_name (self, word, &offset);
  gboolean secret;

  if (!name)
    return;
  secret = tri_redact_is_secret_name (name, strlen (name), TRI_NAME_HEADER);
  if (is_one_of (name, keys))
    {
      take_key (self, word, offset);
      remark (self, _ ("The key of the header “%s” would be sent as “Authorization: Bearer”."), name);
    }
  else if (!is_one_of (name, ours))
    remark (self, _ ("The header “%s” is not sent."), name);
  if (g_ascii_strcasecmp (name, "authorization") == 0)
    {
      if (g_ascii_strncasecmp (text + offset, "Bearer ", 7) == 0)
        take_key (self, word, offset + 7 + strspn (text + offset + 7, " "));
      else
        remark (self, _ ("Only “Authorization: Bearer” is understood; another one was left out."));
    }
  if (secret)
    {
      g_autofree char *lower = g_ascii_strdown (name, -1);

      hide_header (self, lower, text, offset);
    }
  else
    hide_keys (self, word);
  tri_headers_add (self->command->headers, name, secret ? "********" : text + offset);
}

/* One that is left out. */
static void
hide_left_out_header (Reading *self, const TriShellWord *word)
{
  gsize offset;
  g_autofree char *name = dup_header_name (self, word, &offset);

  if (name && tri_redact_is_secret_name (name, strlen (name), TRI_NAME_HEADER))
    hide_header (self, name, word->text->str, offset);
}

static void
take_body (Reading *self, const TriShellWord *word, TriCurlOptionKind kind, const char *name)
{
  if (kind != TRI_CURL_DATA_RAW && word->text->str[0] == '@')
    {
      remark (self, _ ("%s takes its content from a file, which is not read: open that file instead."), name);
      self->body_missing = TRUE;
      return;
    }
  if (self->body == NULL)
    self->body = g_string_new (NULL);
  else if (kind != TRI_CURL_JSON)
    g_string_append_c (self->body, '&');
  g_string_append_len (self->body, word->text->str, (gssize) word->text->len);
  hide_in_body (self, word->text, FALSE);
}

/* A user's name, a password or a key may stand in a URL; what remains is where the request goes. */
static char *
dup_bare_url (Reading *self, const char *text)
{
  g_autofree char *url = tri_text_dup_displayable (text, -1, NULL);
  char *host = strstr (url, "://") ? strstr (url, "://") + 3 : url;
  gsize n_host = strcspn (host, "/?#");
  char *at = g_strrstr_len (host, (gssize) n_host, "@");
  gsize n_path;

  if (at)
    {
      remark (self, _ ("User and password in the URL were left out."));
      memmove (host, at + 1, strlen (at + 1) + 1);
    }
  n_path = strcspn (url, "?#");
  if (url[n_path])
    remark (self, _ ("What follows “?” or “#” in the URL was left out."));
  url[n_path] = '\0';
  return g_steal_pointer (&url);
}

/* Of several words the one that looks like a URL is it; the others may be anything, even a key, and are not shown. */
static void
take_url (Reading *self, const TriShellWord *word)
{
  TriCurlCommand *command = self->command;
  const char *text = word->text->str;
  gboolean is_url = strstr (text, "://") != NULL;

  if ((command->url && (strstr (command->url, "://") || !is_url))
      || (!is_url && word->text->len >= TRI_MASK_MIN_BYTES && !strpbrk (text, "./:")))
    {
      if (is_url)
        hide_in_url (self, text);
      else if (text[0])
        hide (self, 0, word->text->len);
      remark (self, _ ("Word %u of the command was not understood."), self->position);
      return;
    }
  if (command->url)
    {
      const TriShellWord *taken = self->whole;

      self->whole = self->url_word;
      hide (self, 0, self->whole->text->len);
      self->whole = taken;
      remark (self, _ ("A word before the URL was not understood."));
    }
  hide_in_url (self, text);
  hide_keys (self, word);
  self->url_word = self->whole;
  g_free (command->url);
  command->url = dup_bare_url (self, text);
}

/* What of an option that changes the request, but is not used, must not be seen. */
static void
hide_left_out (Reading *self, const TriCurlOption *option, const TriShellWord *word)
{
  if (option->kind == TRI_CURL_LEFT_OUT)
    return;
  if (option->letter == 'b')
    hide_cookies (self, word->text->str, 0);
  else if (option->kind == TRI_CURL_SECRET)
    hide (self, 0, word->text->len);
  else if (option->kind == TRI_CURL_SECRET_HEADER)
    hide_left_out_header (self, word);
  else if (option->kind == TRI_CURL_LEFT_OUT_PAIR)
    hide_in_body (self, word->text, TRUE);
  else
    hide_in_url (self, word->text->str);
  hide_keys (self, word);
}

static void
take_option (Reading *self, const TriCurlOption *option, const TriShellWord *word, const char *name)
{
  switch (option->kind)
    {
    case TRI_CURL_METHOD:
      g_free (self->command->method);
      self->command->method = tri_text_dup_displayable (word->text->str, (gssize) word->text->len, NULL);
      break;
    case TRI_CURL_HEADER:
      take_header (self, word);
      break;
    case TRI_CURL_DATA:
    case TRI_CURL_DATA_RAW:
    case TRI_CURL_JSON:
      take_body (self, word, option->kind, name);
      break;
    case TRI_CURL_URL:
      take_url (self, word);
      break;
    case TRI_CURL_KEY:
      take_key (self, word, 0);
      hide (self, 0, word->text->len);
      break;
    case TRI_CURL_FILE:
      hide_in_body (self, word->text, TRUE);
      hide_keys (self, word);
      remark (self, _ ("%s takes its content from a file, which is not read: open that file instead."), name);
      break;
    case TRI_CURL_SECRET:
    case TRI_CURL_SECRET_HEADER:
    case TRI_CURL_LEFT_OUT:
    case TRI_CURL_LEFT_OUT_WORD:
    case TRI_CURL_LEFT_OUT_PAIR:
      hide_left_out (self, option, word);
      remark (self, _ ("The option %s was left out."), name);
      break;
    case TRI_CURL_WORD:
      hide_in_url (self, word->text->str);
      hide_keys (self, word);
      break;
    case TRI_CURL_FLAG:
    default:
      break;
    }
}

/* What a shell would have put into the word is missing there; a variable for a key is no loss. */
static void
note_expansions (Reading *self, const TriShellWord *word)
{
  g_autofree char *name = word->variable ? tri_text_dup_excerpt (word->variable, 60) : NULL;

  if (word->substitutes)
    remark (self, _ ("“$(…)” and “`…`” are not executed: the text stands as it is written."));
  if (word->n_expanded > 0 && !(self->command->key_env && g_strcmp0 (self->command->key_env, word->variable) == 0))
    {
      if (name)
        remark (self, _ ("The variable %s is not looked up: the text stands as it is written."), name);
      else
        remark (self, _ ("“${…}” is not looked up: the text stands as it is written."));
    }
}

/* The word that belongs to an option: the rest of its own word, or the next one. */
static void
take_with_word (Reading *self, const TriCurlOption *option, const char *name, const TriShellWord *own, gsize offset)
{
  const TriShellWord *word = self->position < self->words->len ? self->words->pdata[self->position] : NULL;
  TriShellWord rest = *own;

  if (offset < own->text->len)
    {
      rest.text = g_string_new_len (own->text->str + offset, (gssize) (own->text->len - offset));
      rest.start -= MIN (offset, rest.start);
      rest.end -= MIN (offset, rest.end);
      self->whole = own;
      self->whole_offset = offset;
      take_option (self, option, &rest, name);
      note_expansions (self, &rest);
      memset (rest.text->str, 0, rest.text->len);
      g_string_free (rest.text, TRUE);
    }
  else if (word)
    {
      self->position++;
      self->whole = word;
      take_option (self, option, word, name);
      note_expansions (self, word);
    }
  else
    remark (self, _ ("The option %s lacks its value."), name);
}

static void
take_letters (Reading *self, const TriShellWord *word)
{
  for (gsize i = 1; i < word->text->len; i++)
    {
      const TriCurlOption *option = tri_curl_option_find_letter (word->text->str[i]);
      char name[] = { '-', word->text->str[i], '\0' };

      if (option == NULL)
        {
          /* What follows could be its value. */
          hide (self, i + 1, word->text->len);
          if (g_ascii_isgraph (name[1]))
            remark (self, _ ("The option %s was not understood."), name);
          else
            remark (self, _ ("Word %u of the command was not understood."), self->position);
          return;
        }
      if (tri_curl_option_takes_word (option))
        {
          take_with_word (self, option, name, word, i + 1);
          return;
        }
      take_option (self, option, word, name);
    }
}

static void
take_long (Reading *self, const TriShellWord *word)
{
  const char *text = word->text->str + 2;
  gboolean may_be_secret;
  const TriCurlOption *option = tri_curl_option_find (text, strlen (text), &may_be_secret);
  g_autofree char *fit = tri_text_dup_displayable (word->text->str, -1, NULL);
  g_autofree char *name = tri_text_dup_excerpt (fit, 30);

  if (option && tri_curl_option_takes_word (option))
    take_with_word (self, option, name, word, word->text->len);
  else if (option)
    take_option (self, option, word, name);
  else if (name[strspn (name, "abcdefghijklmnopqrstuvwxyz-")])
    {
      hide (self, strcspn (word->text->str, "=") < word->text->len ? strcspn (word->text->str, "=") + 1 : 2,
            word->text->len);
      remark (self, _ ("Word %u of the command was not understood."), self->position); /* it might be a key */
    }
  else
    {
      const TriShellWord *next
          = may_be_secret && self->position < self->words->len ? self->words->pdata[self->position] : NULL;

      /* Of several options that begin so one takes a secret. */
      if (next && next->text->str[0] != '-')
        {
          self->position++;
          self->whole = next;
          hide (self, 0, next->text->len);
        }
      remark (self, _ ("The option %s was not understood."), name);
    }
}

static void
take_word (Reading *self, const TriShellWord *word)
{
  const char *text = word->text->str;

  self->whole = word;
  self->whole_offset = 0;
  if (self->no_options || text[0] != '-' || text[1] == '\0')
    {
      take_url (self, word);
      note_expansions (self, word);
    }
  else if (strcmp (text, "--") == 0)
    self->no_options = TRUE;
  else if (text[1] != '-')
    take_letters (self, word);
  else
    take_long (self, word);
}

gboolean
tri_curl_command_is_one (const char *text)
{
  const char *word = text + strspn (text, " \t\r\n$");
  gsize length = strncmp (word, "curl.exe", 8) == 0 ? 8 : strncmp (word, "curl", 4) == 0 ? 4 : 0;

  return length > 0 && word[length] && strchr (" \t\r\n\\^", word[length]);
}

TriCurlCommand *
tri_curl_command_parse (const char *text, GError **error)
{
  g_autoptr (TriCurlCommand) command = g_new0 (TriCurlCommand, 1);
  g_autoptr (GPtrArray) words = NULL;
  gboolean left_out = FALSE;
  Reading self = { .command = command, .position = 1 };

  command->headers = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_header_free);
  command->secrets = g_array_new (FALSE, FALSE, sizeof (TriCurlSecret));
  command->remarks = g_ptr_array_new_with_free_func (g_free);
  if (!tri_curl_command_is_one (text))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("expected a command that begins with “curl”"));
      return NULL;
    }
  /* The "$ " of a prompt is copied along more often than not. */
  self.text = strstr (text, "curl");
  self.text_start = (gsize) (self.text - text);
  text = self.text;
  self.words = words = text ? tri_shell_words_read (text, &left_out, error) : NULL;
  if (words == NULL)
    return NULL;
  while (self.position < words->len)
    {
      const TriShellWord *word = words->pdata[self.position++];

      take_word (&self, word);
    }
  if (words->len > 0)
    command->end = self.text_start + ((const TriShellWord *) words->pdata[words->len - 1])->raw_end;
  if (left_out)
    remark (&self, _ ("What follows the first command was left out."));
  if (self.body && !self.body_missing)
    command->body = g_bytes_new (self.body->str, self.body->len);
  if (command->method == NULL)
    command->method = g_strdup (self.body || self.body_missing ? "POST" : "GET");
  if (self.body)
    g_string_free (self.body, TRUE);
  if (strcmp (command->method, "POST") != 0)
    remark (&self, _ ("The method is not POST, with which a column always asks."));
  return g_steal_pointer (&command);
}

void
tri_curl_command_free (TriCurlCommand *command)
{
  g_free (command->method);
  g_free (command->url);
  g_clear_pointer (&command->headers, g_ptr_array_unref);
  g_clear_pointer (&command->body, g_bytes_unref);
  tri_key_free (command->key);
  g_free (command->key_env);
  g_clear_pointer (&command->secrets, g_array_unref);
  g_clear_pointer (&command->remarks, g_ptr_array_unref);
  g_free (command);
}
