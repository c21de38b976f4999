/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "curl-command.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"
#include "server.h"
#include "shell-words.h"
#include "text.h"

typedef enum
{
  OPTION_METHOD,
  OPTION_HEADER,
  OPTION_DATA,     /* joined with "&"; "@…" names a file */
  OPTION_DATA_RAW, /* the same, but "@" is a letter */
  OPTION_JSON,     /* joined as it stands */
  OPTION_URL,
  OPTION_KEY,
  OPTION_SECRET,       /* takes a word that is not used and must not be shown */
  OPTION_FILE,         /* its content would be sent */
  OPTION_WORD,         /* takes a word and changes nothing in the request */
  OPTION_FLAG,         /* takes none and changes nothing in the request */
  OPTION_LEFT_OUT,     /* takes none; the request is another one without it */
  OPTION_LEFT_OUT_WORD /* the same, with a word */
} OptionKind;

typedef struct
{
  char letter; /* 0 if there is only a name */
  const char *name;
  OptionKind kind;
} Option;

static const Option options[] = {
  { 'X', "request", OPTION_METHOD },
  { 'H', "header", OPTION_HEADER },
  { 'd', "data", OPTION_DATA },
  { 0, "data-ascii", OPTION_DATA },
  { 0, "data-binary", OPTION_DATA },
  { 0, "data-raw", OPTION_DATA_RAW },
  { 0, "json", OPTION_JSON },
  { 0, "url", OPTION_URL },
  { 0, "oauth2-bearer", OPTION_KEY },
  { 'u', "user", OPTION_SECRET },
  { 'U', "proxy-user", OPTION_SECRET },
  { 'b', "cookie", OPTION_SECRET },
  { 'E', "cert", OPTION_SECRET },
  { 0, "key", OPTION_SECRET },
  { 0, "pass", OPTION_SECRET },
  { 0, "proxy-pass", OPTION_SECRET },
  { 0, "tlspassword", OPTION_SECRET },
  { 0, "proxy-tlspassword", OPTION_SECRET },
  { 'F', "form", OPTION_FILE },
  { 'T', "upload-file", OPTION_FILE },
  { 'K', "config", OPTION_FILE },
  { 0, "data-urlencode", OPTION_LEFT_OUT_WORD },
  { 'x', "proxy", OPTION_LEFT_OUT_WORD },
  { 'A', "user-agent", OPTION_LEFT_OUT_WORD },
  { 'e', "referer", OPTION_LEFT_OUT_WORD },
  { 0, "resolve", OPTION_LEFT_OUT_WORD },
  { 0, "connect-to", OPTION_LEFT_OUT_WORD },
  { 0, "unix-socket", OPTION_LEFT_OUT_WORD },
  { 0, "cacert", OPTION_LEFT_OUT_WORD },
  { 'G', "get", OPTION_LEFT_OUT },
  { 'I', "head", OPTION_LEFT_OUT },
  { 'k', "insecure", OPTION_LEFT_OUT },
  { 'L', "location", OPTION_LEFT_OUT },
  { 0, "location-trusted", OPTION_LEFT_OUT },
  { 'o', "output", OPTION_WORD },
  { 'D', "dump-header", OPTION_WORD },
  { 'w', "write-out", OPTION_WORD },
  { 'm', "max-time", OPTION_WORD },
  { 0, "connect-timeout", OPTION_WORD },
  { 0, "retry", OPTION_WORD },
  { 'O', "remote-name", OPTION_FLAG },
  { 's', "silent", OPTION_FLAG },
  { 'S', "show-error", OPTION_FLAG },
  { 'N', "no-buffer", OPTION_FLAG },
  { 'i', "include", OPTION_FLAG },
  { 'v', "verbose", OPTION_FLAG },
  { 'f', "fail", OPTION_FLAG },
  { 'g', "globoff", OPTION_FLAG },
  { 'q', "disable", OPTION_FLAG },
  { '#', "progress-bar", OPTION_FLAG },
  { '0', "http1.0", OPTION_FLAG },
  { 0, "http1.1", OPTION_FLAG },
  { 0, "http2", OPTION_FLAG },
  { 0, "compressed", OPTION_FLAG },
  { 0, "fail-with-body", OPTION_FLAG },
};

typedef struct
{
  TriCurlCommand *command;
  const char *text; /* from “curl” on */
  gsize text_start; /* where that is in the whole text */
  GPtrArray *words;
  guint position;            /* of the next word */
  const TriShellWord *whole; /* the word that is read, of which a part may be looked at */
  gsize whole_offset;        /* where that part begins */
  GString *body;             /* NULL before there is one */
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

/* Notes that bytes of the word that is looked at are secret. What a shell would put in their place is none. Where the
 * word is written in several quotes or with escapes, all of it is. */
static void
hide (Reading *self, gsize from, gsize to)
{
  const TriShellWord *word = self->whole;
  gsize n_quotes = strchr ("'\"", self->text[word->raw_start]) ? 1 : 0;
  gsize base = word->raw_start + n_quotes;

  if (word->substitutes || to <= from)
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
  const char *scheme_end = strchr (text + offset, ' ');

  if (strcmp (name, "cookie") == 0)
    {
      hide_cookies (self, text, offset);
      return;
    }
  if (scheme_end && g_str_has_suffix (name, "authorization"))
    offset = (gsize) (scheme_end - text) + strspn (scheme_end, " ");
  hide (self, offset, strlen (text));
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

static void
take_header (Reading *self, const TriShellWord *word)
{
  static const char *const keys[] = { "api-key", "x-api-key", "x-goog-api-key", "ocp-apim-subscription-key" };
  static const char *const secrets[] = { "authorization", "proxy-authorization", "cookie", "set-cookie" };
  static const char *const parts[] = { "token", "secret", "password" }; /* of names that say what they hold */
  static const char *const ours[] = { "content-type", "accept", "authorization" };
  const char *text = word->text->str, *colon = strchr (text, ':');
  g_autofree char *name = colon ? g_strstrip (g_strndup (text, colon - text)) : NULL;
  g_autofree char *lower = name ? g_ascii_strdown (name, -1) : NULL;
  gsize offset = colon ? (gsize) (colon - text) + 1 + strspn (colon + 1, " \t") : 0;
  gboolean secret = FALSE, is_ours = FALSE;

  if (!name || !*name || !g_utf8_validate (text, -1, NULL) || strpbrk (text, "\r\n"))
    {
      /* Several lines may be several headers, and any of them may hold a key. */
      if (strpbrk (text, "\r\n"))
        hide (self, 0, word->text->len);
      remark (self, _ ("A header without a name, or in a file, was left out."));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strcmp (lower, keys[i]) == 0)
      {
        secret = is_ours = TRUE;
        take_key (self, word, offset);
        remark (self, _ ("The key of the header “%s” would be sent as “Authorization: Bearer”."), name);
      }
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    secret |= strcmp (lower, secrets[i]) == 0;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    secret |= strstr (lower, parts[i]) != NULL;
  for (guint i = 0; i < G_N_ELEMENTS (ours); i++)
    is_ours |= strcmp (lower, ours[i]) == 0;
  if (strcmp (lower, "authorization") == 0)
    {
      if (g_ascii_strncasecmp (text + offset, "Bearer ", 7) == 0)
        take_key (self, word, offset + 7 + strspn (text + offset + 7, " "));
      else
        remark (self, _ ("Only “Authorization: Bearer” is understood; another one was left out."));
    }
  if (!is_ours)
    remark (self, _ ("The header “%s” is not sent."), name);
  if (secret)
    hide_header (self, lower, text, offset);
  tri_headers_add (self->command->headers, name, secret ? "********" : text + offset);
}

static void
take_body (Reading *self, const TriShellWord *word, OptionKind kind, const char *name)
{
  if (kind != OPTION_DATA_RAW && word->text->str[0] == '@')
    {
      remark (self, _ ("%s takes its content from a file, which is not read: open that file instead."), name);
      self->body_missing = TRUE;
      return;
    }
  if (self->body == NULL)
    self->body = g_string_new (NULL);
  else if (kind != OPTION_JSON)
    g_string_append_c (self->body, '&');
  g_string_append_len (self->body, word->text->str, (gssize) word->text->len);
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

static void
take_url (Reading *self, const TriShellWord *word)
{
  TriCurlCommand *command = self->command;

  hide_in_url (self, word->text->str);
  /* Of several words the one that looks like a URL is it; the others may be anything, even a key, and are not shown. */
  if (command->url && (strstr (command->url, "://") || !strstr (word->text->str, "://")))
    {
      remark (self, _ ("Word %u of the command was not understood."), self->position);
      return;
    }
  if (command->url)
    remark (self, _ ("A word before the URL was not understood."));
  g_free (command->url);
  command->url = dup_bare_url (self, word->text->str);
}

static void
take_option (Reading *self, const Option *option, const TriShellWord *word, const char *name)
{
  switch (option->kind)
    {
    case OPTION_METHOD:
      g_free (self->command->method);
      self->command->method = tri_text_dup_displayable (word->text->str, (gssize) word->text->len, NULL);
      break;
    case OPTION_HEADER:
      take_header (self, word);
      break;
    case OPTION_DATA:
    case OPTION_DATA_RAW:
    case OPTION_JSON:
      take_body (self, word, option->kind, name);
      break;
    case OPTION_URL:
      take_url (self, word);
      break;
    case OPTION_KEY:
      take_key (self, word, 0);
      hide (self, 0, word->text->len);
      break;
    case OPTION_FILE:
      remark (self, _ ("%s takes its content from a file, which is not read: open that file instead."), name);
      break;
    case OPTION_SECRET:
    case OPTION_LEFT_OUT:
    case OPTION_LEFT_OUT_WORD:
      if (option->letter == 'b')
        hide_cookies (self, word->text->str, 0);
      else if (option->kind == OPTION_SECRET)
        hide (self, 0, word->text->len);
      else if (option->kind == OPTION_LEFT_OUT_WORD)
        hide_in_url (self, word->text->str);
      remark (self, _ ("The option %s was left out."), name);
      break;
    case OPTION_WORD:
    case OPTION_FLAG:
    default:
      break;
    }
}

static gboolean
takes_word (const Option *option)
{
  return option->kind != OPTION_FLAG && option->kind != OPTION_LEFT_OUT;
}

static const Option *
find_option (const char *name, char letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (name ? strcmp (options[i].name, name) == 0 : options[i].letter && options[i].letter == letter)
      return &options[i];
  return NULL;
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
take_with_word (Reading *self, const Option *option, const char *name, const TriShellWord *own, gsize offset)
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
      const Option *option = find_option (NULL, word->text->str[i]);
      char name[] = { '-', word->text->str[i], '\0' };

      if (option == NULL)
        {
          /* What follows could be its value. */
          if (g_ascii_isgraph (name[1]))
            remark (self, _ ("The option %s was not understood."), name);
          else
            remark (self, _ ("Word %u of the command was not understood."), self->position);
          return;
        }
      if (takes_word (option))
        {
          take_with_word (self, option, name, word, i + 1);
          return;
        }
      take_option (self, option, word, name);
    }
}

static void
take_word (Reading *self, const TriShellWord *word)
{
  const char *text = word->text->str;
  const Option *option;
  g_autofree char *name = NULL;

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
    {
      g_autofree char *fit = tri_text_dup_displayable (text, -1, NULL);

      option = find_option (text + 2, 0);
      name = tri_text_dup_excerpt (fit, 30);
      if (option == NULL && name[strspn (name, "abcdefghijklmnopqrstuvwxyz-")])
        remark (self, _ ("Word %u of the command was not understood."), self->position); /* it might be a key */
      else if (option == NULL)
        remark (self, _ ("The option %s was not understood."), name);
      else if (takes_word (option))
        take_with_word (self, option, name, word, word->text->len);
      else
        take_option (self, option, word, name);
    }
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
