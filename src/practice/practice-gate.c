/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-gate.h"

static gboolean
check_host (SoupMessageHeaders *headers, guint16 port, const char *who, TriPracticeRefusal *refusal)
{
  static const char *const names[] = { "127.0.0.1", "localhost", "[::1]" };
  /* As a list, so that a header that came twice is seen as that. */
  const char *host = soup_message_headers_get_list (headers, "Host");

  for (guint i = 0; host && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *allowed = g_strdup_printf ("%s:%u", names[i], port);

      if (g_ascii_strcasecmp (host, allowed) == 0)
        return TRUE;
    }
  return tri_practice_refuse (refusal, 403, NULL, NULL,
                              "%s answers only under its own address: the Host header must be %s:%u, %s:%u or %s:%u.",
                              who, names[0], port, names[1], port, names[2], port);
}

static gboolean
check_origin (SoupMessageHeaders *headers, const char *who, TriPracticeRefusal *refusal)
{
  static const char *const loopback[] = { "127.0.0.1", "localhost", "::1", NULL };
  const char *origin = soup_message_headers_get_list (headers, "Origin");
  g_autoptr (GUri) uri = NULL;

  if (!origin)
    return TRUE;
  uri = g_uri_parse (origin, G_URI_FLAGS_NONE, NULL);
  if (uri && g_uri_get_host (uri) && g_strv_contains (loopback, g_uri_get_host (uri)))
    return TRUE;
  return tri_practice_refuse (refusal, 403, NULL, NULL,
                              "%s answers only pages of this computer: the Origin header names another one.", who);
}

gboolean
tri_practice_gate_check (SoupMessageHeaders *headers, guint16 port, const char *who, TriPracticeRefusal *refusal)
{
  return check_host (headers, port, who, refusal) && check_origin (headers, who, refusal);
}
