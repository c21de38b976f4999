/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Code that reads answers, by what it reads and of which format; migrate-reading.h chooses from it.
 *
 * `answer` is the JSON document that came, and `events` those of a stream, without the "[DONE]" at its end. What is
 * read gets the same name and the same shape in every format: text, texts, refusal, calls, logprobs, end, used. A test
 * runs each on answers of the practice server.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRI_READING_PYTHON,
  TRI_READING_JAVASCRIPT,
  TRI_N_READING_LANGUAGES
} TriReadingLanguage;

typedef struct
{
  const char *topic;  /* "text", "stream-text" */
  const char *format; /* a format's id */
  const char *code[TRI_N_READING_LANGUAGES];
} TriReadingCode;

const TriReadingCode *tri_reading_list_codes (guint *n_codes);

G_END_DECLS
