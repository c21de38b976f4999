/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * One column of a comparison: whom to ask (server, model) and how (format), and its attempts.
 *
 * Attempts that ask the same thing again make a series; the latest one is the column's exchange, and what differs
 * between them is their times. A new prompt begins a new series.
 *
 * A column asks what all are asked, with its own raw members beside it; or it sends a raw body of its own, byte for
 * byte.
 *
 * "changed" is emitted when what would be sent changes; "notify::exchange" when a new attempt begins. Changing a column
 * never touches an attempt that was made: its Record tells how it was asked.
 */

#include "exchange.h"

G_BEGIN_DECLS

#define TRI_TYPE_COLUMN (tri_column_get_type ())
G_DECLARE_FINAL_TYPE (TriColumn, tri_column, TRI, COLUMN, GObject)

/* `model` NULL: the server's default. (transfer full) */
TriColumn *tri_column_new (const TriFormat *format, TriServer *server, const char *model);

const TriFormat *tri_column_get_format (TriColumn *column);
TriServer *tri_column_get_server (TriColumn *column);
const char *tri_column_get_model (TriColumn *column); /* the one that will be sent: never NULL, maybe "" */
gboolean tri_column_has_own_model (TriColumn *column);
TriExchange *tri_column_get_exchange (TriColumn *column); /* NULL before the first attempt */

void tri_column_set_format (TriColumn *column, const TriFormat *format);
void tri_column_set_server (TriColumn *column, TriServer *server);
void tri_column_set_model (TriColumn *column, const char *model); /* NULL or "": the server's default */

/* Other members for a composed body: `json` is the text of one JSON object, whose members are added to the request, or
 * replace those of the same name, exactly as they are spelt. NULL or "" means none. TRI_ERROR_INVALID if it is
 * something else (with line and column); the column stays as it was. */
gboolean tri_column_set_members (TriColumn *column, const char *json, GError **error);
const char *tri_column_get_members (TriColumn *column); /* NULL if there are none */

/* A raw body instead of a composed one, sent byte for byte; NULL for a composed one. It must be one JSON object in
 * UTF-8 (TRI_ERROR_INVALID otherwise, and the column stays as it was). The model of a raw body is the one it names. */
gboolean tri_column_set_body (TriColumn *column, GBytes *body, GError **error);
GBytes *tri_column_get_body (TriColumn *column); /* NULL if it is composed (transfer none) */

/* Begins a new series with one attempt; one that still runs is stopped first. `shares_server`: other requests run on
 * the same server at the same time (the record keeps it). */
void tri_column_send (TriColumn *column, TriPrompt *prompt, const TriSettings *settings, gboolean shares_server);

/* The same with another attempt of the series, if there is one that asked the same; otherwise as tri_column_send(). */
void tri_column_send_again (TriColumn *column, TriPrompt *prompt, const TriSettings *settings, gboolean shares_server);

/* Sends the last attempt's prompt and settings again, with the column as it is now. Nothing if there was none. */
void tri_column_retry (TriColumn *column);

/* Adds an attempt that was made before (tri_exchange_new_from_record()) to the series, and makes it the column's
 * exchange; it can be tried again. */
void tri_column_add_attempt (TriColumn *column, TriExchange *exchange);

/* What the column would send now (transfer full), and in what that differs from what is asked (GPtrArray of TriGap). */
GBytes *tri_column_preview (TriColumn *column, TriPrompt *prompt, const TriSettings *settings);

/* The same to be seen: without the secrets in it, which are noted in `spans` (of TriMaskSpan) unless that is NULL.
 * (transfer full) */
GBytes *tri_column_dup_shown (TriColumn *column, TriPrompt *prompt, const TriSettings *settings, GArray *spans);

/* The same without the prompt, for whoever looks at what else is asked, however long the prompt is; a body of the
 * person's own as a whole. (transfer full) */
GBytes *tri_column_preview_settings (TriColumn *column, const TriSettings *settings);
GPtrArray *tri_column_list_gaps (TriColumn *column, TriPrompt *prompt, const TriSettings *settings);

/* The attempts of the series, oldest first; the last one is the exchange. */
guint tri_column_get_n_attempts (TriColumn *column);
TriExchange *tri_column_get_attempt (TriColumn *column, guint position);

/* A time over the attempts of the series that were answered. */
typedef enum
{
  TRI_TIME_FIRST_BYTE,
  TRI_TIME_FIRST_TEXT,
  TRI_TIME_TOTAL,
  TRI_N_TIMES
} TriTime;

typedef struct
{
  guint n;          /* how many times there are; the others are −1 if there is none */
  gint64 median_us; /* of an even number the lower one, which was really measured */
  gint64 lowest_us;
  gint64 highest_us;
} TriSpread;

TriSpread tri_column_get_spread (TriColumn *column, TriTime time);

/* "POST https://…/v1/responses", as far as it is known before sending. (transfer full) */
char *tri_column_dup_url (TriColumn *column);

G_END_DECLS
