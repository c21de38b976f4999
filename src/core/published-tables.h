/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The tables behind published.h: plain numbers and one block of text, so that they need no relocation and cost the
 * start of the program nothing; pages that nobody reads are never loaded.
 *
 * The fields stand in pre-order: the children of a field follow it, and `size` leads past all of them. What is a string
 * is an offset into tri_published_strings, 0 being the empty string.
 */

#include <glib.h>

G_BEGIN_DECLS

/* The documents that the published API describes. */
typedef enum
{
  TRI_PUBLISHED_REQUEST,
  TRI_PUBLISHED_RESPONSE,
  TRI_PUBLISHED_EVENT, /* the data of one event of a stream */
  TRI_PUBLISHED_ERROR  /* the body of a refusal; the same in all formats */
} TriPublishedKind;

typedef enum
{
  TRI_PUBLISHED_ROOT,
  TRI_PUBLISHED_MEMBER,
  TRI_PUBLISHED_ELEMENT,
  TRI_PUBLISHED_VARIANT /* no value of its own: one of the shapes that its parent may have */
} TriPublishedPlace;

/* The types that a value may have; a number without fraction is an integer too. */
typedef enum
{
  TRI_PUBLISHED_STRING = 1 << 0,
  TRI_PUBLISHED_INTEGER = 1 << 1,
  TRI_PUBLISHED_NUMBER = 1 << 2,
  TRI_PUBLISHED_BOOLEAN = 1 << 3,
  TRI_PUBLISHED_OBJECT = 1 << 4,
  TRI_PUBLISHED_ARRAY = 1 << 5,
  TRI_PUBLISHED_NULL = 1 << 6
} TriPublishedTypes;

typedef enum
{
  TRI_PUBLISHED_REQUIRED = 1 << 0,   /* where its parent stands */
  TRI_PUBLISHED_DEPRECATED = 1 << 1, /* still there, but going away */
  TRI_PUBLISHED_OPEN = 1 << 2,       /* nothing is said of what is inside: members of any name, any shape */
  TRI_PUBLISHED_NEWER = 1 << 3       /* only the official SDKs have it; the schema is older */
} TriPublishedFlags;

typedef struct
{
  guint16 size;     /* fields of the subtree, this one with it */
  guint16 parent;   /* position in the table; a root's is its own */
  guint16 label;    /* a member's name; "type=text", "type=a|b" or a schema's name for a variant */
  guint16 type;     /* as published: "string | array<string>" */
  guint16 schema;   /* the name of its schema, where it has one */
  guint16 standard; /* its default as JSON */
  guint16 pattern;  /* a regular expression that a string must match; for people, nothing here checks it */
  guint16 values;   /* position in tri_published_values, 0 for none: how many are published, how many only the SDKs
                     * have, and their strings */
  guint16 same;     /* position of the field whose inside this one has, 0 for its own */
  guint8 place;     /* TriPublishedPlace */
  guint8 types;     /* TriPublishedTypes */
  guint8 flags;     /* TriPublishedFlags */
  guint8 limits;    /* position in tri_published_limits; the first one limits nothing */
} TriPublishedField;

typedef struct
{
  char format[12]; /* its id; "" for all */
  guint16 kind;    /* TriPublishedKind */
  guint16 field;
} TriPublishedRoot;

/* All inclusive. Lengths count characters, −1 is no limit. */
typedef struct
{
  double minimum, maximum;
  int min_length, max_length;
  int min_items, max_items;
} TriPublishedLimits;

extern const TriPublishedField tri_published_fields[];
extern const guint tri_published_n_fields;
extern const TriPublishedRoot tri_published_roots[];
extern const guint tri_published_n_roots;
extern const guint16 tri_published_values[];
extern const TriPublishedLimits tri_published_limits[];
extern const char tri_published_strings[];

extern const char tri_published_version[]; /* of the published document: "2.3.0" */
extern const char tri_published_commit[];

G_END_DECLS
