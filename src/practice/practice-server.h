/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The practice server: the three endpoints and /v1/models on loopback, in its own thread, without a key or a network.
 *
 * It speaks the wire formats faithfully, down to the order of events, and never poses as a model: every answer begins
 * by saying what it is. Known samples get their known answer; for any other prompt it tells in plain words what reached
 * it. The same conversation gets the same text on all endpoints, whether it came as messages, as input items or as a
 * transcript.
 *
 * It is not made to face a network (SoupServer is not hardened): it listens on 127.0.0.1 only, refuses foreign Host and
 * Origin headers (403), and bodies over max_body_bytes (413).
 *
 * What it accepts but cannot act on (sampling, tools, …) it names in the header x-practice-without-effect; what it
 * cannot do at all it refuses with a sentence that says so (practice-ask.h has both lists).
 *
 * Any key is welcome but TRI_PRACTICE_WRONG_KEY, which gets the 401 of a wrong key, so that one can see it.
 *
 * Practice tokens: one for each run of letters and digits together with the white space before it, one for each CJK
 * character, and one for each other visible character. They are this server's way of counting and nobody else's.
 */

#include <glib.h>

G_BEGIN_DECLS

#define TRI_PRACTICE_MODEL "practice-model"
#define TRI_PRACTICE_REASONING_MODEL "practice-reasoning" /* refuses what models that reason refuse */
#define TRI_PRACTICE_WRONG_KEY "practice-wrong-key"

/* Is told of a request whose body has come; in the server's thread. `key` is the key that came with it, or NULL. */
typedef void (*TriPracticeSeen) (const char *path, GBytes *body, const char *key, gpointer user_data);

typedef struct
{
  guint16 port;         /* 0: any free one */
  gint64 pace_us;       /* pause between two tokens; 0: as fast as it can. TRI_PRACTICE_READING_PACE_US by default */
  gboolean require_key; /* TRUE: a request without "Authorization: Bearer …" is refused with 401 */
  gboolean any_model;   /* TRUE: a model that it does not know is answered for, too, instead of refused with 404 */
  gsize max_body_bytes; /* 0: TRI_PRACTICE_MAX_BODY_BYTES */
  TriPracticeSeen seen; /* NULL: nobody is told */
  gpointer seen_data;
} TriPracticeOptions;

#define TRI_PRACTICE_READING_PACE_US (45 * 1000)
#define TRI_PRACTICE_MAX_BODY_BYTES (8u * 1024 * 1024)

typedef struct _TriPracticeServer TriPracticeServer;

/* Starts it and returns when it listens. TRI_ERROR_UNAVAILABLE if the port is taken (the message names it).
 * (transfer full) */
TriPracticeServer *tri_practice_server_new (const TriPracticeOptions *options, GError **error);

/* Ends the answers under way, closes the port, joins the thread. */
void tri_practice_server_free (TriPracticeServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriPracticeServer, tri_practice_server_free)

guint16 tri_practice_server_get_port (const TriPracticeServer *server);
const char *tri_practice_server_get_base_url (const TriPracticeServer *server); /* "http://127.0.0.1:PORT/v1" */

/* The number of practice tokens in valid UTF-8 `text`; and where the first `n_tokens` of them end, in bytes. */
guint tri_practice_count_tokens (const char *text);
gsize tri_practice_end_of_tokens (const char *text, guint n_tokens);

G_END_DECLS
