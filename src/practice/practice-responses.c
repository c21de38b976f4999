/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-wire.h"

#include "core/json-value.h"

#include <string.h>

/* Responses: typed events, and a document that tells back what was asked. */

/* What the document echoes, in the order in which it stands there: the request's own spelling, or what holds without
 * it. These are the members that the published schema or the Open Responses schema require, and those that are always
 * sent. */
static const struct
{
  const char *name;
  const char *fallback; /* JSON; NULL: absent when it was not sent */
} echoes[] = {
  { "background", "false" },
  { "frequency_penalty", "0" },
  { "instructions", "null" },
  { "max_output_tokens", "null" },
  { "max_tool_calls", "null" },
  { "metadata", "{}" },
  { "parallel_tool_calls", "true" },
  { "presence_penalty", "0" },
  { "previous_response_id", "null" },
  { "prompt_cache_key", "null" },
  { "prompt_cache_options", NULL },
  { "prompt_cache_retention", "null" },
  { "reasoning", "{\"effort\":null,\"summary\":null}" },
  { "safety_identifier", "null" },
  { "service_tier", "\"default\"" },
  { "store", "true" },
  { "temperature", "1" },
  { "text", "{\"format\":{\"type\":\"text\"},\"verbosity\":\"medium\"}" },
  { "tool_choice", "\"auto\"" },
  { "tools", "[]" },
  { "top_logprobs", "0" },
  { "top_p", "1" },
  { "truncation", "\"disabled\"" },
  { "user", NULL },
};

/* The names of the events, by step. */
static const char *const events[] = {
  [TRI_PRACTICE_STEP_CREATED] = "response.created",
  [TRI_PRACTICE_STEP_IN_PROGRESS] = "response.in_progress",
  [TRI_PRACTICE_STEP_ITEM_ADDED] = "response.output_item.added",
  [TRI_PRACTICE_STEP_PART_ADDED] = "response.content_part.added",
  [TRI_PRACTICE_STEP_PIECE] = "response.output_text.delta",
  [TRI_PRACTICE_STEP_TEXT_DONE] = "response.output_text.done",
  [TRI_PRACTICE_STEP_PART_DONE] = "response.content_part.done",
  [TRI_PRACTICE_STEP_ITEM_DONE] = "response.output_item.done",
};

static const char *
get_event (TriPracticeWire *wire)
{
  TriPracticeStep step = tri_practice_wire_get_step (wire);

  if (step == TRI_PRACTICE_STEP_TERMINAL)
    return tri_practice_wire_get_answer (wire)->is_cut ? "response.incomplete" : "response.completed";
  return step < G_N_ELEMENTS (events) ? events[step] : NULL;
}

static void
write_empty_array (TriJsonWriter *writer, const char *name)
{
  tri_json_writer_key (writer, name);
  tri_json_writer_begin_array (writer);
  tri_json_writer_end_array (writer);
}

static void
write_part (TriJsonWriter *writer, const char *text)
{
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "type", "output_text");
  tri_json_writer_member_string (writer, "text", text);
  write_empty_array (writer, "annotations");
  write_empty_array (writer, "logprobs");
  tri_json_writer_end_object (writer);
}

/* The one item of the output; `answer` is NULL while it is only begun. */
static void
write_item (TriPracticeWire *wire, TriJsonWriter *writer, const TriPracticeAnswer *answer)
{
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "id", wire->item_id);
  tri_json_writer_member_string (writer, "type", "message");
  tri_json_writer_member_string (writer, "status",
                                 !answer          ? "in_progress"
                                 : answer->is_cut ? "incomplete"
                                                  : "completed");
  tri_json_writer_member_string (writer, "role", "assistant");
  tri_json_writer_key (writer, "content");
  tri_json_writer_begin_array (writer);
  if (answer)
    write_part (writer, answer->text);
  tri_json_writer_end_array (writer);
  tri_json_writer_end_object (writer);
}

static void
write_usage (TriPracticeWire *wire, TriJsonWriter *writer)
{
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_integer (writer, "input_tokens", wire->prompt_tokens);
  tri_json_writer_key (writer, "input_tokens_details");
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_integer (writer, "cached_tokens", 0);
  tri_json_writer_member_integer (writer, "cache_write_tokens", 0);
  tri_json_writer_end_object (writer);
  tri_json_writer_member_integer (writer, "output_tokens", wire->completion_tokens);
  tri_json_writer_key (writer, "output_tokens_details");
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_integer (writer, "reasoning_tokens", 0);
  tri_json_writer_end_object (writer);
  tri_json_writer_member_integer (writer, "total_tokens", (gint64) wire->prompt_tokens + wire->completion_tokens);
  tri_json_writer_end_object (writer);
}

static TriJsonValue *
value_from_json (const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);

  return tri_json_value_new_from_index (index, 0);
}

/* An object that was sent in part is told back whole. */
static void
fill_in (TriJsonValue *value, const char *fallback)
{
  g_autoptr (TriJsonValue) whole = value_from_json (fallback);

  for (guint i = 0; i < tri_json_value_get_length (whole); i++)
    {
      const char *name = tri_json_value_get_name (whole, i);

      if (tri_json_value_is_null (tri_json_value_get (value, name)))
        tri_json_value_take (value, name, tri_json_value_copy (tri_json_value_at (whole, i)));
    }
}

/* The published function tool always has its parameters and says whether it is strict; left out, the server decides. */
static void
fill_in_tools (TriJsonValue *tools)
{
  for (guint i = 0; i < tri_json_value_get_length (tools); i++)
    {
      TriJsonValue *tool = tri_json_value_at (tools, i);
      const char *type = tri_json_value_get_raw (tri_json_value_get (tool, "type"));

      if (g_strcmp0 (type, "\"function\"") != 0)
        continue;
      if (!tri_json_value_get (tool, "parameters"))
        tri_json_value_take (tool, "parameters", tri_json_value_new_raw ("null", -1));
      if (!tri_json_value_get (tool, "strict"))
        tri_json_value_take (tool, "strict", tri_json_value_new_raw ("true", -1));
    }
}

static void
write_echoes (TriPracticeWire *wire, TriJsonWriter *writer)
{
  const TriJsonIndex *index = wire->ask->index;

  for (guint i = 0; i < G_N_ELEMENTS (echoes); i++)
    {
      guint token = tri_practice_find (index, echoes[i].name);
      g_autoptr (TriJsonValue) value = NULL;

      if (token == TRI_JSON_NONE && !echoes[i].fallback)
        continue;
      if (token == TRI_JSON_NONE)
        value = value_from_json (echoes[i].fallback);
      else
        value = tri_json_value_new_from_index (index, token);
      if (tri_json_value_get_kind (value) == TRI_JSON_OBJECT && echoes[i].fallback)
        fill_in (value, echoes[i].fallback);
      if (g_str_equal (echoes[i].name, "tools"))
        fill_in_tools (value);
      if (g_str_equal (echoes[i].name, "service_tier") && g_strcmp0 (tri_json_value_get_raw (value), "\"auto\"") == 0)
        {
          tri_json_value_free (g_steal_pointer (&value));
          value = value_from_json (echoes[i].fallback);
        }
      tri_json_writer_key (writer, echoes[i].name);
      tri_json_value_write (value, writer);
    }
}

/* The response as it is now: `answer` is NULL before the end. */
static void
write_response (TriPracticeWire *wire, TriJsonWriter *writer, const TriPracticeAnswer *answer)
{
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "id", wire->id);
  tri_json_writer_member_string (writer, "object", "response");
  tri_json_writer_member_integer (writer, "created_at", wire->created);
  tri_json_writer_key (writer, "completed_at");
  if (answer && !answer->is_cut)
    tri_json_writer_integer (writer, g_get_real_time () / G_USEC_PER_SEC);
  else
    tri_json_writer_null (writer);
  tri_json_writer_member_string (writer, "status",
                                 !answer          ? "in_progress"
                                 : answer->is_cut ? "incomplete"
                                                  : "completed");
  tri_json_writer_member_null (writer, "error");
  tri_json_writer_key (writer, "incomplete_details");
  if (answer && answer->is_cut)
    {
      tri_json_writer_begin_object (writer);
      tri_json_writer_member_string (writer, "reason", "max_output_tokens");
      tri_json_writer_end_object (writer);
    }
  else
    tri_json_writer_null (writer);
  tri_json_writer_member_string (writer, "model", wire->ask->model);
  tri_json_writer_key (writer, "output");
  tri_json_writer_begin_array (writer);
  if (answer)
    write_item (wire, writer, answer);
  tri_json_writer_end_array (writer);
  write_echoes (wire, writer);
  tri_json_writer_key (writer, "usage");
  if (answer)
    write_usage (wire, writer);
  else
    tri_json_writer_null (writer);
  tri_json_writer_end_object (writer);
}

static void
write_document (TriPracticeWire *wire, TriJsonWriter *writer)
{
  write_response (wire, writer, tri_practice_wire_get_answer (wire));
}

/* Where a piece of text stands. */
static void
write_place (TriPracticeWire *wire, TriJsonWriter *writer)
{
  tri_json_writer_member_string (writer, "item_id", wire->item_id);
  tri_json_writer_member_integer (writer, "output_index", 0);
  tri_json_writer_member_integer (writer, "content_index", 0);
}

static void
write_delta (TriPracticeWire *wire, TriJsonWriter *writer)
{
  gsize n_bytes;
  const char *piece = tri_practice_wire_get_piece (wire, &n_bytes);

  write_place (wire, writer);
  tri_json_writer_key (writer, "delta");
  tri_json_writer_string (writer, piece, n_bytes);
  write_empty_array (writer, "logprobs");
  if (wire->ask->obfuscate)
    tri_practice_write_obfuscation (writer, n_bytes);
}

static void
write_step (TriPracticeWire *wire, TriJsonWriter *writer)
{
  const TriPracticeAnswer *answer = tri_practice_wire_get_answer (wire);
  TriPracticeStep step = tri_practice_wire_get_step (wire);

  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "type", get_event (wire));
  tri_json_writer_member_integer (writer, "sequence_number", wire->sequence);
  switch (step)
    {
    case TRI_PRACTICE_STEP_ITEM_ADDED:
    case TRI_PRACTICE_STEP_ITEM_DONE:
      tri_json_writer_member_integer (writer, "output_index", 0);
      tri_json_writer_key (writer, "item");
      write_item (wire, writer, step == TRI_PRACTICE_STEP_ITEM_DONE ? answer : NULL);
      break;
    case TRI_PRACTICE_STEP_PART_ADDED:
    case TRI_PRACTICE_STEP_PART_DONE:
      write_place (wire, writer);
      tri_json_writer_key (writer, "part");
      write_part (writer, step == TRI_PRACTICE_STEP_PART_DONE ? answer->text : "");
      break;
    case TRI_PRACTICE_STEP_PIECE:
      write_delta (wire, writer);
      break;
    case TRI_PRACTICE_STEP_TEXT_DONE:
      write_place (wire, writer);
      tri_json_writer_member_string (writer, "text", answer->text);
      write_empty_array (writer, "logprobs");
      break;
    default:
      tri_json_writer_key (writer, "response");
      write_response (wire, writer, step == TRI_PRACTICE_STEP_TERMINAL ? answer : NULL);
      break;
    }
  tri_json_writer_end_object (writer);
}

const TriPracticeFormat tri_practice_responses = {
  .id_prefix = "resp_",
  .steps
  = { TRI_PRACTICE_STEP_CREATED, TRI_PRACTICE_STEP_IN_PROGRESS, TRI_PRACTICE_STEP_ITEM_ADDED,
      TRI_PRACTICE_STEP_PART_ADDED, TRI_PRACTICE_STEP_PIECE, TRI_PRACTICE_STEP_TEXT_DONE, TRI_PRACTICE_STEP_PART_DONE,
      TRI_PRACTICE_STEP_ITEM_DONE, TRI_PRACTICE_STEP_TERMINAL, TRI_PRACTICE_STEP_END },
  .write_document = write_document,
  .write_step = write_step,
  .get_event = get_event,
};
