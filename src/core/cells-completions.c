/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "format-completions.h"

/* Where this format keeps what the Rosetta table knows. Of several cells of one meaning the first is the one that is
 * written; the others are read. */

#define ASKED TRI_PLACE_REQUEST
#define SAID TRI_PLACE_RESPONSE
#define EVENT TRI_PLACE_EVENT

static const TriCell cells[] = {
  { ASKED, "model", "model" },
  { ASKED, "user-text", "prompt", "\"…\"" },
  { ASKED, "output-limit", "max_tokens", NULL, "16" },
  { ASKED, "temperature", "temperature", NULL, "1" },
  { ASKED, "top-p", "top_p", NULL, "1" },
  { ASKED, "stop", "stop" },
  { ASKED, "seed", "seed" },
  { ASKED, "presence-penalty", "presence_penalty", NULL, "0" },
  { ASKED, "frequency-penalty", "frequency_penalty", NULL, "0" },
  { ASKED, "stream", "stream", NULL, "false" },
  { ASKED, "stream-usage", "stream_options.include_usage", NULL, "false" },

  { SAID, "id", "id" },
  { SAID, "text", "choices[].text" },
  { SAID, "end", "choices[].finish_reason" },
  { SAID, "input-tokens", "usage.prompt_tokens" },
};

const TriCellTable tri_completions_cells = { cells, G_N_ELEMENTS (cells) };
