/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-map.h"

#include <string.h>

/*
 * The patterns of a format and place make a tree, one step a node: a member, "any element", or a condition on the
 * object that is there. A document is walked in its order, and each value remembers at which nodes of the tree it
 * stands: at one, and, where it is an object of which conditions hold, at those conditions' nodes too.
 */

#define NO_NODE G_MAXUINT16
#define NO_CELL G_MAXUINT16

/* An object has at most one kind and one role, so two conditions can hold at once: by `role` and by `type`. */
#define MAX_CONDITIONS 2

typedef enum
{
  STEP_MEMBER,
  STEP_ELEMENT,
  STEP_CONDITION
} StepKind;

typedef struct
{
  guint8 kind;      /* StepKind */
  const char *name; /* of the member, or of the member that the condition looks at */
  guint16 name_bytes;
  const char *words; /* of a condition: word|word, … */
  guint16 words_bytes;
  guint16 cell; /* position in the format's cells, or NO_CELL */
  guint16 child, next;
} Node;

struct _TriFieldMap
{
  gatomicrefcount ref_count;
  const TriFormat *format;
  TriPlace place;
  TriJsonIndex *index;
  guint16 *cells; /* of each token */
};

/* The tree */

static guint16
add_step (GArray *nodes, guint16 parent, const Node *step)
{
  guint16 *link = &g_array_index (nodes, Node, parent).child;
  guint16 added;

  while (*link != NO_NODE)
    {
      Node *node = &g_array_index (nodes, Node, *link);

      if (node->kind == step->kind && node->name_bytes == step->name_bytes && node->words_bytes == step->words_bytes
          && memcmp (node->name, step->name, step->name_bytes) == 0
          && memcmp (node->words, step->words, step->words_bytes) == 0)
        return *link;
      link = &node->next;
    }
  *link = added = nodes->len;
  g_array_append_vals (nodes, step, 1);
  return added;
}

/* Takes one step from the front of a pattern. */
static Node
read_step (const char **path)
{
  Node step = { STEP_MEMBER, "", 0, "", 0, NO_CELL, NO_NODE, NO_NODE };
  const char *at = *path;

  if (at[0] == '[')
    {
      step.kind = STEP_ELEMENT;
      at += 2;
    }
  else if (at[0] == '<')
    {
      step.kind = STEP_CONDITION;
      step.name = at + 1;
      step.name_bytes = strcspn (step.name, "=");
      step.words = step.name + step.name_bytes + 1;
      step.words_bytes = strcspn (step.words, ">");
      at = step.words + step.words_bytes + 1;
    }
  else
    {
      step.name = at;
      step.name_bytes = strcspn (at, ".[<");
      at += step.name_bytes;
    }
  if (*at == '.')
    at++;
  *path = at;
  return step;
}

static GArray *
grow_tree (const TriFormat *format, TriPlace place)
{
  GArray *nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  Node root = { STEP_MEMBER, "", 0, "", 0, NO_CELL, NO_NODE, NO_NODE };

  g_array_append_val (nodes, root);
  for (guint i = 0; i < format->cells->n; i++)
    {
      const char *path = format->cells->list[i].path;
      guint16 node = 0;

      if (format->cells->list[i].place != place)
        continue;
      while (*path)
        {
          Node step = read_step (&path);

          node = add_step (nodes, node, &step);
        }
      g_assert (node != 0 && g_array_index (nodes, Node, node).cell == NO_CELL); /* a place has one meaning */
      g_array_index (nodes, Node, node).cell = i;
    }
  return nodes;
}

static gpointer
grow_trees (gpointer user_data)
{
  guint n_formats;
  const TriFormat *const *formats = tri_formats_list (&n_formats);
  GArray **trees = g_new (GArray *, n_formats * TRI_N_PLACES);

  for (guint i = 0; i < n_formats; i++)
    for (guint place = 0; place < TRI_N_PLACES; place++)
      trees[i * TRI_N_PLACES + place] = grow_tree (formats[i], place);
  return trees;
}

static const Node *
get_tree (const TriFormat *format, TriPlace place)
{
  static GOnce once = G_ONCE_INIT;
  GArray **trees = g_once (&once, grow_trees, NULL);
  guint n_formats, position = 0;
  const TriFormat *const *formats = tri_formats_list (&n_formats);

  while (position < n_formats && formats[position] != format)
    position++;
  g_assert (position < n_formats);
  return (const Node *) (gpointer) trees[position * TRI_N_PLACES + place]->data;
}

/* The walk */

typedef struct
{
  guint16 at;
  guint16 conditions[MAX_CONDITIONS];
} Stand;

static const Stand nowhere = { NO_NODE, { NO_NODE, NO_NODE } };

static gboolean
holds_word (const char *words, gsize words_bytes, const char *word, gsize n_bytes)
{
  while (words_bytes > 0)
    {
      const char *bar = memchr (words, '|', words_bytes);
      gsize length = bar ? (gsize) (bar - words) : words_bytes;

      if (length == n_bytes && memcmp (words, word, n_bytes) == 0)
        return TRUE;
      words += length + (bar != NULL);
      words_bytes -= length + (bar != NULL);
    }
  return FALSE;
}

/* The text of a string token as it is spelt: words of an API and names of its fields need no escapes, and where they
 * are escaped all the same they are made plain. */
static const char *
read_text (TriJsonIndex *index, const TriJsonToken *tokens, guint token, gsize *n_bytes, char **scratch)
{
  const char *text = g_bytes_get_data (tri_json_index_get_bytes (index), NULL);

  g_clear_pointer (scratch, g_free);
  if (tokens[token].has_escapes)
    {
      *scratch = tri_json_index_dup_string (index, token, n_bytes);
      return *scratch ? *scratch : "";
    }
  *n_bytes = tokens[token].end - tokens[token].start - 2;
  return text + tokens[token].start + 1;
}

/* The word that an object's member says, or that a string says itself; NULL if it says none. */
static const char *
read_word (
    TriJsonIndex *index, const TriJsonToken *tokens, guint token, const Node *node, gsize *n_bytes, char **scratch)
{
  g_autofree char *name = g_strndup (node->name, node->name_bytes);
  gboolean is_object = tokens[token].kind == TRI_JSON_OBJECT;
  guint value = TRI_JSON_NONE;

  if (is_object && node->name_bytes > 0)
    value = tri_json_index_get_member (index, token, name);
  else if (!is_object && node->name_bytes == 0)
    value = token;
  return value != TRI_JSON_NONE && tokens[value].kind == TRI_JSON_STRING
             ? read_text (index, tokens, value, n_bytes, scratch)
             : NULL;
}

static void
meet_conditions (
    const Node *tree, TriJsonIndex *index, const TriJsonToken *tokens, guint object, Stand *stand, char **scratch)
{
  const Node *asked = NULL; /* the condition whose member was read last: most look at the same one */
  const char *word = NULL;
  gsize n_bytes = 0;
  guint met = 0;

  for (guint16 child = tree[stand->at].child; child != NO_NODE && met < MAX_CONDITIONS; child = tree[child].next)
    {
      const Node *node = &tree[child];

      if (node->kind != STEP_CONDITION)
        continue;
      if (!asked || asked->name_bytes != node->name_bytes || memcmp (asked->name, node->name, node->name_bytes) != 0)
        word = read_word (index, tokens, object, node, &n_bytes, scratch);
      asked = node;
      if (word && holds_word (node->words, node->words_bytes, word, n_bytes))
        stand->conditions[met++] = child;
    }
}

static guint16
find_child (const Node *tree, guint16 node, StepKind kind, const char *name, gsize n_bytes)
{
  if (node == NO_NODE)
    return NO_NODE;
  for (guint16 child = tree[node].child; child != NO_NODE; child = tree[child].next)
    if (tree[child].kind == kind && tree[child].name_bytes == n_bytes && memcmp (tree[child].name, name, n_bytes) == 0)
      return child;
  return NO_NODE;
}

static gboolean
is_open (const TriFormat *format, const Node *tree, guint16 node)
{
  return node != NO_NODE && tree[node].cell != NO_CELL && format->cells->list[tree[node].cell].flags & TRI_CELL_OPEN;
}

/* Where the step leads from an object or array; what a condition knows goes before what holds for all. */
static guint16
take_step (const TriFormat *format, const Node *tree, const Stand *from, StepKind kind, const char *name, gsize n_bytes)
{
  guint16 found = NO_NODE;

  for (guint i = 0; i < MAX_CONDITIONS && found == NO_NODE; i++)
    found = find_child (tree, from->conditions[i], kind, name, n_bytes);
  if (found == NO_NODE)
    found = find_child (tree, from->at, kind, name, n_bytes);
  return found == NO_NODE && is_open (format, tree, from->at) ? from->at : found;
}

static void
fill (TriFieldMap *map)
{
  guint n_tokens;
  const TriJsonToken *tokens = tri_json_index_get_tokens (map->index, &n_tokens);
  const Node *tree = get_tree (map->format, map->place);
  g_autofree Stand *stands = g_new (Stand, n_tokens);
  g_autofree char *scratch = NULL;

  for (guint i = 0; i < n_tokens; i++)
    {
      guint parent = tokens[i].parent;

      stands[i] = nowhere;
      map->cells[i] = NO_CELL;
      if (parent == TRI_JSON_NONE)
        stands[i].at = 0;
      else if (tokens[i].is_key)
        {
          gsize n_bytes;
          const char *name = read_text (map->index, tokens, i, &n_bytes, &scratch);

          stands[i].at = take_step (map->format, tree, &stands[parent], STEP_MEMBER, name, n_bytes);
        }
      else if (tokens[parent].is_key)
        stands[i].at = stands[parent].at;
      else
        stands[i].at = take_step (map->format, tree, &stands[parent], STEP_ELEMENT, "", 0);

      if (stands[i].at == NO_NODE)
        continue;
      map->cells[i] = tree[stands[i].at].cell;
      if (tokens[i].kind == TRI_JSON_OBJECT || (tokens[i].kind == TRI_JSON_STRING && !tokens[i].is_key))
        meet_conditions (tree, map->index, tokens, i, &stands[i], &scratch);
      for (guint k = 0; k < MAX_CONDITIONS; k++) /* what a condition holds of can mean something as a whole */
        if (stands[i].conditions[k] != NO_NODE && tree[stands[i].conditions[k]].cell != NO_CELL)
          map->cells[i] = tree[stands[i].conditions[k]].cell;
    }
}

TriFieldMap *
tri_field_map_new (const TriFormat *format, TriPlace place, TriJsonIndex *index)
{
  TriFieldMap *map = g_new0 (TriFieldMap, 1);
  guint n_tokens;

  tri_json_index_get_tokens (index, &n_tokens);
  g_atomic_ref_count_init (&map->ref_count);
  map->format = format;
  map->place = place;
  map->index = tri_json_index_ref (index);
  map->cells = g_new (guint16, n_tokens);
  fill (map);
  return map;
}

TriFieldMap *
tri_field_map_ref (TriFieldMap *map)
{
  g_atomic_ref_count_inc (&map->ref_count);
  return map;
}

void
tri_field_map_unref (TriFieldMap *map)
{
  if (!g_atomic_ref_count_dec (&map->ref_count))
    return;
  tri_json_index_unref (map->index);
  g_free (map->cells);
  g_free (map);
}

TriJsonIndex *
tri_field_map_get_index (TriFieldMap *map)
{
  return map->index;
}

TriPlace
tri_field_map_get_place (TriFieldMap *map)
{
  return map->place;
}

const TriCell *
tri_field_map_get_cell (TriFieldMap *map, guint token)
{
  return token == TRI_JSON_NONE || map->cells[token] == NO_CELL ? NULL : &map->format->cells->list[map->cells[token]];
}

const TriCell *
tri_field_map_find_cell (TriFieldMap *map, guint token, guint *owner)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (map->index, NULL);

  while (token != TRI_JSON_NONE && map->cells[token] == NO_CELL)
    token = tokens[token].parent;
  if (token != TRI_JSON_NONE && tokens[token].is_key)
    token++;
  if (owner)
    *owner = token;
  return tri_field_map_get_cell (map, token);
}

GArray *
tri_field_map_list (TriFieldMap *map, const TriMeaning *meaning)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint n_tokens;
  const TriJsonToken *tokens = tri_json_index_get_tokens (map->index, &n_tokens);

  for (guint32 i = 0; i < n_tokens; i++)
    if (map->cells[i] != NO_CELL && !tokens[i].is_key
        && g_str_equal (map->format->cells->list[map->cells[i]].meaning, meaning->id))
      g_array_append_val (found, i);
  return found;
}

gboolean
tri_field_map_is_container (TriFieldMap *map, guint token)
{
  return tri_json_index_get_tokens (map->index, NULL)[token].next > token + 1;
}

guint
tri_field_map_count_before (TriFieldMap *map, const GArray *list, guint token)
{
  gboolean container = tri_field_map_is_container (map, token);
  guint n = 0;

  for (guint i = 0; i < list->len && g_array_index (list, guint32, i) != token; i++)
    n += tri_field_map_is_container (map, g_array_index (list, guint32, i)) == container;
  return n;
}

guint
tri_field_map_find_instance (TriFieldMap *map, const GArray *list, gboolean container, guint instance)
{
  guint last = list->len > 0 ? list->len - 1 : 0;
  guint n = 0;

  for (guint i = 0; i < list->len && n <= instance; i++)
    if (tri_field_map_is_container (map, g_array_index (list, guint32, i)) == container)
      {
        last = i;
        n++;
      }
  return last;
}

GArray *
tri_field_map_find_counterparts (TriFieldMap *map, guint token, TriFieldMap *other, guint *nearest)
{
  guint owner;
  const TriCell *cell = tri_field_map_find_cell (map, token, &owner);
  const TriMeaning *meaning = cell ? tri_meaning_find (cell->meaning) : NULL;
  g_autoptr (GArray) likes = meaning ? tri_field_map_list (map, meaning) : NULL;
  GArray *found = meaning ? tri_field_map_list (other, meaning) : g_array_new (FALSE, FALSE, sizeof (guint32));

  if (nearest)
    *nearest = meaning ? tri_field_map_find_instance (other, found, tri_field_map_is_container (map, owner),
                                                      tri_field_map_count_before (map, likes, owner))
                       : 0;
  return found;
}
