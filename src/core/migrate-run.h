/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A conversion while it runs: what the files of migrate share, and nobody else includes.
 *
 * Every function that writes a value names the rule it follows, and every value is taken from the input by a rule, so
 * that the ledger cannot be forgotten. A converter of an object reads its members with tri_run_read(), which accounts
 * for namesakes and for what it does not know, and then owes each slot that is filled.
 */

#include "json-style.h"
#include "migrate-rules.h"

G_BEGIN_DECLS

typedef enum
{
  TRI_WAY_COMPLETIONS,
  TRI_WAY_CHAT,
  TRI_WAY_RESPONSES
} TriWay;

typedef struct _TriRun TriRun;
typedef struct _TriField TriField;

/* The members of a request, a row each. A plain one needs no more than its row. */
struct _TriField
{
  const char *name;
  void (*convert) (TriRun *run, const TriField *field, guint value);
  const char *meaning;
  const char *to;      /* its name there */
  TriRule rule;        /* by which it is lost, where it is */
  const char *neutral; /* a value that can be left out without a loss; so can null */
};

struct _TriRun
{
  TriWay from, to;
  const char *target;
  gboolean to_instructions;
  gboolean is_mend; /* a request for Responses in which some of Chat was left: what is right in it stays */
  TriJsonIndex *index;
  const TriJsonToken *tokens;
  const char *text; /* of the input */
  TriJsonPrinter printer;
  TriLedger *ledger;
  const TriField *table; /* the members of the request */
  guint *fields;         /* their values by row; TRI_JSON_NONE where there is none, or it was dealt with */
  /* Calls of tools */
  GHashTable *custom_ids; /* ids of calls of custom tools; NULL while there is none */
  GArray *open_calls;     /* OpenCall: deprecated calls that wait for their result; NULL while there is none */
  guint n_made_ids;
};

/* What a token is. A token of TRI_JSON_NONE is nothing. */
static inline gboolean
tri_run_is (const TriRun *run, guint token, TriJsonKind kind)
{
  return token != TRI_JSON_NONE && run->tokens[token].kind == kind;
}

gboolean tri_run_says (const TriRun *run, guint token, const char *word); /* a string of this value */
gboolean tri_run_raw_is (const TriRun *run, guint token, const char *raw);
gboolean tri_run_is_empty (const TriRun *run, guint token); /* "", [] or {} */

/* Entries of the ledger. `meaning` NULL: the rule's. */
void tri_run_begin (TriRun *run, TriRule rule, const char *meaning);
void tri_run_take (TriRun *run, guint token);
void tri_run_copy (TriRun *run, guint token);       /* writes a value of the input */
void tri_run_write (TriRun *run, const char *json); /* writes a value of its own */

/* The same for a whole member or element; `name` NULL: an element. */
void tri_run_move (TriRun *run, TriRule rule, const char *meaning, const char *name, guint token);
void tri_run_reshape (TriRun *run, TriRule rule, const char *meaning, const char *name, guint token, const char *json);
void tri_run_say (TriRun *run, TriRule rule, const char *meaning, const char *name, const char *json);
void tri_run_lose (TriRun *run, TriRule rule, const char *meaning, guint token);

/* Loses what is there: null without a loss, anything else by `rule`. Nothing for TRI_JSON_NONE. */
void tri_run_lose_unless_null (TriRun *run, TriRule rule, const char *meaning, guint token);

/* If the member is there and not null it is moved; null is dropped. Returns whether it was moved. */
gboolean tri_run_move_if (TriRun *run, TriRule rule, const char *meaning, const char *name, guint token);

/* Containers of the output. One that is empty at its end gets an entry that says so. */
void tri_run_open (TriRun *run, const char *name, char bracket);
void tri_run_close (TriRun *run, char bracket);

/* Reads the members of `object`: slots[i] is the value of names[i], or TRI_JSON_NONE. Namesakes but the last, and what
 * has another name, are entered in the ledger by it. FALSE, and no slot filled, if it is no object. */
gboolean tri_run_read (TriRun *run, guint object, const char *const *names, guint *slots);

/* Whether the server takes on Responses what the published API does not have there. */
gboolean tri_run_target_takes (const TriRun *run, const char *meaning);
gboolean tri_run_target_takes_unknown (const TriRun *run);

/* migrate-scalars.c: what becomes of the members of the request, up to one without a name. */
const TriField *tri_fields_find (TriWay from, TriWay to);

/* migrate-request.c: the whole request, in its order. */
void tri_run_convert_request (TriRun *run, guint root);

/* migrate-messages.c, migrate-parts.c, migrate-calls.c: Chat's messages → input items. */
void tri_run_convert_messages (TriRun *run, guint messages);
void tri_run_convert_content (TriRun *run, const char *name, guint content, const char *meaning);
void tri_run_convert_calls (TriRun *run, guint role, guint calls, guint call);
void tri_run_convert_result (TriRun *run, guint role, guint id, guint name, guint content);

/* migrate-tools.c, migrate-choice.c, migrate-schema.c */
void tri_run_convert_tools (TriRun *run, guint tools, guint functions, guint web_search);
void tri_run_convert_choice (TriRun *run, guint choice, guint call);
void tri_run_convert_text (TriRun *run, guint format, guint verbosity);
void tri_run_mend_text (TriRun *run, guint text);

/* migrate-back.c, migrate-back-tools.c, migrate-back-fields.c: Responses → Chat. */
void tri_run_back_messages (TriRun *run, guint instructions, guint input);
void tri_run_back_tools (TriRun *run, guint tools);
void tri_run_back_choice (TriRun *run, guint choice);
void tri_run_back_text (TriRun *run, guint text);
void tri_run_back_reasoning (TriRun *run, guint reasoning);
void tri_run_back_include (TriRun *run, guint include);
void tri_run_back_stream (TriRun *run, guint stream, guint options);

G_END_DECLS
