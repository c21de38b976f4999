/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Stands where a base URL points and passes every request on to another server, and every answer back as it comes.
 *
 * It listens on 127.0.0.1 only, and answers nobody but this computer (practice-gate.h). Headers go along as they came,
 * but for those that belong to one connection; neither keys nor anything else of them is kept. Runs in the
 * thread-default main context of whoever makes it.
 */

#include <gio/gio.h>

#include "practice-server.h"

G_BEGIN_DECLS

typedef struct _TriPracticeRelay TriPracticeRelay;

/* `base_url` as in "https://api.example.com/v1": what stands behind /v1 of a request is put behind it. `seen` is told
 * of each request whose body has come. TRI_ERROR_UNAVAILABLE if the port is taken, TRI_ERROR_INVALID if the URL is
 * none. (transfer full) */
TriPracticeRelay *
tri_practice_relay_new (guint16 port, const char *base_url, TriPracticeSeen seen, gpointer user_data, GError **error);
void tri_practice_relay_free (TriPracticeRelay *relay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriPracticeRelay, tri_practice_relay_free)

const char *tri_practice_relay_get_base_url (const TriPracticeRelay *relay); /* "http://127.0.0.1:PORT/v1" */

G_END_DECLS
