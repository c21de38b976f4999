/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A comparison in the forms that others read. All are made of an archive, which is redacted, so that no key leaves.
 *
 * What is called exact is byte for byte what went over the wire. Where a secret was masked, the forms that can say so
 * say "redacted", with the places and the SHA-256 of the rest.
 *
 * May take a while: for a worker.
 */

#include "comparison-archive.h"

G_BEGIN_DECLS

typedef enum
{
  TRI_EXPORT_JSON,
  TRI_EXPORT_HAR,
  TRI_EXPORT_MARKDOWN,
  TRI_EXPORT_HTML,
  TRI_EXPORT_CSV,
  TRI_EXPORT_FIELDS,
  TRI_EXPORT_FIELDS_CSV,
  TRI_EXPORT_REQUEST, /* from here on of one column */
  TRI_EXPORT_RESPONSE,
  TRI_EXPORT_EVENTS,
  TRI_EXPORT_TEXT,
  TRI_EXPORT_CURL,
  TRI_EXPORT_PYTHON,
  TRI_EXPORT_JAVASCRIPT,
  TRI_N_EXPORTS
} TriExportKind;

typedef struct
{
  const char *id;     /* "har"; also the word in the terminal */
  const char *label;  /* a proper name, or marked for translation; pass through _() to show */
  const char *suffix; /* ".har" */
  const char *media_type;
} TriExportInfo;

const TriExportInfo *tri_export_get_info (TriExportKind kind);
gboolean tri_export_is_of_one_column (TriExportKind kind);

typedef struct
{
  int column;      /* position; −1: all of them, or the only one */
  gboolean indent; /* re-indent JSON; every token stays as it was spelt */
  gboolean sdk;    /* code with the official library instead of what the language brings */
} TriExportOptions;

/* TRI_ERROR_INVALID where a column must be chosen, there is none, it was not asked, or has nothing of that kind.
 * (transfer full) */
GBytes *tri_export (const TriArchive *archive, TriExportKind kind, const TriExportOptions *options, GError **error);

G_END_DECLS
