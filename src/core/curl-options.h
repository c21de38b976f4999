/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The options of curl, and what each of them is to whoever only reads a command.
 *
 * Long ones may be cut short as long as one name only begins so, and are read in whatever case ("--oauth2-b",
 * "--HEADER"); their value is the next word, and never stands behind a "=". All of curl 7.88.1, which is that of Debian
 * 12, were tried.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRI_CURL_METHOD,
  TRI_CURL_HEADER,
  TRI_CURL_DATA,     /* joined with "&"; "@…" names a file */
  TRI_CURL_DATA_RAW, /* the same, but "@" is a letter */
  TRI_CURL_JSON,     /* joined as it stands */
  TRI_CURL_URL,
  TRI_CURL_KEY,
  TRI_CURL_SECRET,        /* takes a word that is not used and must not be shown */
  TRI_CURL_SECRET_HEADER, /* the same, where the word is a header */
  TRI_CURL_FILE,          /* a part of a form, or a file: its content would be sent */
  TRI_CURL_WORD,          /* takes a word and changes nothing in the request */
  TRI_CURL_FLAG,          /* takes none and changes nothing in the request */
  TRI_CURL_LEFT_OUT,      /* takes none; the request is another one without it */
  TRI_CURL_LEFT_OUT_WORD, /* the same, with a word */
  TRI_CURL_LEFT_OUT_PAIR  /* the same, where the word is "name=value" */
} TriCurlOptionKind;

typedef struct
{
  char letter; /* 0 if there is only a name */
  const char *name;
  TriCurlOptionKind kind;
} TriCurlOption;

const TriCurlOption *tri_curl_option_find_letter (char letter); /* NULL if there is none */

/* The option of this name, without its hyphens, or of the only one that begins so. NULL if there is none, or several
 * begin so. `may_be_secret`: it takes a secret, or one of those several does. */
const TriCurlOption *tri_curl_option_find (const char *name, gsize n_bytes, gboolean *may_be_secret);

gboolean tri_curl_option_takes_word (const TriCurlOption *option);

G_END_DECLS
