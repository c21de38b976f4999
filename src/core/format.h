/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * All that the program knows of one wire format: one constant struct, stateless, without I/O, usable in any thread.
 *
 * To add a format: one file with one TriFormat, one line in formats.c, one word in meson.build, and a folder of cases.
 * Nothing else in the program names a format.
 *
 *   build       Prompt + settings + model → the request as JSON. The plain settings are written from the cells, for all
 *               formats by the same builder (tri_format_build), so `build` writes only what has a shape of its own.
 *   read        a whole response document → Reply
 *   read_event  one event of a stream → Reply, and the document that the stream amounts to
 *
 * What a format has no cell for is, by that, what it cannot express; tri_format_list_gaps() says so in words.
 */

#include "cell.h"
#include "json-node.h"
#include "json-value.h"
#include "prompt.h"
#include "reply.h"
#include "settings.h"
#include "sse.h"

G_BEGIN_DECLS

typedef struct _TriFormat TriFormat;

/* What is asked: all that `build` needs, lent for the call. */
typedef struct
{
  TriPrompt *prompt;
  const TriSettings *settings;
  const char *model;
  const char *members; /* other members, as the text of a JSON object that was checked; NULL if there are none */
} TriAsk;

/* What an event means for the stream. The order is that of "how far": the reader keeps the furthest. */
typedef enum
{
  TRI_NEXT_MORE,      /* go on */
  TRI_NEXT_FINISHED,  /* every choice has its finish_reason; only usage and [DONE] may follow */
  TRI_NEXT_END,       /* the format's own end: [DONE], or the terminal event */
  TRI_NEXT_CUT,       /* [DONE], where the format's own end is a terminal event which never came */
  TRI_NEXT_API_ERROR, /* the stream said that it failed */
  TRI_NEXT_UNREADABLE /* with the GError set */
} TriNext;

/* The state while an answer is read. Whatever a format must remember between events stands in reply and document. */
typedef struct
{
  const TriFormat *format;
  TriReply *reply;
  TriJsonValue *document; /* what the stream amounts to so far; NULL before the first event and for whole documents */
  gboolean has_halves;    /* an event held half of a surrogate pair */
} TriFold;

typedef enum
{
  TRI_GAP_DROPPED,  /* asked for, but this format cannot say it: it is not sent */
  TRI_GAP_RESHAPED, /* said in another way: a transcript instead of turns */
  TRI_GAP_DEFAULT,  /* nothing was asked, and this format's own default differs from the others' */
  TRI_GAP_REFUSED,  /* will be sent as asked, but the published API refuses it */
  TRI_GAP_WHOM,     /* another model or server than the first column asks */
  TRI_GAP_OWN       /* the person's own body or members, which the others do not have */
} TriGapKind;

/* One thing in which a request differs from what was asked. */
typedef struct
{
  TriGapKind kind;
  const char *what; /* the setting's id, or "turns", "instructions", "model"; for tests and grouping */
  char *text;       /* one translated sentence */
} TriGap;

void tri_gap_free (TriGap *gap);

/* The format in the words of the libraries that its publisher has for Python and JavaScript, which agree in them. */
typedef struct
{
  const char *call;           /* "chat.completions.create" */
  const char *const *members; /* members of a request that the call has arguments for, NULL-terminated */
  const char *text;           /* the text of a whole answer: "choices[0].message.content" */
  const char *piece;          /* the text of one event of a stream */
  const char *event;          /* the type of the events that have text; NULL: those that have choices */
} TriLibrary;

struct _TriFormat
{
  const char *id;            /* "completions", "chat", "responses" */
  const char *title;         /* a proper name, not translated: "Chat Completions" */
  const char *about;         /* what it is, for a newcomer; marked for translation, pass through _() to show */
  const char *path;          /* behind the base URL: "/chat/completions" */
  const TriCellTable *cells; /* of the Rosetta table */
  int minimum_output_limit;  /* tokens; a smaller limit is refused by the published API */

  gboolean has_terminal_event; /* the stream's end is an event of its own: [DONE] alone ends nothing */

  const TriLibrary *library; /* how the published libraries say it */

  void (*build) (const TriAsk *ask, TriJsonValue *request);
  void (*list_gaps) (const TriAsk *ask, GPtrArray *gaps); /* beyond missing cells; may be NULL */
  TriJsonWanted reads;                                    /* what of a whole answer `read` looks at, beside `error` */
  gboolean (*read) (JsonNode *document, TriFold *fold, GError **error);
  TriNext (*read_event) (
      const TriSseEvent *event, JsonNode *data, const TriJsonIndex *index, TriFold *fold, GError **error);

  /* Reads an event that only goes on with a text, straight from the index, to the same effect as `read_event`; FALSE,
   * and nothing is changed, if it may be any other event. Streams consist of little else, and building a tree of nodes
   * is most of what reading an event costs. The index has no quirks. */
  gboolean (*read_piece) (const TriJsonIndex *index, TriFold *fold, TriNext *next);
};

/* The cell with which a setting is sent; NULL if the format cannot say it. (transfer none) */
const TriCell *tri_format_get_setting_cell (const TriFormat *format, TriSetting setting);

/* Tokens, after which an answer ends when no limit is asked for; 0: the server decides. */
int tri_format_get_default_output_limit (const TriFormat *format);

/* The request body: compact JSON, exactly what goes out. (transfer full) */
GBytes *tri_format_build (const TriFormat *format, const TriAsk *ask);

/* The same without what the prompt becomes: as small as the settings and other members are. (transfer full) */
GBytes *tri_format_build_settings (const TriFormat *format, const TriAsk *ask);

/* In what this request differs from what was asked; element type TriGap, empty if in nothing. `request` is the body, of
 * which only the settings are read; NULL: it is not known any more. `ask` NULL: it is a body of the person's own, of
 * which nothing was left out. (transfer full) */
GPtrArray *tri_format_list_gaps (const TriFormat *format, const TriAsk *ask, GBytes *request);

/* A translated sentence if those who speak this format keep the answer to `request`, as far as the published API says;
 * NULL if they do not unless they are asked to. (transfer full) */
char *tri_format_dup_storage_note (const TriFormat *format, GBytes *request);

/* TRUE if usage comes in a stream only when asked for, and `settings` does not ask. */
gboolean tri_format_usage_not_asked (const TriFormat *format, const TriSettings *settings);

/* One or two translated sentences that tell a newcomer why the answer ended as it did; NULL if there is nothing to say
 * yet. What was asked is read from the request's body, which may be the person's own; NULL where it is not known.
 * (transfer full) */
char *tri_format_explain_end (const TriFormat *format, const TriReply *reply, GBytes *request);

TriFold *tri_fold_new (const TriFormat *format);
void tri_fold_free (TriFold *fold);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriFold, tri_fold_free)

/* A whole answer as the node that tri_fold_read() reads. A large one is without what the format does not read, which is
 * often most of it: log probabilities, lists of tokens, the request once more. As nodes it would take fifty times its
 * bytes; where it is shown, the index has it. One that tells of an error is there whole. (transfer full) */
JsonNode *tri_format_to_node (const TriFormat *format, const TriJsonIndex *index);

/* Reads one whole response document: error objects first (errors.md §1), then the format's own shape. Returns
 * TRI_NEXT_END, TRI_NEXT_API_ERROR or TRI_NEXT_UNREADABLE. `index` is the document's. */
TriNext tri_fold_read (TriFold *fold, JsonNode *document, const TriJsonIndex *index, GError **error);

/* Reads one event: [DONE], error events in all their shapes, then the format's own. `index` is that of its data, for
 * those who have made it already, or NULL. */
TriNext tri_fold_read_event (TriFold *fold, const TriSseEvent *event, const TriJsonIndex *index, GError **error);

/* The stream has ended. Characters of which two events brought one half each are made whole in the reply: they are in
 * the document, where the spellings were joined. */
void tri_fold_finish (TriFold *fold);

/* The document that the stream amounts to, indented by two; NULL if there were no events. (transfer full) */
GBytes *tri_fold_assemble (const TriFold *fold);

/* For formats: the error object in `document` in any of the shapes of errors.md §1, or NULL. (transfer full) */
TriApiError *tri_api_error_read (JsonNode *document);

/* For formats: every number in the object `usage` becomes a usage fact of the reply; `input`, `output` and `details`
 * are the API's names for input tokens, output tokens and the object that counts reasoning. Not an object: nothing
 * happens. */
void tri_fold_read_usage (TriFold *fold, JsonNode *usage, const char *input, const char *output, const char *details);

/* For formats: `node` is a string, or absent or null (`*text` is then NULL); otherwise FALSE with TRI_ERROR_SHAPE. */
gboolean
tri_format_expect_string (JsonNode *object, const char *name, const char *path, const char **text, GError **error);

G_END_DECLS
