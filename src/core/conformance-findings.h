/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What a conformance check finds, and the book in which its parts write it down. conformance.h is for those who ask.
 *
 * A deviation that comes back a thousand times, in every chunk of a stream, is one finding with its first place and a
 * count. Of different ones at most TRI_CONFORMANCE_MAX_FINDINGS are kept and the others counted, so that no document
 * can make a report of any size.
 */

#include "format.h"
#include "published.h"

G_BEGIN_DECLS

#define TRI_CONFORMANCE_MAX_FINDINGS 200u
#define TRI_CONFORMANCE_NO_EVENT G_MAXUINT

typedef enum
{
  TRI_FINDING_ODD,   /* not as published, but a client that keeps to the published API is not harmed */
  TRI_FINDING_BROKEN /* such a client may fail, or lose something */
} TriFindingSeverity;

typedef struct
{
  TriFindingSeverity severity;
  const char *rule; /* stable: "missing", "type", "sequence" … */
  guint event;      /* number among the events with data, from 0; TRI_CONFORMANCE_NO_EVENT if it is not of an event */
  char *path;       /* in the document, or in the data of the event; "" for the whole */
  gsize offset;     /* in the body: of the value, or of the event in which it stands */
  char *expected;   /* translated, without a capital or a full stop: "a value of the type string" */
  char *got;        /* translated or quoted, fit for the screen: "nothing", "7" */
  char *source;     /* who says so: "OpenAPI 2.3.0: choices[].index" */
  guint count;      /* how often, this one with it */
} TriFinding;

typedef struct
{
  const TriFormat *format; /* NULL if the document is an error's, which all formats share */
  GPtrArray *findings;     /* TriFinding, in the order in which they were found */
  guint n_broken;          /* deviations, every single one counted */
  guint n_odd;
  guint n_left_off; /* deviations of kinds that there was no room for */
  guint n_events;
  GHashTable *seen; /* what was found before; for the book-keeping */
} TriConformance;

TriConformance *tri_conformance_new (const TriFormat *format);
void tri_conformance_free (TriConformance *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TriConformance, tri_conformance_free)

/* Where a check stands: `index` may be NULL where there is no JSON, `token` is then not looked at. */
typedef struct
{
  guint event;
  gsize offset; /* of the event in the body; 0 for a document */
  const TriJsonIndex *index;
  guint token;
} TriSpot;

/* Counts a deviation. TRUE if it is the first of its kind and there is room: the caller then says more about it with
 * tri_conformance_add(). `kind` tells it from others of the same rule; NULL if the rule is enough. */
gboolean tri_conformance_count (TriConformance *self, TriFindingSeverity severity, const char *rule, const char *kind);

/* Writes down what was counted last. `got` NULL: what stands at the spot. (expected, got: transfer full) */
void tri_conformance_add (TriConformance *self,
                          TriFindingSeverity severity,
                          const char *rule,
                          const TriSpot *spot,
                          const char *source,
                          char *expected,
                          char *got);

/* Both in one, for rules that are rarely broken. */
void tri_conformance_note (TriConformance *self,
                           TriFindingSeverity severity,
                           const char *rule,
                           const TriSpot *spot,
                           const char *source,
                           char *expected,
                           char *got);

/* A text from outside in quotation marks, short and fit for the screen. (transfer full) */
char *tri_conformance_quote (const char *text, gsize n_bytes);

/* The sources that more than one part names. */
const char *tri_conformance_get_schema_source (void); /* "OpenAPI 2.3.0" */
#define TRI_SOURCE_STREAMING "OpenAI streaming guide"
#define TRI_SOURCE_REFERENCE "OpenAI API reference"
#define TRI_SOURCE_SSE "WHATWG HTML, event streams"

/* Looking into documents; all take TRI_JSON_NONE for what is not there. */
TriSpot tri_spot_at (const TriSpot *spot, guint token);
guint tri_spot_get (const TriSpot *spot, const char *name);
gboolean tri_spot_is (const TriSpot *spot, guint token, TriJsonKind kind);
char *tri_spot_dup_string (const TriSpot *spot, const char *name);  /* NULL if it is no string */
gint64 tri_spot_get_number (const TriSpot *spot, const char *name); /* −1 if it is no integer of ours */

G_END_DECLS
