/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "conformance-choices.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BROKEN TRI_FINDING_BROKEN
#define ODD TRI_FINDING_ODD
#define USAGE_SOURCE "OpenAPI: stream_options.include_usage"

typedef struct
{
  gboolean has_begun; /* its first delta came */
  gboolean finished;
  GHashTable *tools; /* indices of the tool calls that have begun */
} Choice;

struct _TriChoicesCheck
{
  TriConformance *conformance;
  TriAsked usage_asked;
  gboolean is_chat;
  char *id;      /* of the first chunk that has one */
  char *created; /* as it is spelt */
  GHashTable *choices;
  guint n_unfinished;
  guint n_without_usage; /* chunks without the member, and where the first one is */
  TriSpot without_usage;
  gboolean usage_came; /* the chunk that is to be the last */
  gboolean failed;
};

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_hash_table_unref (choice->tools);
  g_free (choice);
}

TriChoicesCheck *
tri_choices_check_new (TriConformance *conformance, TriAsked usage_asked)
{
  TriChoicesCheck *self = g_new0 (TriChoicesCheck, 1);

  self->conformance = conformance;
  self->usage_asked = usage_asked;
  self->is_chat = strcmp (conformance->format->id, "chat") == 0;
  self->choices = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, choice_free);
  return self;
}

void
tri_choices_check_free (TriChoicesCheck *self)
{
  g_hash_table_unref (self->choices);
  g_free (self->id);
  g_free (self->created);
  g_free (self);
}

gboolean
tri_choices_check_has_failed (const TriChoicesCheck *self)
{
  return self->failed;
}

gboolean
tri_conformance_check_error (TriConformance *conformance, const TriSpot *spot)
{
  guint error = tri_spot_get (spot, "error");
  TriSpot whole = tri_spot_at (spot, 0);

  if (error == TRI_JSON_NONE || tri_spot_is (spot, error, TRI_JSON_NULL))
    return FALSE;
  tri_conformance_check_schema (conformance, tri_published_get_root ("", TRI_PUBLISHED_ERROR), &whole);
  return TRUE;
}

/* What must be the same in all chunks. */
static void
check_constant (TriChoicesCheck *self, const TriSpot *spot, const char *name, char **first)
{
  guint token = tri_spot_get (spot, name);
  g_autofree char *value = tri_json_index_dup_raw (spot->index, token);

  if (value == NULL || strcmp (value, "\"\"") == 0 || strcmp (value, "0") == 0)
    return;
  if (*first == NULL)
    *first = g_steal_pointer (&value);
  else if (strcmp (*first, value) != 0 && tri_conformance_count (self->conformance, BROKEN, "constant", name))
    {
      TriSpot at = tri_spot_at (spot, token);

      tri_conformance_add (self->conformance, BROKEN, "constant", &at, TRI_SOURCE_REFERENCE,
                           g_strdup_printf (_ ("the same “%s” in every chunk, %s"), name, *first), NULL);
    }
}

static Choice *
get_choice (TriChoicesCheck *self, gint64 index)
{
  Choice *choice = g_hash_table_lookup (self->choices, &index);

  if (choice == NULL)
    {
      choice = g_new0 (Choice, 1);
      choice->tools = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      g_hash_table_insert (self->choices, g_memdup2 (&index, sizeof index), choice);
      self->n_unfinished++;
    }
  return choice;
}

static void
note (TriChoicesCheck *self,
      TriFindingSeverity severity,
      const char *rule,
      const TriSpot *spot,
      guint token,
      const char *source,
      const char *expected,
      const char *got)
{
  TriSpot at = tri_spot_at (spot, token);

  tri_conformance_note (self->conformance, severity, rule, &at, source, g_strdup (expected), g_strdup (got));
}

/* A tool call comes in pieces: its first one says what it is, the others only bring more arguments. */
static void
check_tool_calls (TriChoicesCheck *self, Choice *choice, const TriSpot *delta)
{
  guint calls = tri_spot_get (delta, "tool_calls");
  const TriJsonToken *tokens = tri_json_index_get_tokens (delta->index, NULL);

  if (!tri_spot_is (delta, calls, TRI_JSON_ARRAY))
    return;
  for (guint call = calls + 1; call < tokens[calls].next; call = tokens[call].next)
    {
      TriSpot at = tri_spot_at (delta, call);
      gint64 index = tri_spot_get_number (&at, "index");
      TriSpot function = tri_spot_at (&at, tri_spot_get (&at, "function"));

      if (index < 0 || g_hash_table_contains (choice->tools, &index))
        continue;
      g_hash_table_add (choice->tools, g_memdup2 (&index, sizeof index));
      if (tri_spot_get (&at, "id") == TRI_JSON_NONE || tri_spot_get (&function, "name") == TRI_JSON_NONE)
        note (self, BROKEN, "tool-call", &at, call, TRI_SOURCE_STREAMING,
              _ ("“id” and “function.name” in the first piece of a tool call"), _ ("a piece without them"));
    }
}

static gboolean
has_content (const TriSpot *spot, guint token)
{
  const TriJsonToken *found;

  if (token == TRI_JSON_NONE)
    return FALSE;
  found = &tri_json_index_get_tokens (spot->index, NULL)[token];
  return found->kind != TRI_JSON_NULL && found->end - found->start > 2;
}

static void
check_choice (TriChoicesCheck *self, const TriSpot *spot, gint64 position)
{
  guint delta_token = tri_spot_get (spot, "delta");
  guint finish = tri_spot_get (spot, "finish_reason");
  gint64 index = tri_spot_get_number (spot, "index");
  Choice *choice = get_choice (self, index < 0 ? position : index);
  gboolean finishes = finish != TRI_JSON_NONE && !tri_spot_is (spot, finish, TRI_JSON_NULL);
  guint content = self->is_chat ? delta_token : tri_spot_get (spot, "text");

  if (choice->finished && finishes)
    note (self, BROKEN, "finish-once", spot, finish, TRI_SOURCE_STREAMING, _ ("one “finish_reason” for each choice"),
          _ ("another one"));
  else if (choice->finished && has_content (spot, content))
    note (self, BROKEN, "after-finish", spot, content, TRI_SOURCE_STREAMING,
          _ ("nothing of a choice behind its “finish_reason”"), NULL);

  if (self->is_chat && tri_spot_is (spot, delta_token, TRI_JSON_OBJECT))
    {
      TriSpot delta = tri_spot_at (spot, delta_token);

      if (!choice->has_begun && tri_spot_get (&delta, "role") == TRI_JSON_NONE)
        note (self, ODD, "role-first", &delta, delta_token, TRI_SOURCE_STREAMING,
              _ ("“role” in the first chunk of a choice"), _ ("a chunk without it"));
      choice->has_begun = TRUE;
      check_tool_calls (self, choice, &delta);
    }
  if (finishes && !choice->finished)
    {
      choice->finished = TRUE;
      self->n_unfinished--;
    }
}

static void
check_usage (TriChoicesCheck *self, const TriSpot *spot, gboolean has_choices)
{
  guint usage = tri_spot_get (spot, "usage");

  if (usage == TRI_JSON_NONE)
    {
      if (self->n_without_usage++ == 0)
        {
          self->without_usage = *spot;
          self->without_usage.index = NULL; /* it does not live so long */
        }
      return;
    }
  if (!tri_spot_is (spot, usage, TRI_JSON_OBJECT))
    return;
  if (self->usage_asked == TRI_ASKED_NO)
    note (self, ODD, "usage-unasked", spot, usage, USAGE_SOURCE, _ ("no usage, which was not asked for"), NULL);
  if (has_choices)
    note (self, BROKEN, "usage-chunk", spot, usage, USAGE_SOURCE,
          _ ("usage in a chunk of its own, whose “choices” are empty, and null before"), NULL);
  else
    self->usage_came = TRUE;
}

void
tri_choices_check_event (TriChoicesCheck *self, const TriSpot *spot)
{
  guint choices = tri_spot_get (spot, "choices");
  const TriJsonToken *tokens = tri_json_index_get_tokens (spot->index, NULL);
  gint64 position = 0;

  if (tri_conformance_check_error (self->conformance, spot))
    {
      self->failed = TRUE;
      return;
    }
  tri_conformance_check_schema (self->conformance,
                                tri_published_get_root (self->conformance->format->id, TRI_PUBLISHED_EVENT), spot);
  check_constant (self, spot, "id", &self->id);
  check_constant (self, spot, "created", &self->created);
  if (self->usage_came)
    note (self, BROKEN, "usage-last", spot, 0, USAGE_SOURCE, _ ("[DONE] behind the chunk with the usage"),
          _ ("another chunk"));
  if (!tri_spot_is (spot, choices, TRI_JSON_ARRAY))
    return;
  for (guint child = choices + 1; child < tokens[choices].next; child = tokens[child].next)
    if (tokens[child].kind == TRI_JSON_OBJECT)
      {
        TriSpot at = tri_spot_at (spot, child);

        check_choice (self, &at, position++);
      }
  check_usage (self, spot, tokens[choices].next > choices + 1);
}

void
tri_choices_check_end (TriChoicesCheck *self, const TriSpot *spot)
{
  if (self->failed)
    return;
  if (self->n_unfinished > 0 || g_hash_table_size (self->choices) == 0)
    tri_conformance_note (self->conformance, BROKEN, "finish-missing", spot, TRI_SOURCE_STREAMING,
                          g_strdup (_ ("a “finish_reason” for every choice before the end")),
                          g_strdup (_ ("a stream that ends without it")));
  if (self->usage_asked == TRI_ASKED_YES && !self->usage_came)
    tri_conformance_note (self->conformance, BROKEN, "usage-missing", spot, USAGE_SOURCE,
                          g_strdup (_ ("a last chunk with the usage, which was asked for")),
                          g_strdup (_ ("a stream that ends without it")));
  if (self->usage_came && self->n_without_usage > 0)
    tri_conformance_note (self->conformance, ODD, "usage-null", &self->without_usage, USAGE_SOURCE,
                          g_strdup (_ ("“usage”: null in every chunk before the one with the usage")),
                          g_strdup (_ ("a chunk without “usage”")));
}
