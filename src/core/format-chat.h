/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "format.h"

G_BEGIN_DECLS

extern const TriFormat tri_format_chat;
extern const TriCellTable tri_chat_cells; /* its part of the Rosetta table: cells-chat.c */

G_END_DECLS
