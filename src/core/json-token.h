/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * One value of a JSON document: what it is, where it stands, and what is odd about it. json-index.h makes them.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TRI_JSON_OBJECT,
  TRI_JSON_ARRAY,
  TRI_JSON_STRING,
  TRI_JSON_NUMBER,
  TRI_JSON_TRUE,
  TRI_JSON_FALSE,
  TRI_JSON_NULL
} TriJsonKind;

typedef enum
{
  TRI_JSON_QUIRK_DUPLICATE_KEY = 1 << 0,  /* an object names a member twice; readers take the last */
  TRI_JSON_QUIRK_BIG_INTEGER = 1 << 1,    /* an integer outside −2^63 … 2^63−1 */
  TRI_JSON_QUIRK_BIG_NUMBER = 1 << 2,     /* a number that is no finite double, e.g. 1e400 */
  TRI_JSON_QUIRK_NUL = 1 << 3,            /* a string with \u0000 */
  TRI_JSON_QUIRK_LONE_SURROGATE = 1 << 4, /* a string with half of a surrogate pair */
  TRI_JSON_QUIRK_FRACTION = 1 << 5 /* a number with fraction or exponent, which json-glib would reprint otherwise */
} TriJsonQuirks;

#define TRI_JSON_NONE G_MAXUINT32 /* "no token" */

/* One value, or one member's key. Offsets are in bytes; `end` is the offset behind the last byte. */
typedef struct
{
  guint32 start;
  guint32 end;
  guint32 parent; /* the object or array it stands in; for a value in an object: its key; TRI_JSON_NONE for the root */
  guint32 next;   /* index of the first token that is not part of this one (its children come before) */
  guint8 kind;    /* TriJsonKind; a key is a TRI_JSON_STRING */
  guint8 is_key;  /* 1 for a member's key, whose value is the following token */
  guint8 quirks;  /* TriJsonQuirks of this very token; of namesakes all but the first key are duplicates */
  guint8 has_escapes; /* 1 for a string with a backslash: its value is not simply what stands between the quotes */
} TriJsonToken;

G_END_DECLS
