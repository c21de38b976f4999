/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Which cell of the Rosetta table each value of a document belongs to.
 *
 * One pass over the index, whatever its size: linear in the number of tokens. Immutable once made, and atomically
 * counted: safe in any thread.
 */

#include "rosetta.h"

G_BEGIN_DECLS

typedef struct _TriFieldMap TriFieldMap;

/* Takes a reference to the index. (transfer full) */
TriFieldMap *tri_field_map_new (const TriFormat *format, TriPlace place, TriJsonIndex *index);

TriFieldMap *tri_field_map_ref (TriFieldMap *map);
void tri_field_map_unref (TriFieldMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriFieldMap, tri_field_map_unref)

TriJsonIndex *tri_field_map_get_index (TriFieldMap *map); /* (transfer none) */
TriPlace tri_field_map_get_place (TriFieldMap *map);

/* The cell of this very token, a key's being that of its value; NULL if it has none. An object or array may have a cell
 * and its members others. (transfer none) */
const TriCell *tri_field_map_get_cell (TriFieldMap *map, guint token);

/* The cell of the token, or of the innermost value around it that has one; `owner`, if not NULL, receives that value's
 * token. NULL if there is none. */
const TriCell *tri_field_map_find_cell (TriFieldMap *map, guint token, guint *owner);

/* The values that have this meaning, in document order; element type guint32. (transfer full) */
GArray *tri_field_map_list (TriFieldMap *map, const TriMeaning *meaning);

/* A value that holds others is of another kind than one that says something itself; both can have one meaning, and each
 * is counted among its like. Of a list of values of one meaning: how many of its kind stand before `token`; and where
 * the `instance`-th of a kind stands in the list: the last of that kind if there are not that many, and the last of all
 * if there is none of that kind. */
gboolean tri_field_map_is_container (TriFieldMap *map, guint token);
guint tri_field_map_count_before (TriFieldMap *map, const GArray *list, guint token);
guint tri_field_map_find_instance (TriFieldMap *map, const GArray *list, gboolean container, guint instance);

/* The values in `other` that mean what `token` means (or, if it has no meaning, the value around it); element type
 * guint32, empty if there is nothing. `nearest`, if not NULL, receives the position in the list of the one that stands
 * there as `token` does here: the second for the second, or the last if there are not that many. (transfer full) */
GArray *tri_field_map_find_counterparts (TriFieldMap *map, guint token, TriFieldMap *other, guint *nearest);

G_END_DECLS
