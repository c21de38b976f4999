/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Where a request goes: base URL, where its key is found, limits, default model.
 *
 * Immutable and atomically counted. A key is either read from the environment when it is needed, or was typed and lives
 * in this struct's memory only, until it is freed, when it is overwritten. It is bound to the base URL's origin: it is
 * never sent anywhere else, because redirects are not followed.
 *
 * The practice server is a Server whose base URL is not known before it runs; core does not know how it is started, so
 * the owner passes a function.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRI_KEY_NONE,
  TRI_KEY_ENVIRONMENT,
  TRI_KEY_MEMORY
} TriKeySource;

/* Time limits in microseconds; 0 means none. See transport.h for what each one watches. */
typedef struct
{
  gint64 connect_us;
  gint64 first_byte_us;
  gint64 silence_us; /* no payload (comments are none) */
  gint64 total_us;
  gsize max_bytes; /* of a response body */
} TriLimits;

#define TRI_LIMITS_DEFAULT                                                                                             \
  ((TriLimits){ .connect_us = 10 * G_USEC_PER_SEC,                                                                     \
                .first_byte_us = 600 * G_USEC_PER_SEC,                                                                 \
                .silence_us = 300 * G_USEC_PER_SEC,                                                                    \
                .total_us = 1800 * G_USEC_PER_SEC,                                                                     \
                .max_bytes = 256u * 1024 * 1024 })

typedef struct _TriServer TriServer;

/* Starts what stands behind a server, if it does not run yet, and returns its base URL; called on the main thread at
 * the first send. (transfer full) */
typedef char *(*TriServerStart) (gpointer user_data, GError **error);

/* What a person typed as a base URL, understood. */
typedef struct
{
  char *base_url; /* no slash at the end */
  char *remark;   /* what was changed, for the person, translated; NULL if nothing was */
} TriUrlReading;

/* Reads a base URL: white space around and slashes at the end are dropped, a missing scheme becomes http:// for
 * loopback and https:// elsewhere, an endpoint path at the end (/chat/completions, /completions, /responses, /models)
 * is taken off, a bare host gets "/v1"; each with a remark. TRI_ERROR_INVALID: no host, another scheme, a port over
 * 65535, user:password, a query or a fragment (a key may hide there). */
gboolean tri_url_read (const char *text, TriUrlReading *reading, GError **error);
void tri_url_reading_clear (TriUrlReading *reading);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TriUrlReading, tri_url_reading_clear)

/* TRUE for 127.0.0.0/8, ::1 and localhost. */
gboolean tri_url_is_loopback (const char *url);

/* A key as it can stand in a header: white space around it dropped, visible ASCII only (TRI_ERROR_INVALID otherwise,
 * which tells the position but not the key). NULL or "" gives NULL without an error. (transfer full) */
char *tri_key_clean (const char *text, GError **error);
void tri_key_free (char *key); /* overwrites, then frees; NULL is fine */

/* `base_url` must have come from tri_url_read(). `key_env` names an environment variable, `key` is a key typed (cleaned
 * before); at most one of them is not NULL. (transfer full) */
TriServer *tri_server_new (
    const char *name, const char *base_url, const char *key_env, const char *key, const char *default_model);
TriServer *
tri_server_new_started (const char *name, const char *default_model, TriServerStart start, gpointer user_data);
TriServer *tri_server_with_limits (TriServer *server, const TriLimits *limits); /* a copy (transfer full) */

TriServer *tri_server_ref (TriServer *server);
void tri_server_unref (TriServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriServer, tri_server_unref)

const char *tri_server_get_name (const TriServer *server);
const char *tri_server_get_base_url (const TriServer *server); /* NULL: a practice server not yet started */
const char *tri_server_get_default_model (const TriServer *server);
const TriLimits *tri_server_get_limits (const TriServer *server);
gboolean tri_server_is_practice (const TriServer *server);
TriKeySource tri_server_get_key_source (const TriServer *server);
const char *tri_server_get_key_env (const TriServer *server);

/* The base URL, after starting what has to be started. (transfer full) */
char *tri_server_dup_ready_url (TriServer *server, GError **error);

/* The key to send, or NULL without an error if the server has none. TRI_ERROR_UNAVAILABLE when the environment variable
 * is not set (the message names the variable). Free with tri_key_free(). */
char *tri_server_dup_key (const TriServer *server, GError **error);

/* NULL, or a translated warning: a key would travel unencrypted to another machine. (transfer full) */
char *tri_server_dup_warning (const TriServer *server);

G_END_DECLS
