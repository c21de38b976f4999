/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * One document against the published fields: what is missing, of another type, no published word, out of range, or not
 * published at all.
 *
 * The published schema is wrong in places, and contested in others. Where that is known, it stands in one table of
 * exceptions with the reason and with who says so; a document is never blamed for a defect of the schema.
 */

#include "conformance-findings.h"

G_BEGIN_DECLS

typedef enum
{
  TRI_EXCEPTION_SILENT, /* no finding */
  TRI_EXCEPTION_ODD     /* odd, not broken */
} TriExceptionEffect;

typedef struct
{
  const char *format;  /* "" for all */
  guint kinds;         /* bits 1 << TriPublishedKind */
  const char *rule;    /* "missing", "null", "value", "unknown" … */
  const char *pattern; /* the path pattern of the field; "*" stands for anything */
  TriExceptionEffect effect;
  const char *reason; /* not translated: for those who read the table */
  const char *source;
} TriException;

const TriException *tri_exceptions_list (guint *n_exceptions);

/* Checks the document of `spot` (its index; an event's or a body's) as one of `root`. */
void tri_conformance_check_schema (TriConformance *self, const TriPublishedField *root, const TriSpot *spot);

G_END_DECLS
