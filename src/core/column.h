/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * One column of a comparison: whom to ask (server, model) and how (format), and the latest attempt.
 *
 * "changed" is emitted when format, server or model change; "notify::exchange" when a new attempt begins. Changing a
 * column never touches an attempt that was made: its Record tells how it was asked.
 */

#include "exchange.h"

G_BEGIN_DECLS

#define TRI_TYPE_COLUMN (tri_column_get_type ())
G_DECLARE_FINAL_TYPE (TriColumn, tri_column, TRI, COLUMN, GObject)

/* `model` NULL: the server's default. (transfer full) */
TriColumn *tri_column_new (const TriFormat *format, TriServer *server, const char *model);

const TriFormat *tri_column_get_format (TriColumn *column);
TriServer       *tri_column_get_server (TriColumn *column);
const char      *tri_column_get_model (TriColumn *column); /* the one that will be sent: never NULL, maybe "" */
gboolean         tri_column_has_own_model (TriColumn *column);
TriExchange     *tri_column_get_exchange (TriColumn *column); /* NULL before the first attempt */

void tri_column_set_format (TriColumn *column, const TriFormat *format);
void tri_column_set_server (TriColumn *column, TriServer *server);
void tri_column_set_model (TriColumn *column, const char *model); /* NULL or "": the server's default */

/* Begins a new attempt; one that still runs is stopped first. */
void tri_column_send (TriColumn *column, TriPrompt *prompt, const TriSettings *settings);

/* Sends the last attempt's prompt and settings again, with the column as it is now. Nothing if there was none. */
void tri_column_retry (TriColumn *column);

/* What the column would send now (transfer full), and in what that differs from what is asked (GPtrArray of TriGap). */
GBytes    *tri_column_preview (TriColumn *column, TriPrompt *prompt, const TriSettings *settings);
GPtrArray *tri_column_list_gaps (TriColumn *column, TriPrompt *prompt, const TriSettings *settings);

/* "POST https://…/v1/responses", as far as it is known before sending. (transfer full) */
char *tri_column_dup_url (TriColumn *column);

G_END_DECLS
