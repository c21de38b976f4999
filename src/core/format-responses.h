/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "format.h"

G_BEGIN_DECLS

extern const TriFormat tri_format_responses;
extern const TriCellTable tri_responses_cells; /* its part of the Rosetta table: cells-responses.c */

G_END_DECLS
