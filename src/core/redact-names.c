/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "redact.h"

#include <string.h>

#define MAX_NAME 64u /* of a longer name the end tells */

#define H (1u << TRI_NAME_HEADER)
#define M (1u << TRI_NAME_MEMBER)
#define P (1u << TRI_NAME_PARAMETER)
#define V (1u << TRI_NAME_VARIABLE)

typedef enum
{
  MATCH_END,  /* the name ends so */
  MATCH_WORD, /* it ends so, and a word begins there */
  MATCH_NAME  /* it is this one */
} Match;

static const struct
{
  const char *words;
  Match match;
  guint kinds;
} secrets[] = {
  { "authorization", MATCH_END, H | M | P | V },
  { "authentication", MATCH_WORD, H },
  { "auth", MATCH_WORD, H | M | P | V },
  { "api-key", MATCH_END, H | M | P | V },
  { "apikey", MATCH_END, H | M | P | V },
  { "access-key", MATCH_WORD, H | M | P | V },
  { "account-key", MATCH_WORD, H | M | P | V },
  { "auth-key", MATCH_WORD, H | M | P | V },
  { "functions-key", MATCH_WORD, H | M | P | V },
  { "master-key", MATCH_WORD, H | M | P | V },
  { "private-key", MATCH_WORD, H | M | P | V },
  { "secret-key", MATCH_WORD, H | M | P | V },
  { "shared-key", MATCH_WORD, H | M | P | V },
  { "signing-key", MATCH_WORD, H | M | P | V },
  { "subscription-key", MATCH_WORD, H | M | P | V },
  { "token", MATCH_END, H | M | P | V }, /* but see is_of_text() */
  { "secret", MATCH_END, H | M | P | V },
  { "password", MATCH_END, H | M | P | V },
  { "passwd", MATCH_WORD, H | M | P | V },
  { "passphrase", MATCH_WORD, H | M | P | V },
  { "credential", MATCH_WORD, H | M | P | V },
  { "jwt", MATCH_WORD, H | M | P | V },
  { "assertion", MATCH_WORD, H | P | V },
  { "oauth2-bearer", MATCH_WORD, P | V },
  { "cookie", MATCH_END, H | V },
  { "key", MATCH_NAME, H | P },
  { "x-key", MATCH_NAME, H },
  { "sig", MATCH_NAME, P },
  { "signature", MATCH_WORD, P },
};

/* Before "token": a piece of text, or a place in a list, but nothing that opens a door. */
static const char *const text_words[]
    = { "max",     "min",     "eos",     "bos",       "pad",       "unk",      "sep",    "cls",        "mask",
        "stop",    "start",   "begin",   "end",       "first",     "last",     "next",   "prev",       "previous",
        "page",    "cursor",  "sync",    "continue",  "special",   "prompt",   "input",  "output",     "completion",
        "text",    "audio",   "image",   "reasoning", "think",     "thinking", "cached", "per",        "of",
        "prefix",  "suffix",  "middle",  "fim",       "draft",     "tool",     "top",    "logprob",    "sample",
        "sampled", "chosen",  "decoded", "predicted", "generated", "forced",   "added",  "new",        "target",
        "source",  "word",    "sub",     "byte",      "vocab",     "empty",    "blank",  "unexpected", "continuation",
        "current", "newline", "delta" };

/* In small letters, with a "-" between words. Returns its length; what is longer lost its beginning. */
static gsize
normalize (const char *name, gsize n_bytes, char *out)
{
  gsize n = 0, from = n_bytes > MAX_NAME / 2 ? n_bytes - MAX_NAME / 2 : 0; /* a "-" before each letter at worst */

  for (gsize i = from; i < n_bytes; i++)
    {
      char c = name[i];
      gboolean begins = g_ascii_isupper (c) && i > from
                        && (g_ascii_islower (name[i - 1])
                            || (g_ascii_isupper (name[i - 1]) && i + 1 < n_bytes && g_ascii_islower (name[i + 1])));

      if (begins && n > 0 && out[n - 1] != '-')
        out[n++] = '-';
      if (g_ascii_isalnum (c))
        out[n++] = g_ascii_tolower (c);
      else if (n > 0 && out[n - 1] != '-')
        out[n++] = '-';
    }
  while (n > 0 && out[n - 1] == '-')
    n--;
  out[n] = '\0';
  return n;
}

/* Whether a name that ends in "token" means one of a text. */
static gboolean
is_of_text (const char *name, gsize n_before, TriNameKind kind)
{
  gsize begin;

  if (kind == TRI_NAME_HEADER)
    return FALSE;
  if (n_before == 0)
    return kind == TRI_NAME_MEMBER;
  if (name[n_before - 1] != '-')
    return FALSE;
  for (begin = n_before - 1; begin > 0 && name[begin - 1] != '-'; begin--)
    ;
  for (guint i = 0; i < G_N_ELEMENTS (text_words); i++)
    if (strlen (text_words[i]) == n_before - 1 - begin
        && strncmp (text_words[i], name + begin, n_before - 1 - begin) == 0)
      return TRUE;
  return FALSE;
}

/* Whether it ends in the last two letters of any of them. Every name of every document is asked for, and most are done
 * with here. */
static gboolean
may_be_secret (const char *name, gsize n_bytes)
{
  static const char ends[] = "on th ey en et rd wd se al wt er ie ig re ";

  while (n_bytes > 0 && !g_ascii_isalnum (name[n_bytes - 1]))
    n_bytes--;
  if (n_bytes > 0 && (name[n_bytes - 1] | 0x20) == 's')
    n_bytes--;
  if (n_bytes < 2)
    return FALSE;
  for (const char *end = ends; *end; end += 3)
    if (end[0] == (name[n_bytes - 2] | 0x20) && end[1] == (name[n_bytes - 1] | 0x20))
      return TRUE;
  return FALSE;
}

gboolean
tri_redact_is_secret_name (const char *name, gsize n_bytes, TriNameKind kind)
{
  char plain[MAX_NAME + 1];
  gsize n;

  if (!may_be_secret (name, n_bytes))
    return FALSE;
  n = normalize (name, n_bytes, plain);
  /* Several of them; but the tokens that there are several of are those of a text. */
  if (n > 1 && plain[n - 1] == 's' && !g_str_has_suffix (plain, "tokens"))
    plain[--n] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      gsize n_words = strlen (secrets[i].words);
      gsize n_before = n - MIN (n_words, n);

      if (!(secrets[i].kinds & 1u << kind) || n < n_words || strcmp (plain + n_before, secrets[i].words) != 0)
        continue;
      if (secrets[i].match == MATCH_NAME ? n_before == 0
                                         : secrets[i].match == MATCH_END || n_before == 0 || plain[n_before - 1] == '-')
        return !g_str_equal (secrets[i].words, "token") || !is_of_text (plain, n_before, kind);
    }
  return FALSE;
}

/* ---- Keys ---- */

static gboolean
is_key_sign (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_';
}

/* Not made of words ("sk-your-key-goes-here"). */
static gboolean
is_random (const char *text, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    if (g_ascii_isdigit (text[i]) || g_ascii_isupper (text[i]))
      return TRUE;
  return FALSE;
}

/* The signs of a key that `text` begins with; a dot belongs to it between others. */
static gsize
measure_key (const char *text, gsize n_bytes)
{
  gsize n = 0;

  while (n < n_bytes && (is_key_sign (text[n]) || (text[n] == '.' && n + 1 < n_bytes && is_key_sign (text[n + 1]))))
    n++;
  return n;
}

gboolean
tri_redact_find_key (const char *text, gsize n_bytes, gsize *start, gsize *end)
{
  static const char *const begins[]
      = { "sk-",    "sk_", "gsk_",  "xai-",   "AIza",  "hf_",   "ghp_",  "gho_", "ghs_",  "github_pat_",
          "glpat-", "r8_", "pplx-", "nvapi-", "sess-", "xoxb-", "xoxp-", "AKIA", "ya29.", "eyJ" };

  for (gsize at = 0; at + TRI_MASK_MIN_BYTES <= n_bytes; at++)
    for (guint i = 0; i < G_N_ELEMENTS (begins) && (at == 0 || !g_ascii_isalnum (text[at - 1])); i++)
      {
        gsize n_begin = strlen (begins[i]), n;

        if (strncmp (text + at, begins[i], n_begin) != 0)
          continue;
        n = measure_key (text + at, n_bytes - at);
        if (n < TRI_MASK_MIN_BYTES || !is_random (text + at + n_begin, n - n_begin))
          {
            at += n - 1; /* nor is one in what is left of the word */
            break;
          }
        if (start)
          *start = at;
        if (end)
          *end = at + n;
        return TRUE;
      }
  return FALSE;
}

/* ---- Values ---- */

static gsize
skip_scheme (const char *value, gsize n_bytes)
{
  static const char *const schemes[]
      = { "Bearer",    "Basic", "Digest",    "Token", "ApiKey",           "Api-Key", "Key",
          "Negotiate", "NTLM",  "SharedKey", "DPoP",  "AWS4-HMAC-SHA256", "SSWS" };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      gsize n = strlen (schemes[i]);

      if (n_bytes > n && value[n] == ' ' && g_ascii_strncasecmp (value, schemes[i], n) == 0)
        {
          while (n < n_bytes && value[n] == ' ')
            n++;
          return n;
        }
    }
  return 0;
}

/* A name that somebody gave, and not a key: small letters and digits do not mix. */
static gboolean
is_name (const char *text, gsize n_bytes, const char *more)
{
  gboolean has_lower = FALSE, has_digit = FALSE;

  for (gsize i = 0; i < n_bytes; i++)
    {
      has_lower |= g_ascii_islower (text[i]);
      has_digit |= g_ascii_isdigit (text[i]);
      if (!g_ascii_isalnum (text[i]) && text[i] != '_' && !strchr (more, text[i]))
        return FALSE;
    }
  return n_bytes > 0 && !(has_lower && has_digit);
}

static gboolean
is_between (const char *text, gsize n_bytes, const char *before, const char *after)
{
  gsize n_before = strlen (before), n_after = strlen (after);

  return n_bytes > n_before + n_after && memcmp (text, before, n_before) == 0
         && memcmp (text + n_bytes - n_after, after, n_after) == 0
         && is_name (text + n_before, n_bytes - n_before - n_after, "-. ");
}

/* "YOUR_API_KEY" */
static gboolean
is_placeholder (const char *text, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    if (!g_ascii_isupper (text[i]) && text[i] != '_')
      return FALSE;
  return memchr (text, '_', n_bytes) != NULL;
}

/* A word that no place has for a name. */
static gboolean
has_long_word (const char *text)
{
  while (*text)
    {
      gsize n = strcspn (text, " '\"/.:=");

      if (n >= TRI_MASK_MIN_BYTES && is_random (text, n))
        return TRUE;
      text += n + (text[n] != '\0');
    }
  return FALSE;
}

/* A command by which a shell fetches the secret from where it is kept. */
static gboolean
is_fetched (const char *text, gsize n_bytes)
{
  static const char *const fetchers[] = { "cat", "pass",  "op", "gopass", "secret-tool", "security", "gcloud",  "az",
                                          "aws", "vault", "bw", "lpass",  "keyring",     "kubectl",  "doppler", "<" };
  static const char *const speakers[] = { "echo", "printf", "<<" };
  g_autofree char *inside = NULL;
  gboolean is_backtick = text[0] == '`';

  if (n_bytes < 4
      || (is_backtick ? text[n_bytes - 1] != '`' : !g_str_has_prefix (text, "$(") || text[n_bytes - 1] != ')'))
    return FALSE;
  inside = g_strndup (text + (is_backtick ? 1 : 2), n_bytes - (is_backtick ? 2 : 3));
  for (guint i = 0; i < G_N_ELEMENTS (speakers); i++)
    if (strstr (inside, speakers[i]))
      return FALSE;
  g_strchug (inside);
  for (guint i = 0; i < G_N_ELEMENTS (fetchers); i++)
    if (g_str_has_prefix (inside, fetchers[i]) && strchr (" /", inside[strlen (fetchers[i])]))
      return !has_long_word (inside);
  return FALSE;
}

static gboolean
is_reference (const char *text, gsize n_bytes)
{
  static const char *const marks[][2]
      = { { "${", "}" }, { "$env:", "" }, { "%", "%" }, { "{{", "}}" }, { "${{", "}}" }, { "{", "}" }, { "<", ">" } };

  if (text[0] == '$' && is_name (text + 1, n_bytes - 1, ""))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (is_between (text, n_bytes, marks[i][0], marks[i][1]))
      return TRUE;
  return is_placeholder (text, n_bytes) || is_fetched (text, n_bytes);
}

gboolean
tri_redact_find_secret (const char *value, gsize n_bytes, gsize *start)
{
  gsize at = skip_scheme (value, n_bytes), n_stars = 0;

  *start = at;
  while (at + n_stars < n_bytes && value[at + n_stars] == '*')
    n_stars++;
  return at + n_stars < n_bytes && !is_reference (value + at, n_bytes - at);
}
