/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The first command of a text, cut into words as a POSIX shell does it, but without a shell: what a shell would replace
 * stays as it is written, and is noted in its word.
 */

#include <glib.h>

G_BEGIN_DECLS

/* From `text` on, the bytes of a word stand one after the other in what was read, from `raw` on. */
typedef struct
{
  gsize text, raw;
} TriShellPlace;

typedef struct
{
  GString *text;  /* quotes taken off; never holds NUL */
  char *variable; /* the first variable in it, without $ and braces; NULL if there is none */
  gsize start;    /* where "$NAME" stands in `text`, in bytes, and where it ends */
  gsize end;
  guint n_expanded;     /* variables a shell would replace */
  gboolean substitutes; /* holds $(…) or `…`, which a shell would execute */
  gsize raw_start;      /* the word as it is written, with its quotes: bytes of what was read */
  gsize raw_end;
  GArray *places; /* TriShellPlace, in order; one for a word in one piece */
} TriShellWord;

/* The words of the first command (element type TriShellWord). `left_out`, if not NULL, tells whether something follows
 * that command. TRI_ERROR_INVALID: not UTF-8, a quote that is not closed, NUL, or the continued lines of another shell;
 * with line and column, but without any of the text. (transfer full) */
GPtrArray *tri_shell_words_read (const char *text, gboolean *left_out, GError **error);

G_END_DECLS
