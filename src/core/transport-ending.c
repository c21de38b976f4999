/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transport-ending.h"

#include <glib/gi18n-lib.h>

static char *
dup_tls_message (const TriTransportNotes *notes)
{
  static const struct
  {
    GTlsCertificateFlags flag;
    const char *text;
  } reasons[] = {
    { G_TLS_CERTIFICATE_UNKNOWN_CA, N_ ("it is signed by nobody this machine trusts") },
    { G_TLS_CERTIFICATE_BAD_IDENTITY, N_ ("it is made out to another host") },
    { G_TLS_CERTIFICATE_NOT_ACTIVATED, N_ ("it is not valid yet") },
    { G_TLS_CERTIFICATE_EXPIRED, N_ ("it has expired") },
    { G_TLS_CERTIFICATE_REVOKED, N_ ("it was revoked") },
    { G_TLS_CERTIFICATE_INSECURE, N_ ("its algorithm is not secure") },
  };
  g_autofree char *why = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (notes->tls_flags & reasons[i].flag)
      {
        g_autofree char *before = g_steal_pointer (&why);

        /* Translators: two reasons, one behind the other. */
        why = before ? g_strdup_printf (C_ ("reasons", "%s; %s"), before, _ (reasons[i].text))
                     : g_strdup (_ (reasons[i].text));
      }
  if (why)
    return g_strdup_printf (_ ("The certificate of %s cannot be trusted: %s."), notes->where, why);
  /* The reason comes from the TLS library, some of whose sentences have their full stop. */
  return g_strdup_printf (_ ("No TLS connection to %s: %s"), notes->where, notes->error->message);
}

static char *
dup_network_message (const TriTransportNotes *notes, const GError *error)
{
  if (error->domain == G_RESOLVER_ERROR)
    return g_strdup_printf (_ ("The host of %s was not found. Check the base URL."), notes->where);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_strdup_printf (_ ("Nothing listens on %s. Is the server running?"), notes->where);
  if (error->domain == G_IO_ERROR
      && (error->code == G_IO_ERROR_HOST_UNREACHABLE || error->code == G_IO_ERROR_NETWORK_UNREACHABLE))
    return g_strdup_printf (_ ("%s cannot be reached from this machine."), notes->where);
  if (notes->at_proxy
      || (error->domain == G_IO_ERROR && error->code >= G_IO_ERROR_PROXY_FAILED
          && error->code <= G_IO_ERROR_PROXY_NOT_ALLOWED))
    return g_strdup_printf (_ ("The proxy on the way to %s failed: %s."), notes->where, error->message);
  if (error->domain == G_IO_ERROR && !notes->has_head && notes->began)
    return g_strdup_printf (_ ("%s began to answer, but its headers cannot be read: %s."), notes->where,
                            error->message);
  if (error->domain == G_IO_ERROR)
    return notes->has_head ? g_strdup_printf (_ ("%s broke the connection off. What came is kept."), notes->where)
                           : g_strdup_printf (_ ("%s closed the connection without an answer."), notes->where);
  return g_strdup_printf (_ ("%s did not answer as an HTTP server does: %s."), notes->where, error->message);
}

static int
get_seconds (gint64 time_us)
{
  return (int) MIN (time_us / G_USEC_PER_SEC, G_MAXINT);
}

static char *
dup_timeout_message (const TriTransportNotes *notes, TriWatch bitten)
{
  switch (bitten)
    {
    case TRI_WATCH_CONNECT:
      return g_strdup_printf (_ ("%s could not be reached within %d s."), notes->where,
                              get_seconds (notes->limits->connect_us));
    case TRI_WATCH_FIRST_BYTE:
      return g_strdup_printf (_ ("%s sent nothing within %d s. It may still be working; try again, or raise "
                                 "the limit."),
                              notes->where, get_seconds (notes->limits->first_byte_us));
    case TRI_WATCH_SILENCE:
      return g_strdup_printf (_ ("%s fell silent: nothing of the answer for %d s. What came is kept."), notes->where,
                              get_seconds (notes->limits->silence_us));
    case TRI_WATCH_TOTAL:
      return g_strdup_printf (_ ("The answer took longer than %d s in all. What came is kept."),
                              get_seconds (notes->limits->total_us));
    case TRI_WATCH_GRACE:
    default:
      return NULL;
    }
}

TriTransportEnd
tri_transport_judge (const TriTransportNotes *notes, int bitten, gboolean stopped, char **message)
{
  const GError *error = notes->error;
  TriTransportEnd end = TRI_TRANSPORT_CLEAN;

  *message = NULL;
  if (notes->limited && !stopped)
    {
      g_autofree char *size = g_format_size_full (notes->limits->max_bytes, G_FORMAT_SIZE_IEC_UNITS);

      end = TRI_TRANSPORT_LIMIT;
      *message = g_strdup_printf (_ ("The response is larger than %s. What came until then is kept."), size);
    }
  else if (bitten == TRI_WATCH_GRACE)
    end = TRI_TRANSPORT_CLEAN;
  else if (bitten == TRI_WATCH_CONNECT && notes->handshaking)
    {
      end = TRI_TRANSPORT_TLS;
      *message = g_strdup_printf (
          _ ("%s does not answer as a TLS server does. Should the base URL begin with http://?"), notes->where);
    }
  else if (bitten >= 0)
    {
      end = TRI_TRANSPORT_TIMEOUT;
      *message = dup_timeout_message (notes, (TriWatch) bitten);
    }
  else if (error && notes->flooded)
    {
      end = TRI_TRANSPORT_NETWORK;
      *message = g_strdup_printf (_ ("%s sends interim responses without end, and no answer."), notes->where);
    }
  else if (stopped)
    end = TRI_TRANSPORT_STOPPED;
  else if (error && error->domain == G_TLS_ERROR)
    {
      end = TRI_TRANSPORT_TLS;
      *message = dup_tls_message (notes);
    }
  else if (error && notes->has_head && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    {
      end = TRI_TRANSPORT_PARTIAL;
      *message = g_strdup_printf (_ ("%s ended the connection before all announced bytes had come. What came is kept."),
                                  notes->where);
    }
  else if (error)
    {
      end = TRI_TRANSPORT_NETWORK;
      *message = dup_network_message (notes, error);
    }
  return end;
}
