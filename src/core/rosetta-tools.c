/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meaning.h"

#include <glib/gi18n-lib.h>

const TriMeaningTable tri_meanings_of_tools = { NULL, 0 };
