/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What leaves the window in a form that others read: a column's request, response, events, text or code, as a file or
 * on the clipboard; and all columns together, as a report, HAR, JSON, a table or a folder (win.export).
 *
 * Everything is made of an archive, which is redacted, so that no key leaves.
 */

#include "core/export.h"
#include "window.h"

G_BEGIN_DECLS

typedef struct
{
  TriColumn *column;
  TriExchange *exchange; /* the attempt that is shown; NULL before there is one */
  TriPrompt *prompt;     /* the draft, which is what is meant where nothing was sent; may be NULL */
  const TriSettings *settings;
  gboolean copy; /* onto the clipboard instead of into a file */
} TriExportWish;

/* `id` is that of a kind of one column (core/export.h). What cannot be done is said in the window. */
void tri_exporting_column (GtkWindow *window, const TriExportWish *wish, const char *id);

/* The items of a column's menu, with the actions column.export and column.copy-as. Nothing where there are some. */
void tri_exporting_fill_menus (GMenu *export, GMenu *copy);

/* win.export: asks in which form, then where. */
void tri_exporting_add_action (TriWindow *window);

/* The same without the questions; TRI_N_EXPORTS is a folder. */
void tri_exporting_all (TriWindow *window, TriExportKind kind, gboolean without_content, const char *path);

G_END_DECLS
