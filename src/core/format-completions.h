/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "format.h"

G_BEGIN_DECLS

extern const TriFormat tri_format_completions;

G_END_DECLS
