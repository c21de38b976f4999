/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * One prompt and n columns: a GListModel of TriColumn, in the order in which they stand. n is never written as three.
 *
 * It sends to all columns at the same time: every request is under way before the first answer is waited for.
 * "notify::running" tells whether any column still runs.
 */

#include "column.h"

G_BEGIN_DECLS

#define TRI_TYPE_COMPARISON (tri_comparison_get_type ())
G_DECLARE_FINAL_TYPE (TriComparison, tri_comparison, TRI, COMPARISON, GObject)

/* Empty. (transfer full) */
TriComparison *tri_comparison_new (void);

/* One column for each format, in order. */
void tri_comparison_add_all_formats (TriComparison *comparison, TriServer *server);

/* TRUE if it has as many columns as there are formats, all of the practice server, and nobody did anything in them. */
gboolean tri_comparison_is_untouched (TriComparison *comparison);

guint tri_comparison_get_n_columns (TriComparison *comparison);
TriColumn *tri_comparison_get_column (TriComparison *comparison, guint position); /* (transfer none) */
void tri_comparison_insert (TriComparison *comparison, guint position, TriColumn *column);
void tri_comparison_remove (TriComparison *comparison, TriColumn *column);       /* stops it first */
void tri_comparison_move (TriComparison *comparison, TriColumn *column, int by); /* −1 left, +1 right */

/* A server asked in a format. */
typedef struct
{
  TriServer *server;
  const TriFormat *format;
} TriChoice;

/* Makes a column for each choice, in their order. `replace`: of the columns that are there, those that are among the
 * choices stay as they are, each for one of them, and the others go; otherwise all stay and the new ones stand behind
 * them. Without any choice nothing happens. */
void tri_comparison_fill (TriComparison *comparison, const TriChoice *choices, guint n_choices, gboolean replace);

/* The column that the others are compared with (see baseline.h); NULL if there is none, as after it was removed. It is
 * the property "baseline". */
void tri_comparison_set_baseline (TriComparison *comparison, TriColumn *column);
TriColumn *tri_comparison_get_baseline (TriComparison *comparison); /* (transfer none) */

/* When the columns are asked. Together is how people compare; one after another is how times are measured, because
 * requests that run together on one server take time from each other. */
typedef struct
{
  guint repeats;    /* rounds, at least 1 */
  gboolean in_turn; /* one after another; each round begins with another column, so that none is always first */
} TriSchedule;

/* Sends to all columns once, together. */
void tri_comparison_send (TriComparison *comparison, TriPrompt *prompt, const TriSettings *settings);

/* Sends by a schedule: a round begins when the one before has ended. It runs until the last one has, or until
 * tri_comparison_stop(), after which nothing more is sent. Columns that come or go meanwhile take part from the next
 * round on, or no more. */
void tri_comparison_send_scheduled (TriComparison *comparison,
                                    TriPrompt *prompt,
                                    const TriSettings *settings,
                                    const TriSchedule *schedule);

/* How many requests a schedule sends, and how many of them leave this machine. */
guint tri_comparison_count_requests (TriComparison *comparison, const TriSchedule *schedule, guint *n_away);

/* The servers off this machine that the columns ask, each once, in their order; element type TriServer.
 * (transfer container) */
GPtrArray *tri_comparison_list_away (TriComparison *comparison);

void tri_comparison_stop (TriComparison *comparison);
gboolean tri_comparison_is_running (TriComparison *comparison);

G_END_DECLS
