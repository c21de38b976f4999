/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "format-chat.h"

/* Where this format keeps what the Rosetta table knows. Of several cells of one meaning the first is the one that is
 * written; the others are read. */

#define ASKED TRI_PLACE_REQUEST
#define SAID TRI_PLACE_RESPONSE
#define EVENT TRI_PLACE_EVENT

static const TriCell cells[] = {
  { ASKED, "model", "model" },
  { ASKED, "instructions", "messages[]<role=system>.content" },
  { ASKED, "user-text", "messages[]<role=user>.content", "[{role, content}]" },
  { ASKED, "output-limit", "max_completion_tokens", NULL, "none" }, /* max_tokens is deprecated there */
  { ASKED, "output-limit", "max_tokens", NULL, "none", TRI_CELL_DEPRECATED },
  { ASKED, "temperature", "temperature", NULL, "1" },
  { ASKED, "top-p", "top_p", NULL, "1" },
  { ASKED, "stop", "stop" },
  { ASKED, "seed", "seed" },
  { ASKED, "presence-penalty", "presence_penalty", NULL, "0" },
  { ASKED, "frequency-penalty", "frequency_penalty", NULL, "0" },
  { ASKED, "stream", "stream", NULL, "false" },
  { ASKED, "stream-usage", "stream_options.include_usage", NULL, "false" },

  { SAID, "id", "id" },
  { SAID, "text", "choices[].message.content" },
  { SAID, "end", "choices[].finish_reason" },
  { SAID, "input-tokens", "usage.prompt_tokens" },
};

const TriCellTable tri_chat_cells = { cells, G_N_ELEMENTS (cells) };
