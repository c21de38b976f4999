/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "conformance-responses.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "conformance-choices.h"

#define BROKEN TRI_FINDING_BROKEN
#define ODD TRI_FINDING_ODD

struct _TriResponsesCheck
{
  TriConformance *conformance;
  TriItemsCheck *items;
  gint64 sequence; /* of the next event */
  guint n_events;
  gboolean created, in_progress;
  gboolean terminal; /* completed, incomplete or failed */
  gboolean error;    /* the event of that name */
  char *id;
};

/* The events that carry a response, and what its status must be. */
static const struct
{
  const char *type;
  const char *status;
  const char *other; /* allowed beside it; may be NULL */
} envelopes[] = {
  { "response.created", "in_progress", "queued" }, { "response.queued", "queued", NULL },
  { "response.in_progress", "in_progress", NULL }, { "response.completed", "completed", NULL },
  { "response.incomplete", "incomplete", NULL },   { "response.failed", "failed", NULL },
};

TriResponsesCheck *
tri_responses_check_new (TriConformance *conformance)
{
  TriResponsesCheck *self = g_new0 (TriResponsesCheck, 1);

  self->conformance = conformance;
  self->items = tri_items_check_new (conformance);
  return self;
}

void
tri_responses_check_free (TriResponsesCheck *self)
{
  tri_items_check_free (self->items);
  g_free (self->id);
  g_free (self);
}

static void
note (TriResponsesCheck *self,
      TriFindingSeverity severity,
      const char *rule,
      const TriSpot *spot,
      guint token,
      char *expected,
      const char *got)
{
  TriSpot at = tri_spot_at (spot, token);

  tri_conformance_note (self->conformance, severity, rule, &at, TRI_SOURCE_STREAMING, expected, g_strdup (got));
}

static void
check_name (TriResponsesCheck *self, const TriSpot *spot, const char *name, const char *type)
{
  guint token = tri_spot_get (spot, "type");

  if (name == NULL)
    note (self, ODD, "event-name", spot, token, g_strdup (_ ("an “event:” line before the data")), _ ("none"));
  else if (strcmp (name, type) != 0)
    note (self, BROKEN, "event-name", spot, token,
          g_strdup_printf (_ ("the type that the “event:” line names, %s"), name), NULL);
}

/* Numbers go on from the one that came, so that one gap is one finding. */
static void
check_sequence (TriResponsesCheck *self, const TriSpot *spot)
{
  guint token = tri_spot_get (spot, "sequence_number");
  gint64 sequence = tri_spot_get_number (spot, "sequence_number");

  if (sequence < 0)
    return;
  if (sequence != self->sequence)
    {
      g_autofree char *next = g_strdup_printf ("%" G_GINT64_FORMAT, self->sequence);

      note (self, BROKEN, "sequence", spot, token, g_strdup_printf (_ ("numbers from 0, one more each time: %s"), next),
            NULL);
    }
  self->sequence = sequence < G_MAXINT64 ? sequence + 1 : sequence;
}

static void
check_response (TriResponsesCheck *self, const TriSpot *spot, guint response, guint envelope)
{
  TriSpot at = tri_spot_at (spot, response);
  g_autofree char *status = NULL;
  g_autofree char *id = NULL;

  if (!tri_spot_is (spot, response, TRI_JSON_OBJECT))
    return;
  status = tri_spot_dup_string (&at, "status");
  id = tri_spot_dup_string (&at, "id");
  if (status && strcmp (status, envelopes[envelope].status) != 0 && g_strcmp0 (status, envelopes[envelope].other) != 0)
    {
      char *expected = g_strdup_printf (_ ("the status of the event, “%s”"), envelopes[envelope].status);

      note (self, BROKEN, "status", &at, tri_spot_get (&at, "status"), expected, NULL);
    }
  if (id && self->id == NULL)
    self->id = g_steal_pointer (&id);
  else if (id && strcmp (id, self->id) != 0)
    note (self, BROKEN, "constant", &at, tri_spot_get (&at, "id"),
          g_strdup_printf (_ ("the same “%s” in every chunk, %s"), "response.id", self->id), NULL);
}

static void
check_order (TriResponsesCheck *self, const TriSpot *spot, const char *type)
{
  guint envelope, response = tri_spot_get (spot, "response");

  for (envelope = 0; envelope < G_N_ELEMENTS (envelopes); envelope++)
    if (strcmp (type, envelopes[envelope].type) == 0)
      break;

  if (self->terminal)
    note (self, BROKEN, "after-end", spot, 0, g_strdup (_ ("nothing behind the terminal event")), _ ("another event"));
  else if (self->n_events == 0 && envelope != 0 && strcmp (type, "error") != 0)
    note (self, BROKEN, "created", spot, tri_spot_get (spot, "type"),
          g_strdup (_ ("“response.created” as the first event")), NULL);
  else if (self->created && envelope == 0)
    note (self, BROKEN, "created", spot, tri_spot_get (spot, "type"), g_strdup (_ ("“response.created” once")), NULL);

  self->created |= envelope == 0;
  self->in_progress |= envelope == 2;
  if (envelope == G_N_ELEMENTS (envelopes))
    {
      if (!self->in_progress && !self->terminal && g_str_has_prefix (type, "response.output_item."))
        note (self, ODD, "in-progress", spot, tri_spot_get (spot, "type"),
              g_strdup (_ ("“response.in_progress” before the first item")), NULL);
      return;
    }
  check_response (self, spot, response, envelope);
  if (envelope >= 3 && !self->terminal)
    {
      self->terminal = TRUE;
      if (envelope != 5)
        tri_items_check_terminal (self->items, spot, response, envelope == 3);
    }
}

void
tri_responses_check_event (TriResponsesCheck *self, const TriSpot *spot, const char *name)
{
  g_autofree char *type = tri_spot_dup_string (spot, "type");
  gboolean is_error = type == NULL || strcmp (type, "error") == 0;

  /* Servers send the error in an object of its own, where the schema has it flat: both are known. */
  if (is_error && tri_conformance_check_error (self->conformance, spot))
    self->error = TRUE;
  else
    tri_conformance_check_schema (self->conformance, tri_published_get_root ("responses", TRI_PUBLISHED_EVENT), spot);
  if (type == NULL)
    return;

  self->error |= is_error;
  check_name (self, spot, name, type);
  check_sequence (self, spot);
  check_order (self, spot, type);
  tri_items_check_event (self->items, spot, type);
  self->n_events++;
}

void
tri_responses_check_end (TriResponsesCheck *self, const TriSpot *spot)
{
  if (!self->terminal && !self->error)
    note (self, BROKEN, "terminal", spot, TRI_JSON_NONE,
          g_strdup (_ ("“response.completed”, “response.incomplete” or “response.failed” at the end")),
          _ ("a stream that ends without it"));
}
