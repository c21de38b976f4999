/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reply.h"

#include <string.h>

#include "mask.h"

TriApiError *
tri_api_error_new (const char *message, const char *type, const char *code, const char *param)
{
  TriApiError *error = g_new (TriApiError, 1);

  *error = (TriApiError){ g_strdup (message), g_strdup (type), g_strdup (code), g_strdup (param) };
  return error;
}

void
tri_api_error_free (TriApiError *error)
{
  g_free (error->message);
  g_free (error->type);
  g_free (error->code);
  g_free (error->param);
  g_free (error);
}

static void
part_free (gpointer data)
{
  TriPart *part = data;

  g_free (part->name);
  g_free (part->id);
  g_free (part->path);
  g_string_free (part->text, TRUE);
  g_free (part);
}

static void
fact_free (gpointer data)
{
  TriFact *fact = data;

  g_free (fact->name);
  g_free (fact->value);
  g_free (fact->path);
  g_free (fact);
}

TriReply *
tri_reply_new (void)
{
  TriReply *reply = g_new0 (TriReply, 1);

  reply->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  reply->parts = g_ptr_array_new_with_free_func (part_free);
  reply->ends = g_ptr_array_new_with_free_func (fact_free);
  reply->usage = g_ptr_array_new_with_free_func (fact_free);
  reply->notes = g_ptr_array_new_with_free_func (g_free);
  reply->input_tokens = reply->output_tokens = reply->total_tokens = reply->reasoning_tokens = -1;
  return reply;
}

void
tri_reply_free (TriReply *reply)
{
  g_free (reply->id);
  g_free (reply->model);
  g_hash_table_unref (reply->places);
  g_ptr_array_unref (reply->parts);
  g_ptr_array_unref (reply->ends);
  g_ptr_array_unref (reply->usage);
  g_ptr_array_unref (reply->notes);
  g_clear_pointer (&reply->error, tri_api_error_free);
  g_free (reply);
}

/* Looked up by a table: a hostile answer may have tens of thousands of parts, and each of its events names one. */
static char *
dup_place (char what, TriPartKind kind, guint choice, const char *path)
{
  return g_strdup_printf ("%c%d.%u.%s", what, kind, choice, path);
}

TriPart *
tri_reply_part (TriReply *reply, TriPartKind kind, guint choice, const char *path, const char *name)
{
  TriPart *part = reply->parts->len ? g_ptr_array_index (reply->parts, reply->parts->len - 1) : NULL;
  g_autofree char *place = NULL;

  /* The part looked for is nearly always the last one: deltas come in the order of their parts. */
  if (part == NULL || part->kind != kind || part->choice != choice || strcmp (part->path, path) != 0)
    {
      place = dup_place ('p', kind, choice, path);
      part = g_hash_table_lookup (reply->places, place);
    }
  if (part == NULL)
    {
      part = g_new0 (TriPart, 1);
      part->kind = kind;
      part->choice = choice;
      part->path = g_strdup (path);
      part->text = g_string_new (NULL);
      g_ptr_array_add (reply->parts, part);
      g_hash_table_insert (reply->places, g_steal_pointer (&place), part);
    }
  if (name && part->name == NULL)
    part->name = g_strdup (name);
  return part;
}

void
tri_part_append (TriPart *part, const char *text)
{
  g_string_append (part->text, text);
}

void
tri_reply_set_text (TriReply *reply, TriPart *part, const char *text)
{
  if (!g_str_has_prefix (text, part->text->str))
    {
      reply->revision++;
      g_string_truncate (part->text, 0);
    }
  g_string_append (part->text, text + part->text->len);
}

static void
set_fact (TriReply *reply, GPtrArray *facts, const char *name, const char *value, const char *path)
{
  g_autofree char *place = dup_place ('f', 0, 0, path);
  TriFact *fact = g_hash_table_lookup (reply->places, place);

  if (fact)
    {
      g_free (fact->value);
      fact->value = g_strdup (value);
      return;
    }
  fact = g_new (TriFact, 1);
  *fact = (TriFact){ g_strdup (name), g_strdup (value), g_strdup (path) };
  g_ptr_array_add (facts, fact);
  g_hash_table_insert (reply->places, g_steal_pointer (&place), fact);
}

void
tri_reply_end (TriReply *reply, const char *name, const char *value, const char *path)
{
  set_fact (reply, reply->ends, name, value, path);
}

void
tri_reply_usage (TriReply *reply, const char *name, const char *value, const char *path)
{
  set_fact (reply, reply->usage, name, value, path);
}

void
tri_reply_note (TriReply *reply, const char *note)
{
  for (guint i = 0; i < reply->notes->len; i++)
    if (strcmp (g_ptr_array_index (reply->notes, i), note) == 0)
      return;
  g_ptr_array_add (reply->notes, g_strdup (note));
}

void
tri_reply_take_error (TriReply *reply, TriApiError *error)
{
  g_clear_pointer (&reply->error, tri_api_error_free);
  reply->error = error;
}

static gboolean parts_equal (const TriReply *a, const TriReply *b, char **why);

gboolean
tri_reply_take_parts (TriReply *reply, TriReply *whole)
{
  GPtrArray *parts = reply->parts;

  if (parts_equal (reply, whole, NULL))
    return FALSE;
  reply->parts = whole->parts;
  whole->parts = parts;
  for (guint i = 0; i < parts->len; i++)
    {
      const TriPart *part = g_ptr_array_index (parts, i);
      g_autofree char *place = dup_place ('p', part->kind, part->choice, part->path);

      g_hash_table_remove (reply->places, place);
    }
  for (guint i = 0; i < reply->parts->len; i++)
    {
      TriPart *part = g_ptr_array_index (reply->parts, i);

      g_hash_table_insert (reply->places, dup_place ('p', part->kind, part->choice, part->path), part);
    }
  reply->revision++;
  return TRUE;
}

static void
mask_string (TriReply *reply, GString *text, const char *key)
{
  g_autofree char *masked = strstr (text->str, key) ? tri_mask_dup_text (text->str, key) : NULL;

  if (masked == NULL || strcmp (masked, text->str) == 0)
    return;
  g_string_assign (text, masked);
  reply->revision++;
}

void
tri_reply_mask (TriReply *reply, const char *key)
{
  for (guint i = 0; i < reply->parts->len; i++)
    mask_string (reply, ((TriPart *) g_ptr_array_index (reply->parts, i))->text, key);
}

char *
tri_reply_dup_text (const TriReply *reply)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < reply->parts->len; i++)
    {
      const TriPart *part = g_ptr_array_index (reply->parts, i);

      if (part->kind == TRI_PART_TEXT && part->choice == 0)
        g_string_append_len (text, part->text->str, part->text->len);
    }
  return g_string_free (text, FALSE);
}

gboolean
tri_reply_has_text (const TriReply *reply)
{
  for (guint i = 0; i < reply->parts->len; i++)
    {
      const TriPart *part = g_ptr_array_index (reply->parts, i);

      if (part->kind == TRI_PART_TEXT && part->choice == 0 && part->text->len > 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
differ (char **why, const char *what, const char *a, const char *b)
{
  if (why)
    *why = g_strdup_printf ("%s: “%s” and “%s”", what, a ? a : "(none)", b ? b : "(none)");
  return FALSE;
}

static const TriFact *
find_fact (const GPtrArray *facts, const char *path)
{
  for (guint i = 0; i < facts->len; i++)
    {
      const TriFact *fact = g_ptr_array_index (facts, i);

      if (strcmp (fact->path, path) == 0)
        return fact;
    }
  return NULL;
}

/* Matched by their place: interleaved choices may end in another order than they stand in. */
static gboolean
facts_equal (const char *what, GPtrArray *a, GPtrArray *b, char **why)
{
  if (a->len != b->len)
    return differ (why, what, a->len > b->len ? "more" : "fewer", a->len > b->len ? "fewer" : "more");
  for (guint i = 0; i < a->len; i++)
    {
      const TriFact *x = g_ptr_array_index (a, i), *y = find_fact (b, x->path);

      if (y == NULL)
        return differ (why, x->path, x->value, NULL);
      if (strcmp (x->value, y->value) != 0)
        return differ (why, x->name, x->value, y->value);
    }
  return TRUE;
}

static const TriPart *
find_part (const TriReply *reply, const TriPart *like)
{
  g_autofree char *place = dup_place ('p', like->kind, like->choice, like->path);

  return g_hash_table_lookup (reply->places, place);
}

static gboolean
parts_equal (const TriReply *a, const TriReply *b, char **why)
{
  /* Interleaved choices may begin in another order in a stream than they stand in the document, so parts are matched by
   * their place in the document. */
  for (guint i = 0; i < a->parts->len; i++)
    {
      const TriPart *x = g_ptr_array_index (a->parts, i), *y = find_part (b, x);

      if (y == NULL)
        return differ (why, x->path, x->text->str, NULL);
      if (g_strcmp0 (x->name, y->name) != 0)
        return differ (why, x->path, x->name, y->name);
      if (!g_string_equal (x->text, y->text))
        return differ (why, x->path, x->text->str, y->text->str);
    }
  if (a->parts->len != b->parts->len)
    return differ (why, "parts", a->parts->len > b->parts->len ? "more" : "fewer", "the other");
  return TRUE;
}

gboolean
tri_reply_equal (const TriReply *a, const TriReply *b, char **why)
{
  if (!parts_equal (a, b, why) || !facts_equal ("ends", a->ends, b->ends, why)
      || !facts_equal ("usage", a->usage, b->usage, why))
    return FALSE;
  if (a->finish != b->finish)
    {
      g_autofree char *x = g_strdup_printf ("%d", a->finish), *y = g_strdup_printf ("%d", b->finish);

      return differ (why, "finish", x, y);
    }
  if ((a->error == NULL) != (b->error == NULL))
    return differ (why, "error", a->error ? a->error->message : NULL, b->error ? b->error->message : NULL);
  if (a->error && g_strcmp0 (a->error->message, b->error->message) != 0)
    return differ (why, "error", a->error->message, b->error->message);
  return TRUE;
}

TriFinish
tri_finish_from_word (const char *word)
{
  static const struct
  {
    const char *word;
    TriFinish finish;
  } words[] = {
    { "stop", TRI_FINISH_STOP },
    { "eos", TRI_FINISH_STOP },
    { "length", TRI_FINISH_LENGTH },
    { "model_length", TRI_FINISH_LENGTH },
    { "tool_calls", TRI_FINISH_TOOL_CALLS },
    { "function_call", TRI_FINISH_TOOL_CALLS },
    { "content_filter", TRI_FINISH_CONTENT_FILTER },
    { "error", TRI_FINISH_FAILED },
  };

  if (word == NULL || *word == '\0')
    return TRI_FINISH_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].word, word) == 0)
      return words[i].finish;
  return TRI_FINISH_UNKNOWN;
}
