/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The Rosetta table: every meaning that the formats share or do not share, and in what they differ.
 *
 * A meaning is a row, a format is a column, and a cell (cell.h) tells where that format keeps that meaning. Kinds of
 * change are not written down: they follow from the cells of two formats, so that they cannot contradict what the
 * program sends. What cannot follow from them is the note: why it matters in practice.
 */

#include "formats.h"
#include "meaning.h"

G_BEGIN_DECLS

/* All of them, grouped, in the order of the reference. (transfer none) */
const TriMeaning *const *tri_rosetta_list (guint *n_meanings);
const TriMeaningGroup *tri_rosetta_list_groups (guint *n_groups);
const TriMeaning *tri_meaning_find (const char *id);        /* NULL if unknown */
guint tri_meaning_get_position (const TriMeaning *meaning); /* in the list above */

/* The cell with which `format` says it in that place: the first of those that are not deprecated, or else the first.
 * NULL: it cannot be said there. (transfer none) */
const TriCell *tri_meaning_get_cell (const TriMeaning *meaning, const TriFormat *format, TriPlace place);

/* In what a cell differs from another. Several can hold at once: renamed, and with another default. */
typedef enum
{
  TRI_CHANGE_SAME = 0,
  TRI_CHANGE_RENAMED = 1 << 0,  /* another name in the same place */
  TRI_CHANGE_MOVED = 1 << 1,    /* in another place, under whatever name */
  TRI_CHANGE_RESHAPED = 1 << 2, /* the value is written in another way */
  TRI_CHANGE_DEFAULT = 1 << 3,  /* something else holds where nothing is said */
  TRI_CHANGE_REMOVED = 1 << 4,  /* only the first has it */
  TRI_CHANGE_NEW = 1 << 5       /* only the second has it */
} TriChange;

/* From one format to another; SAME where neither has it. */
TriChange
tri_meaning_get_change (const TriMeaning *meaning, const TriFormat *from, const TriFormat *to, TriPlace place);

/* "moved, another default"; translated, "same" for none. (transfer full) */
char *tri_change_dup_label (TriChange change);

/* All of them; each names a meaning that exists. (transfer none) */
const TriServerFact *tri_rosetta_list_server_facts (guint *n_facts);

const char *tri_server_word_get_text (TriServerWord word);  /* marked for translation: "ignores it" */
const char *tri_server_word_get_label (TriServerWord word); /* the same, translated */

G_END_DECLS
