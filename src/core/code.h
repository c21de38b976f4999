/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A request as a program that makes it: what is copied can be run as it is.
 *
 * Without the official library the body goes out byte for byte. The official library writes the JSON anew: what is
 * asked is the same, its spelling is the library's. The key is never part of a program: it is read from an environment
 * variable.
 */

#include "format.h"

G_BEGIN_DECLS

typedef struct
{
  const TriFormat *format;
  const char *url; /* of the endpoint */
  GBytes *body;
  const char *key_env;  /* the variable that holds the key; NULL: no key is sent */
  gboolean is_practice; /* the practice server, which must be started first */
  gboolean is_running;  /* it runs already, for as long as the program whose person copies this */
  gboolean is_exact;    /* FALSE: a secret was taken out of the body */
} TriCode;

/* For a POSIX shell and curl. (transfer full) */
GBytes *tri_code_curl (const TriCode *code);

/* For Python 3.7 and its standard library, or the package "openai". (transfer full) */
GBytes *tri_code_python (const TriCode *code, gboolean sdk);

/* For Node.js 18 and what it brings, or the package "openai". (transfer full) */
GBytes *tri_code_javascript (const TriCode *code, gboolean sdk);

/* For the files of code: */

/* Whether the body asks for a stream. */
gboolean tri_code_streams (const TriCode *code);

/* The name of the variable, if it is one that every shell and language takes; else "API_KEY". NULL if there is none. */
const char *tri_code_get_key_env (const TriCode *code);

/* The base URL: without the endpoint. (transfer full) */
char *tri_code_dup_base_url (const TriCode *code);

/* The comment that stands above, each line behind `mark`; "" if there is nothing to say. (transfer full) */
char *tri_code_dup_remarks (const TriCode *code, const char *mark, gboolean sdk);

/* Appends `text` as a string between double quotes, in a spelling that JSON, JavaScript and Python read alike. */
void tri_code_append_string (GString *out, const char *text, gssize n_bytes);

G_END_DECLS
