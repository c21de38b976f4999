/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Does a server, or a client, keep to the published API? Requests, responses, errors and whole streams are held against
 * published.h, and streams against what is documented of their order; each deviation names its place, what was
 * expected there, what was found, and who says so.
 *
 * It judges, and nothing else: the program reads whatever comes, conforming or not.
 */

#include "conformance-findings.h"
#include "record.h"

G_BEGIN_DECLS

/* What bytes are, as they show it themselves. */
typedef struct
{
  const TriFormat *format; /* NULL if they do not show it; an error's body is of every format */
  TriPublishedKind kind;
  gboolean is_stream;   /* a body of server-sent events; `kind` is then TRI_PUBLISHED_EVENT */
  gboolean is_readable; /* JSON, or a stream with an event in it */
  gboolean is_known;    /* the kind shows */
} TriConformanceGuess;

TriConformanceGuess tri_conformance_guess (GBytes *bytes);

/* One JSON document of that kind. What is no JSON has one finding, "json". (transfer full) */
TriConformance *tri_conformance_check_document (const TriFormat *format, TriPublishedKind kind, GBytes *document);

/* The body of a stream; `request`, which may be NULL, says what was asked. (transfer full) */
TriConformance *tri_conformance_check_stream (const TriFormat *format, GBytes *body, GBytes *request);

/* The response of an attempt: status, content type and body. Of an attempt that got none there is nothing to find, and
 * of one that was stopped, or lost on the way, nothing at its end. (transfer full) */
TriConformance *tri_conformance_check_record (const TriRecord *record);

/* Where, as people read it: "event 3, choices[0].index", "choices[0].index", "the whole document". (transfer full) */
char *tri_finding_dup_place (const TriFinding *finding);

/* "PLACE: expected …, found … [SOURCE]", translated, on one line. (transfer full) */
char *tri_finding_dup_text (const TriFinding *finding);

/* The findings of a record as Markdown for a bug report: what was asked and where, each deviation, and a curl command
 * that asks again. Keys are not in it: the command takes one from the environment. All of it is in the language of the
 * person, as the findings are. (transfer full) */
char *tri_conformance_dup_report (const TriConformance *self, const TriRecord *record);

G_END_DECLS
