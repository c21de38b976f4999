/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A curl command as people paste it from documentation, read as a text: nothing is executed, no file is opened, no
 * variable is looked up.
 *
 * The words are those of a POSIX shell: single and double quotes, $'…' of bash, backslashes, lines that go on. Of
 * curl's options it understands those that say where a request goes and what is in it. Whatever is not understood, or
 * would have to be executed or read to be understood, is named in `remarks`; a request that differs from curl's never
 * comes without one.
 *
 * Keys are taken out: `key` is the only place that holds one, and is overwritten when it is freed. Neither headers, nor
 * remarks, nor errors hold it.
 */

#include "record.h"

G_BEGIN_DECLS

/* Where a secret stands in the text of a command. */
typedef struct
{
  gsize start, end; /* bytes */
} TriCurlSecret;

typedef struct
{
  char *method;       /* as curl would send it: "POST" with a body, unless it is said */
  char *url;          /* as written; NULL if there is none */
  GPtrArray *headers; /* TriHeader, in order; what is secret in them is masked */
  GBytes *body;       /* NULL if there is none, or if it stands in a file */
  char *key;          /* of Authorization: Bearer, api-key and their like; NULL if there is none */
  char *key_env;      /* the variable that stands in its place, as in "Bearer $EXAMPLE_KEY"; NULL if there is none */
  GArray *secrets;    /* TriCurlSecret: keys, cookies, passwords and members of a query, but no variables */
  gsize end;          /* of the command in the text, in bytes; what follows was not looked at */
  GPtrArray *remarks; /* char *, translated sentences, in order; no two the same */
} TriCurlCommand;

/* Whether `text` begins as a curl command does. */
gboolean tri_curl_command_is_one (const char *text);

/* Reads `text`. TRI_ERROR_INVALID if it is no curl command for a POSIX shell: a quote is not closed (with line and
 * column), it was copied for the prompt of Windows, it is not UTF-8. (transfer full) */
TriCurlCommand *tri_curl_command_parse (const char *text, GError **error);

void tri_curl_command_free (TriCurlCommand *command);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriCurlCommand, tri_curl_command_free)

/* `text` with a '*' for each byte of a secret; NULL if there is none of at least `min_bytes`. Anything but JSON may
 * come: what is no command that can be read (one that is not written to its end, the lines of a shell around one) is
 * searched for what looks like a secret, rather too much than too little. (transfer full) */
char *tri_curl_dup_masked (const char *text, gsize min_bytes);

G_END_DECLS
