/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secret-guard.h"

#include <string.h>

#include "core/curl-command.h"
#include "core/mask.h"
#include "core/server.h"
#include "source.h"

/* Fewer bytes at once are typed. */
#define MIN_INSERTED_BYTES 16

#define GUARD "tri-secret-guard"

typedef struct
{
  TriSecretHidden hidden;
  gpointer user_data;
  gboolean is_busy;
} Guard;

static char *
dup_text (GtkTextBuffer *buffer, const GtkTextIter *until)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, until ? until : &end, TRUE);
}

/* Before it is inserted. What stands around it tells whether it is a secret. */
static void
insert (GtkTextBuffer *buffer, GtkTextIter *location, const char *text, int n_bytes, Guard *guard)
{
  g_autofree char *inserted = NULL;
  g_autofree char *before = NULL;
  g_autofree char *all = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *masked = NULL;

  if (n_bytes < 0)
    n_bytes = (int) strlen (text);
  if (guard->is_busy || n_bytes < MIN_INSERTED_BYTES)
    return;
  inserted = g_strndup (text, (gsize) n_bytes);
  before = dup_text (buffer, location);
  all = dup_text (buffer, NULL);
  whole = g_strconcat (before, inserted, all + strlen (before), NULL);
  masked = tri_curl_dup_masked (whole, 0);
  if (!masked || memcmp (masked + strlen (before), inserted, (gsize) n_bytes) == 0)
    return;
  guard->is_busy = TRUE;
  g_signal_stop_emission_by_name (buffer, "insert-text");
  tri_source_insert (buffer, location, masked + strlen (before), (gsize) n_bytes);
  guard->is_busy = FALSE;
  if (guard->hidden)
    guard->hidden (whole, guard->user_data);
  memset (whole, 0, strlen (whole));
  memset (inserted, 0, (gsize) n_bytes);
}

void
tri_secret_guard_add (GtkTextBuffer *buffer, TriSecretHidden hidden, gpointer user_data)
{
  Guard *guard = g_new0 (Guard, 1);

  *guard = (Guard){ hidden, user_data, FALSE };
  g_object_set_data_full (G_OBJECT (buffer), GUARD, guard, g_free);
  g_signal_connect (buffer, "insert-text", G_CALLBACK (insert), guard);
}

gboolean
tri_secret_guard_check (GtkTextBuffer *buffer)
{
  Guard *guard = g_object_get_data (G_OBJECT (buffer), GUARD);
  g_autofree char *text = dup_text (buffer, NULL);
  char *masked = tri_curl_dup_masked (text, TRI_MASK_MIN_BYTES);
  GtkTextIter start, end;
  int position;

  if (!masked)
    return FALSE;
  g_object_get (buffer, "cursor-position", &position, NULL);
  guard->is_busy = TRUE;
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, masked, -1);
  gtk_text_buffer_end_irreversible_action (buffer);
  guard->is_busy = FALSE;
  gtk_text_buffer_get_iter_at_offset (buffer, &start, position);
  gtk_text_buffer_place_cursor (buffer, &start);
  g_free (masked);
  if (guard->hidden)
    guard->hidden (text, guard->user_data);
  memset (text, 0, strlen (text));
  return TRUE;
}
