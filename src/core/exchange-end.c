/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange-end.h"

#include <glib/gi18n-lib.h>

#include "text.h"

/* Something from outside, short enough and harmless enough to be quoted in a sentence. */
static char *
dup_quote (const char *text, guint max_chars)
{
  g_autofree char *shown = tri_text_dup_displayable (text, -1, NULL);

  return tri_text_dup_excerpt (shown, max_chars);
}

/* What can be done about a status, in one sentence; NULL where the server's own words must do. */
static char *
dup_status_hint (const TriExchangeEnd *end)
{
  const char *location = tri_headers_get (end->record->response_headers, "Location");
  const char *wait = tri_headers_get (end->record->response_headers, "Retry-After");
  const char *server = tri_server_get_name (end->server);

  if (end->record->status >= 300 && end->record->status < 400 && location)
    {
      g_autofree char *shown = tri_text_dup_displayable (location, -1, NULL);

      return g_strdup_printf (
          _ ("The server redirects to %s. Redirects are not followed; should the base URL be changed?"), shown);
    }
  switch (end->record->status)
    {
    case 401:
      return tri_server_get_key_source (end->server) == TRI_KEY_NONE
                 ? g_strdup_printf (_ ("“%s” wants a key, and none is set for it."), server)
                 : g_strdup_printf (_ ("Check the key of “%s”."), server);
    case 403:
      return g_strdup (_ ("This is not allowed with this key or from this place."));
    case 404:
    case 405:
      return end->record->status == 404 && end->reader && tri_reader_get_reply (end->reader)->error
                     && g_strcmp0 (tri_reader_get_reply (end->reader)->error->code, "model_not_found") == 0
                 ? g_strdup (_ ("Choose another model for this column."))
                 : g_strdup_printf (_ ("The server may not have %s; check the base URL, or choose another format."),
                                    end->record->format->path);
    case 429:
      {
        g_autofree char *shown = wait ? dup_quote (wait, 60) : NULL;

        return shown ? g_strdup_printf (_ ("The server asks to wait (Retry-After: %s)."), shown)
                     : g_strdup (_ ("Too many requests, or the quota is used up."));
      }
    case 502:
    case 503:
    case 504:
    case 529:
      return g_strdup (_ ("The server or what stands before it is overloaded or starting. Try again later."));
    default:
      return NULL;
    }
}

static char *
dup_http_message (const TriExchangeEnd *end)
{
  const TriApiError *error = end->reader ? tri_reader_get_reply (end->reader)->error : NULL;
  g_autofree char *reason = dup_quote (end->record->reason ? end->record->reason : "", 120);
  g_autofree char *hint = dup_status_hint (end);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "HTTP %u%s%s", end->record->status, *reason ? " " : "", reason);
  if (error && error->message)
    {
      g_autofree char *excerpt = tri_text_dup_excerpt (error->message, 600);

      g_string_append_printf (text, ": %s", excerpt);
    }
  if (error && error->param)
    {
      g_autofree char *param = dup_quote (error->param, 120);

      g_string_append_printf (text, _ (" (parameter: %s)"), param);
    }
  if (hint)
    g_string_append_printf (text, "\n%s", hint);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dup_api_message (const TriExchangeEnd *end)
{
  const TriApiError *error = tri_reader_get_reply (end->reader)->error;
  g_autofree char *excerpt = error && error->message ? tri_text_dup_excerpt (error->message, 600) : NULL;

  return g_strdup_printf (_ ("The server reported an error: %s"), excerpt ? excerpt : _ ("no message"));
}

/* The ending when the connection ended in order, or after the answer was whole. */
static void
end_by_content (const TriExchangeEnd *end, const char *transport_message)
{
  TriRecord *record = end->record;
  const char *encoding = tri_headers_get (record->response_headers, "Content-Encoding");

  record->ending = end->content;
  switch (record->ending)
    {
    case TRI_ENDING_ANSWERED:
      return;
    case TRI_ENDING_HTTP_ERROR:
      record->message = dup_http_message (end);
      return;
    case TRI_ENDING_API_ERROR:
      record->message = dup_api_message (end);
      return;
    default:
      break;
    }
  if (encoding && g_ascii_strcasecmp (encoding, "identity") != 0)
    {
      g_autofree char *shown = dup_quote (encoding, 60);

      record->ending = TRI_ENDING_UNREADABLE;
      record->message
          = g_strdup_printf (_ ("The server compressed the body (Content-Encoding: %s), though it was asked not "
                                "to; compressed bodies are not read."),
                             shown);
    }
  else if (record->ending == TRI_ENDING_CUT && transport_message)
    record->message = g_strdup (transport_message);
  else
    record->message = g_strdup (tri_reader_get_message (end->reader));
}

static TriEnding
ending_from_transport (TriTransportEnd end)
{
  switch (end)
    {
    case TRI_TRANSPORT_STOPPED:
      return TRI_ENDING_STOPPED;
    case TRI_TRANSPORT_TLS:
      return TRI_ENDING_TLS;
    case TRI_TRANSPORT_TIMEOUT:
      return TRI_ENDING_TIMEOUT;
    case TRI_TRANSPORT_LIMIT:
      return TRI_ENDING_LIMIT;
    case TRI_TRANSPORT_PARTIAL:
      return TRI_ENDING_CUT;
    case TRI_TRANSPORT_NETWORK:
    case TRI_TRANSPORT_CLEAN:
    default:
      return TRI_ENDING_NETWORK;
    }
}

/* A status that is no success is the answer, whatever became of the page behind it: a server that refuses a body while
 * it is still being sent often resets the connection then. */
static gboolean
refused (guint status)
{
  return status < 200 || status > 299;
}

void
tri_exchange_end_decide (const TriExchangeEnd *end, const char *transport_message)
{
  TriRecord *record = end->record;

  if (end->reader && (end->transport == TRI_TRANSPORT_CLEAN || end->was_whole))
    end_by_content (end, NULL);
  else if (end->reader
           && (end->transport == TRI_TRANSPORT_PARTIAL
               || (end->transport == TRI_TRANSPORT_NETWORK && refused (record->status))))
    end_by_content (end, transport_message);
  else
    {
      record->ending = ending_from_transport (end->transport);
      record->message = g_strdup (transport_message);
    }
}
