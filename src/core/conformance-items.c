/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "conformance-items.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BROKEN TRI_FINDING_BROKEN
#define ODD TRI_FINDING_ODD

/* Objects with more members than this are only the same if their members stand in the same order. */
#define UNORDERED_MEMBERS 64u

typedef enum
{
  IN_CONTENT, /* a part of the item's `content`, told by content_index */
  IN_SUMMARY, /* a part of its `summary`, told by summary_index */
  IN_ITEM     /* a member of the item itself */
} Where;

/* A text that comes in pieces: response.NAME.delta and response.NAME.done. */
static const struct
{
  const char *name;
  Where where;
  const char *item;   /* the type of item it belongs to */
  const char *member; /* of the last event, and of the item or part */
} families[] = {
  { "output_text", IN_CONTENT, "message", "text" },
  { "refusal", IN_CONTENT, "message", "refusal" },
  { "reasoning_text", IN_CONTENT, "reasoning", "text" },
  { "reasoning_summary_text", IN_SUMMARY, "reasoning", "text" },
  { "function_call_arguments", IN_ITEM, "function_call", "arguments" },
  { "custom_tool_call_input", IN_ITEM, "custom_tool_call", "input" },
  { "mcp_call_arguments", IN_ITEM, "mcp_call", "arguments" },
  { "code_interpreter_call_code", IN_ITEM, "code_interpreter_call", "code" },
};

/* The stages of tools: response.TYPE.STAGE, never backwards. */
static const struct
{
  const char *name;
  guint rank;
} stages[] = {
  { "in_progress", 1 },   { "searching", 2 }, { "interpreting", 2 }, { "generating", 2 },
  { "partial_image", 2 }, { "completed", 3 }, { "failed", 3 },
};

typedef struct
{
  guint family;
  gint64 part; /* 0 for IN_ITEM */
  GString *text;
  gboolean done;
} Text;

typedef struct
{
  char *id;
  char *type;
  gboolean done;
  guint rank;
  GHashTable *parts[2]; /* by Where: index of a part → whether it is done */
  GPtrArray *texts;     /* Text */
  GHashTable *text_at;  /* Text by itself: family and part */
  TriJsonIndex *last;   /* of the event that ended it */
} Item;

struct _TriItemsCheck
{
  TriConformance *conformance;
  GHashTable *items; /* output_index → Item */
  gint64 n_items;
};

static guint
text_hash (gconstpointer data)
{
  const Text *text = data;

  return text->family * 31 + (guint) text->part;
}

static gboolean
text_equal (gconstpointer a, gconstpointer b)
{
  const Text *one = a, *two = b;

  return one->family == two->family && one->part == two->part;
}

static void
text_free (gpointer data)
{
  Text *text = data;

  g_string_free (text->text, TRUE);
  g_free (text);
}

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->id);
  g_free (item->type);
  for (guint i = 0; i < G_N_ELEMENTS (item->parts); i++)
    g_hash_table_unref (item->parts[i]);
  g_hash_table_unref (item->text_at);
  g_ptr_array_unref (item->texts);
  g_clear_pointer (&item->last, tri_json_index_unref);
  g_free (item);
}

TriItemsCheck *
tri_items_check_new (TriConformance *conformance)
{
  TriItemsCheck *self = g_new0 (TriItemsCheck, 1);

  self->conformance = conformance;
  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, item_free);
  return self;
}

void
tri_items_check_free (TriItemsCheck *self)
{
  g_hash_table_unref (self->items);
  g_free (self);
}

/* Sameness */

static gboolean same_value (const TriJsonIndex *a, guint i, const TriJsonIndex *b, guint k);

static gboolean
same_text (const TriJsonIndex *a, guint i, const TriJsonIndex *b, guint k)
{
  const TriJsonToken *one = &tri_json_index_get_tokens (a, NULL)[i];
  const TriJsonToken *two = &tri_json_index_get_tokens (b, NULL)[k];
  const char *bytes = g_bytes_get_data (tri_json_index_get_bytes (a), NULL);
  const char *others = g_bytes_get_data (tri_json_index_get_bytes (b), NULL);

  if (one->end - one->start == two->end - two->start
      && memcmp (bytes + one->start, others + two->start, one->end - one->start) == 0)
    return TRUE;
  if (one->kind == TRI_JSON_NUMBER)
    {
      g_autofree char *number = tri_json_index_dup_raw (a, i);
      g_autofree char *other = tri_json_index_dup_raw (b, k);

      return number && other && g_ascii_strtod (number, NULL) == g_ascii_strtod (other, NULL);
    }
  if (one->has_escapes || two->has_escapes)
    {
      g_autofree char *text = tri_json_index_dup_string (a, i, NULL);
      g_autofree char *other = tri_json_index_dup_string (b, k, NULL);

      return g_strcmp0 (text, other) == 0;
    }
  return FALSE;
}

static guint
find_namesake (const TriJsonIndex *a, guint key, const TriJsonIndex *b, guint object, guint n_members)
{
  g_autofree char *name = NULL;

  if (n_members > UNORDERED_MEMBERS)
    return TRI_JSON_NONE;
  name = tri_json_index_dup_string (a, key, NULL);
  return name ? tri_json_index_get_member (b, object, name) : TRI_JSON_NONE;
}

static gboolean
same_members (const TriJsonIndex *a, guint i, const TriJsonIndex *b, guint k)
{
  const TriJsonToken *ones = tri_json_index_get_tokens (a, NULL);
  const TriJsonToken *twos = tri_json_index_get_tokens (b, NULL);
  guint n = 0, n_others = 0, other = k + 1;

  for (guint key = i + 1; key < ones[i].next; key = ones[key].next)
    n++;
  for (guint key = k + 1; key < twos[k].next; key = twos[key].next)
    n_others++;
  if (n != n_others)
    return FALSE;
  for (guint key = i + 1; key < ones[i].next; key = ones[key].next, other = twos[other].next)
    {
      guint value = same_text (a, key, b, other) ? other + 1 : find_namesake (a, key, b, k, n);

      if (value == TRI_JSON_NONE || !same_value (a, key + 1, b, value))
        return FALSE;
    }
  return TRUE;
}

/* As deep as documents may be, which is not deep. */
static gboolean
same_value (const TriJsonIndex *a, guint i, const TriJsonIndex *b, guint k)
{
  const TriJsonToken *ones = tri_json_index_get_tokens (a, NULL);
  const TriJsonToken *twos = tri_json_index_get_tokens (b, NULL);
  guint other = k + 1;

  if (ones[i].kind != twos[k].kind)
    return FALSE;
  if (ones[i].kind == TRI_JSON_OBJECT)
    return same_members (a, i, b, k);
  if (ones[i].kind != TRI_JSON_ARRAY)
    return same_text (a, i, b, k);
  for (guint child = i + 1; child < ones[i].next; child = ones[child].next, other = twos[other].next)
    if (other >= twos[k].next || !same_value (a, child, b, other))
      return FALSE;
  return other == twos[k].next;
}

gboolean
tri_json_same_value (const TriJsonIndex *a, guint token_a, const TriJsonIndex *b, guint token_b)
{
  return same_value (a, token_a, b, token_b);
}

/* Findings */

static void
note (TriItemsCheck *self, const char *rule, const TriSpot *spot, guint token, const char *expected, const char *got)
{
  TriSpot at = tri_spot_at (spot, token);

  tri_conformance_note (self->conformance, BROKEN, rule, &at, TRI_SOURCE_STREAMING, g_strdup (expected),
                        g_strdup (got));
}

static void
note_outside (TriItemsCheck *self, const TriSpot *spot, const char *expected)
{
  g_autofree char *type = tri_spot_dup_string (spot, "type");

  if (tri_conformance_count (self->conformance, BROKEN, "frame", expected))
    tri_conformance_add (self->conformance, BROKEN, "frame", spot, TRI_SOURCE_STREAMING, g_strdup (expected),
                         tri_conformance_quote (type ? type : "", type ? strlen (type) : 0));
}

/* Texts */

static Text *
get_text (Item *item, guint family, gint64 part)
{
  Text key = { .family = family, .part = part };
  Text *text = g_hash_table_lookup (item->text_at, &key);

  if (text == NULL)
    {
      text = g_new0 (Text, 1);
      *text = key;
      text->text = g_string_new (NULL);
      g_hash_table_add (item->text_at, text);
      g_ptr_array_add (item->texts, text);
    }
  return text;
}

static void
compare_text (
    TriItemsCheck *self, const char *rule, const TriSpot *spot, guint token, const Text *text, const char *expected)
{
  gsize n_bytes;
  g_autofree char *told = tri_json_index_dup_string (spot->index, token, &n_bytes);

  if (told && (n_bytes != text->text->len || memcmp (told, text->text->str, n_bytes) != 0))
    note (self, rule, spot, token, expected, NULL);
}

static void
check_text_event (TriItemsCheck *self, Item *item, const TriSpot *spot, guint family, gboolean is_done)
{
  static const char *const indices[] = { [IN_CONTENT] = "content_index", [IN_SUMMARY] = "summary_index" };
  Where where = families[family].where;
  gint64 part = where == IN_ITEM ? 0 : tri_spot_get_number (spot, indices[where]);
  guint token = tri_spot_get (spot, is_done ? families[family].member : "delta");
  gpointer part_done = NULL;
  Text *text;
  gsize n_bytes;
  g_autofree char *piece = NULL;

  if (part < 0 || !tri_spot_is (spot, token, TRI_JSON_STRING))
    return; /* the schema's business */
  if (item->type && strcmp (item->type, families[family].item) != 0)
    note_outside (self, spot, _ ("events of an item's own kind"));
  if (where != IN_ITEM && !g_hash_table_lookup_extended (item->parts[where], &part, NULL, &part_done))
    note_outside (self, spot, _ ("the part to be announced before its text"));
  else if (GPOINTER_TO_INT (part_done))
    note_outside (self, spot, _ ("nothing of a part behind its end"));

  text = get_text (item, family, part);
  if (text->done)
    {
      note_outside (self, spot, _ ("nothing of a text behind its end"));
      return;
    }
  if (is_done)
    {
      if (text->text->len > 0)
        compare_text (self, "delta-text", spot, token, text, _ ("the text of the pieces before it"));
      g_string_truncate (text->text, 0);
    }
  text->done = is_done;
  piece = tri_json_index_dup_string (spot->index, token, &n_bytes);
  if (piece)
    g_string_append_len (text->text, piece, (gssize) n_bytes);
}

/* Whether the text of a part, as it stands in an object, is that of its events. */
static void
compare_part (TriItemsCheck *self, Item *item, const TriSpot *part, Where where, gint64 position)
{
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (families[i].where == where)
      {
        Text key = { .family = i, .part = position };
        Text *text = g_hash_table_lookup (item->text_at, &key);

        if (text)
          compare_text (self, "part-text", part, tri_spot_get (part, families[i].member), text,
                        _ ("the text of the events before it"));
      }
}

static void
check_part_event (TriItemsCheck *self, Item *item, const TriSpot *spot, Where where, gboolean is_done)
{
  gint64 part = tri_spot_get_number (spot, where == IN_CONTENT ? "content_index" : "summary_index");
  gpointer done = NULL;
  gboolean known;
  guint token = tri_spot_get (spot, "part");

  if (part < 0)
    return;
  known = g_hash_table_lookup_extended (item->parts[where], &part, NULL, &done);
  if (!is_done && known)
    note_outside (self, spot, _ ("each part to begin once"));
  if (!is_done && !known && part != (gint64) g_hash_table_size (item->parts[where]))
    note_outside (self, spot, _ ("parts to be numbered from 0, without gaps"));
  if (is_done && (!known || GPOINTER_TO_INT (done)))
    note_outside (self, spot, _ ("each part to begin, and then to end once"));
  if (is_done && tri_spot_is (spot, token, TRI_JSON_OBJECT))
    {
      TriSpot at = tri_spot_at (spot, token);

      compare_part (self, item, &at, where, part);
    }
  g_hash_table_insert (item->parts[where], g_memdup2 (&part, sizeof part), GINT_TO_POINTER (is_done));
}

/* Items */

static void
compare_parts (TriItemsCheck *self, Item *item, const TriSpot *spot, Where where, const char *name)
{
  guint parts = tri_spot_get (spot, name);
  const TriJsonToken *tokens = tri_json_index_get_tokens (spot->index, NULL);
  gint64 position = 0;

  if (!tri_spot_is (spot, parts, TRI_JSON_ARRAY))
    return;
  for (guint part = parts + 1; part < tokens[parts].next; part = tokens[part].next, position++)
    {
      TriSpot at = tri_spot_at (spot, part);

      compare_part (self, item, &at, where, position);
    }
  if (position < (gint64) g_hash_table_size (item->parts[where]))
    note (self, "item-parts", spot, parts, _ ("all parts that were announced"), _ ("fewer"));
}

static gboolean
is_any_unfinished (GHashTable *parts)
{
  GHashTableIter iter;
  gpointer done;

  g_hash_table_iter_init (&iter, parts);
  while (g_hash_table_iter_next (&iter, NULL, &done))
    if (!GPOINTER_TO_INT (done))
      return TRUE;
  return FALSE;
}

static void
end_item (TriItemsCheck *self, Item *item, const TriSpot *event, const TriSpot *spot)
{
  g_autofree char *status = tri_spot_dup_string (spot, "status");
  gboolean unfinished = is_any_unfinished (item->parts[0]) || is_any_unfinished (item->parts[1]);

  for (guint i = 0; i < item->texts->len; i++)
    unfinished |= !((Text *) g_ptr_array_index (item->texts, i))->done;
  if (unfinished)
    note_outside (self, event, _ ("parts and texts to end before their item"));
  if (status && strcmp (status, "in_progress") == 0)
    note (self, "item-status", spot, tri_spot_get (spot, "status"), _ ("a status that is not “in_progress” any more"),
          NULL);

  compare_parts (self, item, spot, IN_CONTENT, "content");
  compare_parts (self, item, spot, IN_SUMMARY, "summary");
  compare_part (self, item, spot, IN_ITEM, 0);
  item->done = TRUE;
  item->last = tri_json_index_ref ((TriJsonIndex *) spot->index);
}

static Item *
begin_item (TriItemsCheck *self, const TriSpot *event, gint64 index, const TriSpot *spot)
{
  Item *item = g_new0 (Item, 1);

  if (index != self->n_items)
    note_outside (self, event, _ ("items to be numbered from 0, without gaps"));
  self->n_items = index + 1;
  item->id = tri_spot_dup_string (spot, "id");
  item->type = tri_spot_dup_string (spot, "type");
  for (guint i = 0; i < G_N_ELEMENTS (item->parts); i++)
    item->parts[i] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  item->texts = g_ptr_array_new_with_free_func (text_free);
  item->text_at = g_hash_table_new (text_hash, text_equal);
  g_hash_table_insert (self->items, g_memdup2 (&index, sizeof index), item);
  return item;
}

static void
check_item_event (TriItemsCheck *self, const TriSpot *spot, gint64 index, gboolean is_done)
{
  guint token = tri_spot_get (spot, "item");
  TriSpot at = tri_spot_at (spot, token);
  Item *item = g_hash_table_lookup (self->items, &index);
  g_autofree char *type = NULL;
  g_autofree char *id = NULL;

  if (!tri_spot_is (spot, token, TRI_JSON_OBJECT))
    return;
  if (!is_done)
    {
      if (item != NULL)
        note_outside (self, spot, _ ("each item to begin once"));
      else
        begin_item (self, spot, index, &at);
      return;
    }
  if (item == NULL || item->done)
    {
      note_outside (self, spot, _ ("each item to begin, and then to end once"));
      return;
    }
  type = tri_spot_dup_string (&at, "type");
  id = tri_spot_dup_string (&at, "id");
  if (g_strcmp0 (type, item->type) != 0 || g_strcmp0 (id, item->id) != 0)
    note (self, "item-same", &at, token, _ ("the “id” and “type” with which the item began"), _ ("others"));
  end_item (self, item, spot, &at);
}

/* TYPE.STAGE, behind "response." */
static void
check_stage (TriItemsCheck *self, Item *item, const TriSpot *spot, const char *name)
{
  const char *dot = strrchr (name, '.');

  for (guint i = 0; dot && i < G_N_ELEMENTS (stages); i++)
    if (strcmp (dot + 1, stages[i].name) == 0)
      {
        if (item->type && (strlen (item->type) != (gsize) (dot - name) || !g_str_has_prefix (name, item->type)))
          note_outside (self, spot, _ ("events of an item's own kind"));
        if (stages[i].rank < item->rank || item->rank == 3)
          note_outside (self, spot, _ ("the stages of a tool in their order"));
        item->rank = stages[i].rank;
      }
}

static void
check_inner_event (TriItemsCheck *self, Item *item, const TriSpot *spot, const char *name)
{
  static const struct
  {
    const char *name;
    Where where;
    gboolean is_done;
  } parts[] = {
    { "content_part.added", IN_CONTENT, FALSE },
    { "content_part.done", IN_CONTENT, TRUE },
    { "reasoning_summary_part.added", IN_SUMMARY, FALSE },
    { "reasoning_summary_part.done", IN_SUMMARY, TRUE },
  };
  const char *dot = strrchr (name, '.');
  g_autofree char *stem = dot ? g_strndup (name, dot - name) : g_strdup ("");

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strcmp (name, parts[i].name) == 0)
      {
        check_part_event (self, item, spot, parts[i].where, parts[i].is_done);
        return;
      }
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    if (strcmp (stem, families[i].name) == 0 && (strcmp (dot, ".delta") == 0 || strcmp (dot, ".done") == 0))
      {
        check_text_event (self, item, spot, i, strcmp (dot, ".done") == 0);
        return;
      }
  check_stage (self, item, spot, name);
}

void
tri_items_check_event (TriItemsCheck *self, const TriSpot *spot, const char *type)
{
  gint64 index = tri_spot_get_number (spot, "output_index");
  const char *name = g_str_has_prefix (type, "response.") ? type + strlen ("response.") : "";
  g_autofree char *id = NULL;
  Item *item;

  if (index < 0)
    return;
  if (strcmp (name, "output_item.added") == 0 || strcmp (name, "output_item.done") == 0)
    {
      check_item_event (self, spot, index, g_str_has_suffix (name, "done"));
      return;
    }
  item = g_hash_table_lookup (self->items, &index);
  if (item == NULL || item->done)
    {
      note_outside (self, spot,
                    item ? _ ("nothing of an item behind its end") : _ ("the item to be announced before its events"));
      return;
    }
  id = tri_spot_dup_string (spot, "item_id");
  if (id && item->id && strcmp (id, item->id) != 0)
    note (self, "item-id", spot, tri_spot_get (spot, "item_id"), _ ("the “id” of the item at that “output_index”"),
          NULL);
  check_inner_event (self, item, spot, name);
}

static void
compare_output (TriItemsCheck *self, const TriSpot *spot, guint output)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (spot->index, NULL);
  gint64 position = 0;

  for (guint child = output + 1; child < tokens[output].next; child = tokens[child].next, position++)
    {
      Item *item = g_hash_table_lookup (self->items, &position);

      if (item && item->last
          && !tri_json_same_value (item->last, tri_json_index_get_member (item->last, 0, "item"), spot->index, child))
        note (self, "terminal-output", spot, child, _ ("the item that response.output_item.done told of"),
              _ ("another one"));
    }
  if (position != (gint64) g_hash_table_size (self->items))
    {
      g_autofree char *length = g_strdup_printf ("%" G_GINT64_FORMAT, position);
      g_autofree char *got = g_strdup_printf (_ ("a length of %s"), length);

      note (self, "terminal-output", spot, output, _ ("all items of the stream, and no others"), got);
    }
}

void
tri_items_check_terminal (TriItemsCheck *self, const TriSpot *spot, guint response, gboolean completed)
{
  TriSpot at = tri_spot_at (spot, response);
  guint output = tri_spot_get (&at, "output");
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (completed && g_hash_table_iter_next (&iter, NULL, &item))
    if (!((Item *) item)->done)
      {
        note_outside (self, spot, _ ("every item to end before the response does"));
        break;
      }
  if (tri_spot_is (spot, response, TRI_JSON_OBJECT) && tri_spot_is (&at, output, TRI_JSON_ARRAY))
    compare_output (self, &at, output);
}
