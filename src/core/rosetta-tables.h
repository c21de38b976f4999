/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The rows of the Rosetta table, by subject; rosetta.c puts them together and nobody else includes this.
 */

#include "rosetta.h"

G_BEGIN_DECLS

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
