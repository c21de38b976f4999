/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "format-responses.h"

/* Where this format keeps what the Rosetta table knows. Of several cells of one meaning the first is the one that is
 * written; the others are read. */

#define ASKED TRI_PLACE_REQUEST
#define SAID TRI_PLACE_RESPONSE
#define EVENT TRI_PLACE_EVENT

static const TriCell cells[] = {
  { ASKED, "model", "model" },
  { ASKED, "instructions", "instructions" },
  { ASKED, "user-text", "input", "\"…\" or [item]" },
  { ASKED, "user-text", "input[]<role=user>.content" },
  { ASKED, "output-limit", "max_output_tokens", NULL, "none" },
  { ASKED, "temperature", "temperature", NULL, "1" },
  { ASKED, "top-p", "top_p", NULL, "1" },
  { ASKED, "stream", "stream", NULL, "false" },

  { SAID, "id", "id" },
  { SAID, "text", "output[]<type=message>.content[]<type=output_text>.text" },
  { SAID, "end", "status", "completed|incomplete" },
  { SAID, "temperature", "temperature" },
  { SAID, "input-tokens", "usage.input_tokens" },
};

const TriCellTable tri_responses_cells = { cells, G_N_ELEMENTS (cells) };
