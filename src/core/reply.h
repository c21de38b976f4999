/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the bytes of an answer mean, in neutral terms, always with the raw word beside the neutral one and the path
 * where it was found. A Reply grows while a stream runs; it is filled by the formats alone and read by everybody.
 *
 * Nothing unknown is dropped: an unknown finish reason is kept as its word, an unknown output item as a part of kind
 * OTHER with its type, whatever the server says of usage as a fact with its own name.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRI_PART_TEXT,
  TRI_PART_REFUSAL,
  TRI_PART_REASONING,
  TRI_PART_TOOL_CALL, /* `name` is the function, `text` its arguments */
  TRI_PART_OTHER      /* `name` is the type that the server named, `text` what can be shown of it (may be empty) */
} TriPartKind;

/* A piece of the answer, in the order in which pieces began. */
typedef struct
{
  TriPartKind kind;
  guint choice;  /* of several choices; 0 for Responses */
  char *name;    /* NULL where there is none */
  char *id;      /* a tool call's id (call_…); NULL */
  char *path;    /* "choices[0].message.content" in the document; for a stream in the assembled one */
  GString *text; /* only ever grows while a stream runs */
} TriPart;

/* A raw word with its name and place, as the server wrote it: finish_reason = stop. */
typedef struct
{
  char *name;  /* in that API's own words, e.g. "completion_tokens_details.reasoning_tokens" */
  char *value; /* strings without quotes; other values as JSON */
  char *path;  /* in the document, or in the assembled one */
} TriFact;

typedef enum
{
  TRI_FINISH_NONE, /* not ended, or the server did not say */
  TRI_FINISH_STOP,
  TRI_FINISH_LENGTH,
  TRI_FINISH_TOOL_CALLS,
  TRI_FINISH_CONTENT_FILTER,
  TRI_FINISH_REFUSAL,
  TRI_FINISH_FAILED,
  TRI_FINISH_CANCELLED,
  TRI_FINISH_UNKNOWN /* a word we do not know; it stands in the facts */
} TriFinish;

/* An error object, wherever it was found and whatever its shape (errors.md §1). Absent members are NULL. */
typedef struct
{
  char *message;
  char *type;
  char *code; /* numbers as text */
  char *param;
} TriApiError;

typedef struct
{
  char *id;
  char *model;      /* as the server echoes it */
  GPtrArray *parts; /* TriPart */
  GPtrArray *ends;  /* TriFact, how it ended in that API's own words: finish_reason per choice, or status with
                       incomplete_details.reason */
  TriFinish finish; /* of the first choice */
  GPtrArray *usage; /* TriFact, every number under usage, in document order */
  gint64 input_tokens, output_tokens, total_tokens, reasoning_tokens; /* −1: the server did not say */
  gboolean usage_seen;                                                /* a usage object that is not null was there */
  guint n_usages;     /* how often one was read: running totals come with each event */
  TriApiError *error; /* NULL if there was none */
  GHashTable *places; /* kind, choice and path of a part or fact → it; for tri_reply_part() and its like alone */
  guint revision;     /* raised when text that stood there changed otherwise than by growing: views begin again */
  GPtrArray *notes;   /* char *, translated: oddities worth a line ("no [DONE]", event and status disagree) */
} TriReply;

TriReply *tri_reply_new (void);
void tri_reply_free (TriReply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriReply, tri_reply_free)

/* For the formats: find or begin the part with this path; add text, ends, usage and notes. An end or usage fact with
 * the same path replaces the earlier one (running totals: the last one counts). */
TriPart *tri_reply_part (TriReply *reply, TriPartKind kind, guint choice, const char *path, const char *name);
void tri_part_append (TriPart *part, const char *text);
void tri_reply_set_text (TriReply *reply, TriPart *part, const char *text); /* instead of what it had */
void tri_reply_end (TriReply *reply, const char *name, const char *value, const char *path);
void tri_reply_usage (TriReply *reply, const char *name, const char *value, const char *path);
void tri_reply_note (TriReply *reply, const char *note);
void tri_reply_take_error (TriReply *reply, TriApiError *error);

/* Makes the parts of `whole` those of `reply`, if they differ; TRUE if they did. */
gboolean tri_reply_take_parts (TriReply *reply, TriReply *whole);

/* Replaces `key` in the texts by as many '*': a key that a server echoed in pieces is whole only here. */
void tri_reply_mask (TriReply *reply, const char *key);

/* All text parts of choice 0, one after the other: the answer. (transfer full) */
char *tri_reply_dup_text (const TriReply *reply);

/* Whether there is any: answers can be too large to be copied only to know that. */
gboolean tri_reply_has_text (const TriReply *reply);

/* TRUE if both mean the same: parts, ends, finish, usage, error. Ids, models and notes do not count; `why`, if not
 * NULL, receives the first difference. The laws compare with it. */
gboolean tri_reply_equal (const TriReply *a, const TriReply *b, char **why);

TriApiError *tri_api_error_new (const char *message, const char *type, const char *code, const char *param);
void tri_api_error_free (TriApiError *error);

/* The neutral finish for a finish_reason word; UNKNOWN for unknown words, NONE for NULL and "". */
TriFinish tri_finish_from_word (const char *word);

G_END_DECLS
