/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The rows of the Rosetta table as they are written down, by subject, in rosetta-SUBJECT.c; rosetta.h reads them.
 *
 * Sources, as they stand in `source`: "API" is the published OpenAPI document of OpenAI, version 2.3.0 of 2026-08-21;
 * "SDK" the official libraries of autumn 2026, made from a newer one; "guide" the official guide "Migrate to the
 * Responses API"; "live" is what others measured of the live API in autumn 2026, which is evidence and not OpenAI's
 * word; "Open Responses" its specification of 2026-04-24.
 */

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *id;        /* stable: an anchor of the reference, "output-limit" */
  const char *group;     /* the id of a group */
  const char *title;     /* marked for translation; pass through _() to show, like note and friend */
  const char *note;      /* one to three sentences: why it matters in practice */
  const char *friend;    /* what is false about a false friend: the same name, but not the same thing; NULL: none */
  const char *transform; /* how a value is carried over, as code; NULL: as it is, or not at all */
  const char *source;    /* of the rule */
} TriMeaning;

/* Meanings that belong together, in the order of the reference. */
typedef struct
{
  const char *id;
  const char *title; /* marked for translation */
} TriMeaningGroup;

/* What one kind of server does otherwise with a meaning than the published API says. */
typedef enum
{
  TRI_SERVER_TAKES,   /* has it where the published API has not */
  TRI_SERVER_LACKS,   /* does not have it */
  TRI_SERVER_IGNORES, /* takes it in silence, without effect */
  TRI_SERVER_REFUSES, /* answers with an error */
  TRI_SERVER_DIFFERS, /* has it in another way */
  TRI_SERVER_PASSES   /* passes it on, as it does with every member that it does not know */
} TriServerWord;

typedef struct
{
  const char *server;  /* a proper name: "vLLM" */
  const char *format;  /* a format's id; NULL: all */
  const char *meaning; /* a meaning's id */
  TriServerWord word;
  const char *note;   /* marked for translation */
  const char *source; /* what was read: "code 2026-08", "documentation" */
} TriServerFact;

/* The rows of one subject. */
typedef struct
{
  const TriMeaning *meanings;
  guint n_meanings;
} TriMeaningTable;

extern const TriMeaningTable tri_meanings_of_requests;
extern const TriMeaningTable tri_meanings_of_messages;
extern const TriMeaningTable tri_meanings_of_tools;
extern const TriMeaningTable tri_meanings_of_responses;
extern const TriMeaningTable tri_meanings_of_events;

extern const TriServerFact tri_server_facts[];
extern const guint tri_n_server_facts;

G_END_DECLS
