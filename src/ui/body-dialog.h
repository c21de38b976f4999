/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a column sends beside, or instead of, what is composed: a body of its own, or other members as raw JSON.
 *
 * It is checked while it is typed, and taken by the column only when it is right. A body can be pasted as JSON or as a
 * curl command, or opened from a file; whatever is too large or too long for an editor is held as it is and shown, for
 * not a byte of it may change. A pasted curl command never stands in the editor: its key goes to the server that it is
 * for, in memory, and nowhere else.
 */

#include <adwaita.h>

#include "core/column.h"

G_BEGIN_DECLS

#define TRI_TYPE_BODY_DIALOG (tri_body_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TriBodyDialog, tri_body_dialog, TRI, BODY_DIALOG, AdwWindow)

typedef enum
{
  TRI_BODY_OWN,    /* a body of the column's own */
  TRI_BODY_MEMBERS /* other members of the composed one */
} TriBodyKind;

/* `prompt` may be NULL while there is none; `servers` is where a server goes that a curl command names. */
GtkWidget *tri_body_dialog_new (GtkWindow *parent,
                                TriColumn *column,
                                GListStore *servers,
                                TriPrompt *prompt,
                                const TriSettings *settings,
                                TriBodyKind kind);

/* As if `text` were pasted. */
void tri_body_dialog_paste (TriBodyDialog *dialog, const char *text);

G_END_DECLS
