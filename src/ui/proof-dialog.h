/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Where a conversion is proven: whom to ask and how often, what that costs, and then what differs by more than the
 * original differs from itself. Calls are made only when a button is pressed, and before any leaves this computer the
 * person is asked. Closing it stops them.
 */

#include <adwaita.h>

#include "core/proof-ask.h"
#include "core/server.h"

G_BEGIN_DECLS

#define TRI_TYPE_PROOF_DIALOG (tri_proof_dialog_get_type ())
G_DECLARE_FINAL_TYPE (TriProofDialog, tri_proof_dialog, TRI, PROOF_DIALOG, AdwWindow)

/* `servers` holds TriServerItem, at least one; `chosen` is the one to begin with, or the first where it is none of
 * them. */
GtkWidget *tri_proof_dialog_new (GtkWindow *parent, TriProofAsk *ask, GListModel *servers, TriServer *chosen);

/* Opens it above the window in which `widget` stands, for the only request of `text` and with the server of the first
 * column; nothing happens if there are several requests. */
void tri_proof_dialog_open (GtkWidget *widget, const TriMigrateText *text);

G_END_DECLS
