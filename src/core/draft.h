/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a window would ask, as it can be written down and read again: prompt, settings, and columns with the servers
 * they ask. Unlike a Prompt a draft may be empty or half done.
 *
 * It is a plain value that its owner changes. Members of the document that are not known here are kept and written
 * again, so that a newer program loses nothing by an older one. A key is never part of it: of a server it is only
 * remembered where its key came from, and of a body what redact.h leaves of it.
 */

#include "json-value.h"
#include "prompt.h"
#include "server.h"
#include "settings.h"

G_BEGIN_DECLS

/* Strings are valid UTF-8 without NUL, and NULL where there is nothing. */
typedef struct
{
  char *format;   /* an id; it may be one that this program does not know */
  char *model;    /* NULL: the server's default */
  char *members;  /* other members of the body, the text of a JSON object */
  char *body;     /* a raw body instead of a composed one */
  char *base_url; /* NULL: the practice server; the other server members are then NULL too */
  char *server_name;
  char *default_model; /* of the server */
  char *key_env;       /* the name of the variable, not what is in it */
  gboolean key_typed;  /* there was a key, which is gone */
  gboolean brought;    /* a file brought the server, so that it is not to be trusted; never set in a file itself */
  TriJsonValue *rest;  /* as it was read; NULL in a new one */
} TriDraftColumn;

typedef struct
{
  char *instructions;
  char *text;
  GArray *turns; /* of TriTurn, which own their texts */
  TriSettings *settings;
  GPtrArray *columns; /* of TriDraftColumn */
  TriJsonValue *rest; /* as it was read; NULL in a new one */
} TriDraft;

TriDraft *tri_draft_new (void); /* (transfer full) */
void tri_draft_free (TriDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriDraft, tri_draft_free)

void tri_draft_add_turn (TriDraft *draft, TriRole role, const char *text);
TriDraftColumn *tri_draft_add_column (TriDraft *draft); /* empty, to be filled (transfer none) */

/* Notes where `server` is and where its key comes from; nothing for a practice server. */
void tri_draft_column_set_server (TriDraftColumn *column, const TriServer *server);

/* The server that was noted, without its key if that was typed; NULL for the practice server, or if what is noted is no
 * usable address. (transfer full) */
TriServer *tri_draft_column_dup_server (const TriDraftColumn *column);

/* The prompt as a whole; in a new draft that has none. */
void tri_draft_set_prompt (TriDraft *draft, const TriPrompt *prompt);
TriPrompt *
tri_draft_dup_prompt (const TriDraft *draft, GError **error); /* errors as tri_prompt_new() (transfer full) */

GBytes *tri_draft_to_bytes (const TriDraft *draft);       /* a JSON document (transfer full) */
TriJsonValue *tri_draft_to_value (const TriDraft *draft); /* the same as a part of another one (transfer full) */

/* What was read, if a member in it is not known here; otherwise NULL. (transfer full) */
TriJsonValue *tri_draft_dup_rest (const TriDraft *draft);

/* Errors: those of tri_json_index_new(); TRI_ERROR_SHAPE where a member is of another type ("prompt.text: expected a
 * string"); TRI_ERROR_INVALID if it is no draft, or one of a newer version than this program reads. A setting that is
 * out of its range is left unset. (transfer full) */
TriDraft *tri_draft_from_bytes (GBytes *bytes, GError **error);
TriDraft *tri_draft_from_index (const TriJsonIndex *index, guint object, GError **error); /* (transfer full) */

G_END_DECLS
