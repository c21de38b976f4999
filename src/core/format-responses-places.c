/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "format-responses-places.h"

#include <string.h>

#include "format-piece.h"

const TriResponsesPlace tri_responses_places[TRI_RESPONSES_N_PLACES] = {
  { "response.output_text", TRI_PART_TEXT, "content", "content_index", "output_text", "text" },
  { "response.refusal", TRI_PART_REFUSAL, "content", "content_index", "refusal", "refusal" },
  { "response.reasoning_text", TRI_PART_REASONING, "content", "content_index", "reasoning_text", "text" },
  { "response.reasoning", TRI_PART_REASONING, "content", "content_index", "reasoning_text", "text" },
  { "response.reasoning_summary_text", TRI_PART_REASONING, "summary", "summary_index", "summary_text", "text" },
  { "response.function_call_arguments", TRI_PART_TOOL_CALL, NULL, NULL, "function_call", "arguments" },
  { "response.custom_tool_call_input", TRI_PART_TOOL_CALL, NULL, NULL, "custom_tool_call", "input" },
  { "response.mcp_call_arguments", TRI_PART_TOOL_CALL, NULL, NULL, "mcp_call", "arguments" },
  { "response.code_interpreter_call_code", TRI_PART_OTHER, NULL, NULL, "code_interpreter_call", "code" },
};

static TriJsonValue *
get_element (TriJsonValue *array, guint position)
{
  return array && tri_json_value_get_kind (array) == TRI_JSON_ARRAY ? tri_json_value_at (array, position) : NULL;
}

/* The place whose delta event this is; NULL if it is another event. */
static const TriResponsesPlace *
find_delta_place (const TriJsonIndex *index)
{
  guint token = tri_json_index_get_member (index, 0, "type");
  char type[TRI_PIECE_NAME];

  if (token == TRI_JSON_NONE || !tri_piece_read_name (index, token, type) || !g_str_has_suffix (type, ".delta"))
    return NULL;
  type[strlen (type) - strlen (".delta")] = '\0';
  for (guint i = 0; i < TRI_RESPONSES_N_PLACES; i++)
    if (strcmp (tri_responses_places[i].event, type) == 0)
      return &tri_responses_places[i];
  return NULL;
}

gboolean
tri_responses_read_piece (const TriJsonIndex *index, TriFold *fold, TriNext *next)
{
  const TriResponsesPlace *place = find_delta_place (index);
  guint token = tri_json_index_get_member (index, 0, "delta");
  guint output_index = tri_json_index_get_member (index, 0, "output_index");
  guint item, position = 0;
  TriJsonValue *target, *have;
  TriPart *part = NULL;
  char path[2 * TRI_PIECE_NAME];

  if (place == NULL || fold->document == NULL || token == TRI_JSON_NONE || output_index == TRI_JSON_NONE
      || !tri_piece_read_number (index, output_index, &item)
      || tri_json_index_get_member (index, 0, "error") != TRI_JSON_NONE
      || tri_json_index_get_member (index, 0, "object") != TRI_JSON_NONE)
    return FALSE;
  if (tri_json_index_get_tokens (index, NULL)[token].kind != TRI_JSON_STRING)
    return FALSE;

  target = get_element (tri_json_value_get (fold->document, "output"), item);
  if (place->array)
    {
      guint at = tri_json_index_get_member (index, 0, place->position);

      if (at == TRI_JSON_NONE || !tri_piece_read_number (index, at, &position))
        return FALSE;
      target = get_element (tri_json_value_get (target, place->array), position);
      g_snprintf (path, sizeof path, "output[%u].%s[%u].%s", item, place->array, position, place->member);
    }
  else
    g_snprintf (path, sizeof path, "output[%u].%s", item, place->member);
  have = tri_json_value_get (target, place->member);
  if (have == NULL || tri_json_value_get_kind (have) != TRI_JSON_STRING)
    return FALSE;

  /* As in read_text_event(): an empty piece of a text begins no part. */
  if (!place->array || !tri_piece_is (index, token, "\"\""))
    part = tri_reply_part (fold->reply, place->kind, 0, path, place->array ? NULL : place->part_type);
  tri_piece_add (index, token, have, part);
  *next = TRI_NEXT_MORE;
  return TRUE;
}
