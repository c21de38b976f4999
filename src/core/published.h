/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What the published API says of every field: of requests, responses and events of the three formats, and of the body
 * of an error.
 *
 * The words are those of openai/openai-openapi, openapi.json version 2.3.0, commit f85dbe22
 * (2026-08-21), and, flagged as newer, of the official SDKs (npm openai 7.57.0). published.py made the tables from
 * an extract of them; nothing else is read, neither when the program is built nor when it runs.
 *
 * Paths are patterns: "messages[]<role=user>.content[]<type=text>.text". "[]" is any element; "<type=a|b>" one of the
 * shapes of an object, told by that member; "<MCP tool filter>" a shape told by nothing but its being an object. The
 * events of Responses are such shapes: "<type=response.created>.response". The path of what stands inside a response
 * within an event, or an item within it, is that of the response: "output[]<type=message>.role".
 *
 * What is below a free-form object (metadata, JSON schemas …), or deeper than the extract goes, is open: it is neither
 * known nor unknown.
 *
 * Constant, without state: usable in any thread.
 */

#include "json-index.h"
#include "published-tables.h"

G_BEGIN_DECLS

/* The document of that kind in the format named by its id; NULL if there is none. The error is in every format. */
const TriPublishedField *tri_published_get_root (const char *format, TriPublishedKind kind);

/* For each token of `index`, whose document is one of `root`: what is published of that value; a key's is its value's.
 * NULL: it is not in the published API, or stands in an object of no known shape. One pass, linear in the document. The
 * array has as many elements as the index has tokens. (transfer container) */
const TriPublishedField **tri_published_map (const TriPublishedField *root, const TriJsonIndex *index);

/* The field whose members are those of object `token`, which `field` describes: itself, one of its shapes, or an open
 * one. NULL if the object has none of the published shapes, or there is no object. Where several shapes have the same
 * mark it is the one that fits best. */
const TriPublishedField *tri_published_choose (const TriPublishedField *field, const TriJsonIndex *index, guint token);

/* Below a field: its members or shapes, without what is deeper; `*after` NULL gives the first one. Elements of arrays
 * are found by tri_published_get_element(). NULL at the end. */
const TriPublishedField *tri_published_next (const TriPublishedField *field, const TriPublishedField *after);
const TriPublishedField *tri_published_get_member (const TriPublishedField *field, const char *name, gsize n_bytes);
const TriPublishedField *tri_published_get_element (const TriPublishedField *field);

/* If the shapes of `field` are told apart by a member: its name in `n_bytes` bytes (transfer none). NULL otherwise. */
const char *tri_published_get_mark (const TriPublishedField *field, gsize *n_bytes);

/* Open for any member; a shape that is not published is then none of our business. */
gboolean tri_published_is_open (const TriPublishedField *field);

/* The types of a value, as one bit and those that it is beside it: 3 is an integer and a number. */
TriPublishedTypes tri_published_get_types (const TriJsonIndex *index, guint token);

/* (transfer none); "" where there is none. */
const char *tri_published_get_label (const TriPublishedField *field);
const char *tri_published_get_type (const TriPublishedField *field);
const char *tri_published_get_schema (const TriPublishedField *field);
const char *tri_published_get_default (const TriPublishedField *field);
const char *tri_published_get_pattern (const TriPublishedField *field);
const TriPublishedLimits *tri_published_get_limits (const TriPublishedField *field);

/* The words that a string may be, `position` from 0; NULL behind the last. `newer`, if not NULL, is set to whether only
 * the SDKs have it. */
const char *tri_published_get_value (const TriPublishedField *field, guint position, gboolean *newer);

/* The path pattern; "" for a root. (transfer full) */
char *tri_published_dup_path (const TriPublishedField *field);

/* The document that a field belongs to. `format` is "" for the error. */
const TriPublishedRoot *tri_published_get_document (const TriPublishedField *field);

G_END_DECLS
