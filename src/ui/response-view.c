/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "response-view.h"

#include <glib/gi18n-lib.h>

#include "core/text.h"
#include "document-view.h"
#include "facts.h"

/* A document of more bytes than that is shown only when it is whole. */
#define AWAITED_BYTES (256u * 1024)

struct _TriResponseView
{
  AdwBin parent_instance;

  TriDocumentView *document;
};

G_DEFINE_FINAL_TYPE (TriResponseView, tri_response_view, ADW_TYPE_BIN)

static void
tri_response_view_class_init (TriResponseViewClass *klass)
{
}

static void
tri_response_view_init (TriResponseView *self)
{
  self->document = TRI_DOCUMENT_VIEW (tri_document_view_new (_ ("Response")));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->document));
}

GtkWidget *
tri_response_view_new (void)
{
  return g_object_new (TRI_TYPE_RESPONSE_VIEW, NULL);
}

/* While a large document comes in, its size is shown and not the document: it would have to be read again and again. */
static gboolean
is_awaited (TriExchange *exchange)
{
  return !tri_exchange_has_whole_body (exchange) && !tri_reader_is_stream (tri_exchange_get_reader (exchange))
         && tri_exchange_get_n_body_bytes (exchange) > AWAITED_BYTES;
}

static char *
dup_remark (TriExchange *exchange)
{
  const TriReader *reader = tri_exchange_get_reader (exchange);
  guint n_events;

  if (is_awaited (exchange))
    {
      g_autofree char *size = tri_text_dup_size (tri_exchange_get_n_body_bytes (exchange));

      return g_strdup_printf (_ ("Received so far: %s"), size);
    }
  if (!tri_reader_is_stream (reader))
    return NULL;
  n_events = tri_reader_get_n_events (reader);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Assembled from %u event", "Assembled from %u events", n_events), n_events);
}

void
tri_response_view_update (TriResponseView *self, TriExchange *exchange)
{
  const TriReader *reader = exchange ? tri_exchange_get_reader (exchange) : NULL;
  TriRecord *record = exchange ? tri_exchange_get_record (exchange) : NULL;
  gboolean running = exchange && tri_exchange_is_running (exchange);
  g_autoptr (GBytes) body = NULL;
  g_autofree char *line = NULL;
  g_autofree char *headers = NULL;
  g_autofree char *remark = NULL;

  if (!reader)
    {
      tri_document_view_set_head (self->document, "", "");
      tri_document_view_set_remark (self->document, NULL);
      tri_document_view_set_body (self->document, NULL, FALSE,
                                  running    ? _ ("Waiting for the response.")
                                  : exchange ? _ ("No response came.")
                                             : _ ("The response will appear here, byte for byte."));
      return;
    }

  tri_document_view_link (self->document, record->format, TRI_PLACE_RESPONSE);
  line = tri_facts_dup_status_line (record);
  headers = tri_facts_dup_headers (record->response_headers);
  remark = dup_remark (exchange);
  if (tri_reader_is_stream (reader))
    body = tri_fold_assemble (tri_reader_get_fold (reader));
  else if (!is_awaited (exchange))
    body = tri_exchange_dup_body (exchange);
  tri_document_view_set_head (self->document, line, headers);
  tri_document_view_set_remark (self->document, remark);
  tri_document_view_set_body (self->document, body, !running,
                              is_awaited (exchange) ? _ ("The body is being received.") : _ ("The body is empty."));
}

GtkWidget *
tri_response_view_get_text_view (TriResponseView *self)
{
  return tri_document_view_get_text_view (self->document);
}
