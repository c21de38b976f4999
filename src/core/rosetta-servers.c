/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meaning.h"

#include <glib/gi18n-lib.h>

const TriServerFact tri_server_facts[] = {
  { "vLLM", "responses", "stop", TRI_SERVER_TAKES, N_ ("Dropping it on the way there would be a loss without need."),
    "documentation" },
};

const guint tri_n_server_facts = G_N_ELEMENTS (tri_server_facts);
