/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-wire.h"

/* Completions and Chat: both answer with choices, in every event as in the document. */

#define FINGERPRINT "fp_practice"

static const char *
finish_reason (const TriPracticeAnswer *answer)
{
  return answer->is_cut ? "length" : "stop";
}

static void
write_head (TriPracticeWire *wire, TriJsonWriter *writer, const char *object)
{
  tri_json_writer_member_string (writer, "id", wire->id);
  tri_json_writer_member_string (writer, "object", object);
  tri_json_writer_member_integer (writer, "created", wire->created);
  tri_json_writer_member_string (writer, "model", wire->ask->model);
}

static void
write_details (TriJsonWriter *writer)
{
  tri_json_writer_key (writer, "prompt_tokens_details");
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_integer (writer, "cached_tokens", 0);
  tri_json_writer_member_integer (writer, "cache_write_tokens", 0);
  tri_json_writer_member_integer (writer, "audio_tokens", 0);
  tri_json_writer_end_object (writer);

  tri_json_writer_key (writer, "completion_tokens_details");
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_integer (writer, "reasoning_tokens", 0);
  tri_json_writer_member_integer (writer, "audio_tokens", 0);
  tri_json_writer_member_integer (writer, "accepted_prediction_tokens", 0);
  tri_json_writer_member_integer (writer, "rejected_prediction_tokens", 0);
  tri_json_writer_end_object (writer);
}

static void
write_usage (TriPracticeWire *wire, TriJsonWriter *writer)
{
  tri_json_writer_key (writer, "usage");
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_integer (writer, "prompt_tokens", wire->prompt_tokens);
  tri_json_writer_member_integer (writer, "completion_tokens", wire->completion_tokens);
  tri_json_writer_member_integer (writer, "total_tokens", (gint64) wire->prompt_tokens + wire->completion_tokens);
  if (wire->ask->endpoint == TRI_PRACTICE_CHAT)
    write_details (writer);
  tri_json_writer_end_object (writer);
}

/* What stands behind the choices of a chunk: with include_usage every one has the key, and the last one its value. */
static void
write_chunk_usage (TriPracticeWire *wire, TriJsonWriter *writer)
{
  if (tri_practice_wire_get_step (wire) == TRI_PRACTICE_STEP_USAGE)
    write_usage (wire, writer);
  else if (wire->ask->include_usage)
    tri_json_writer_member_null (writer, "usage");
}

static void
write_completions_choice (TriJsonWriter *writer, guint index, const char *text, gsize n_bytes, const char *reason)
{
  tri_json_writer_begin_object (writer);
  tri_json_writer_key (writer, "text");
  tri_json_writer_string (writer, text, n_bytes);
  tri_json_writer_member_integer (writer, "index", index);
  tri_json_writer_member_null (writer, "logprobs");
  tri_json_writer_member_string (writer, "finish_reason", reason);
  tri_json_writer_end_object (writer);
}

static void
write_completions_document (TriPracticeWire *wire, TriJsonWriter *writer)
{
  tri_json_writer_begin_object (writer);
  write_head (wire, writer, "text_completion");
  tri_json_writer_member_string (writer, "system_fingerprint", FINGERPRINT);
  tri_json_writer_key (writer, "choices");
  tri_json_writer_begin_array (writer);
  for (guint i = 0; i < wire->answers->len; i++)
    {
      const TriPracticeAnswer *answer = wire->answers->pdata[i];

      write_completions_choice (writer, i, answer->text, -1, finish_reason (answer));
    }
  tri_json_writer_end_array (writer);
  write_usage (wire, writer);
  tri_json_writer_end_object (writer);
}

static void
write_completions_step (TriPracticeWire *wire, TriJsonWriter *writer)
{
  TriPracticeStep step = tri_practice_wire_get_step (wire);
  const char *piece;
  gsize n_bytes;

  tri_json_writer_begin_object (writer);
  write_head (wire, writer, "text_completion");
  tri_json_writer_member_string (writer, "system_fingerprint", FINGERPRINT);
  tri_json_writer_key (writer, "choices");
  tri_json_writer_begin_array (writer);
  if (step == TRI_PRACTICE_STEP_PIECE)
    {
      piece = tri_practice_wire_get_piece (wire, &n_bytes);
      write_completions_choice (writer, wire->choice, piece, n_bytes, NULL);
    }
  else if (step == TRI_PRACTICE_STEP_FINISH)
    write_completions_choice (writer, wire->choice, "", 0, finish_reason (tri_practice_wire_get_answer (wire)));
  tri_json_writer_end_array (writer);
  write_chunk_usage (wire, writer);
  tri_json_writer_end_object (writer);
}

/* What the request says in `name` as it was spelt, unless it is absent or null. */
static void
write_echo (TriPracticeWire *wire, TriJsonWriter *writer, const char *name)
{
  guint token = tri_practice_find (wire->ask->index, name);
  g_autofree char *raw = token == TRI_JSON_NONE ? NULL : tri_json_index_dup_raw (wire->ask->index, token);

  if (!raw)
    return;
  tri_json_writer_key (writer, name);
  tri_json_writer_raw (writer, raw, -1);
}

/* The tier that was used: "auto" is none. */
static void
write_tier (TriPracticeWire *wire, TriJsonWriter *writer)
{
  g_autofree char *tier
      = tri_practice_dup_text (wire->ask->index, tri_practice_find (wire->ask->index, "service_tier"));

  tri_json_writer_member_string (writer, "service_tier", tier && !g_str_equal (tier, "auto") ? tier : "default");
}

static void
write_chat_document (TriPracticeWire *wire, TriJsonWriter *writer)
{
  tri_json_writer_begin_object (writer);
  write_head (wire, writer, "chat.completion");
  tri_json_writer_key (writer, "choices");
  tri_json_writer_begin_array (writer);
  for (guint i = 0; i < wire->answers->len; i++)
    {
      const TriPracticeAnswer *answer = wire->answers->pdata[i];

      tri_json_writer_begin_object (writer);
      tri_json_writer_member_integer (writer, "index", i);
      tri_json_writer_key (writer, "message");
      tri_json_writer_begin_object (writer);
      tri_json_writer_member_string (writer, "role", "assistant");
      tri_json_writer_member_string (writer, "content", answer->text);
      tri_json_writer_member_null (writer, "refusal");
      tri_json_writer_key (writer, "annotations");
      tri_json_writer_begin_array (writer);
      tri_json_writer_end_array (writer);
      tri_json_writer_end_object (writer);
      tri_json_writer_member_null (writer, "logprobs");
      tri_json_writer_member_string (writer, "finish_reason", finish_reason (answer));
      tri_json_writer_end_object (writer);
    }
  tri_json_writer_end_array (writer);
  write_usage (wire, writer);
  write_echo (wire, writer, "metadata");
  write_tier (wire, writer);
  tri_json_writer_member_string (writer, "system_fingerprint", FINGERPRINT);
  tri_json_writer_end_object (writer);
}

static void
write_delta (TriPracticeWire *wire, TriJsonWriter *writer, gsize *n_bytes)
{
  const char *piece;

  *n_bytes = 0;
  tri_json_writer_key (writer, "delta");
  tri_json_writer_begin_object (writer);
  if (tri_practice_wire_get_step (wire) == TRI_PRACTICE_STEP_ROLE)
    {
      tri_json_writer_member_string (writer, "role", "assistant");
      tri_json_writer_member_string (writer, "content", "");
      tri_json_writer_member_null (writer, "refusal");
    }
  else if (tri_practice_wire_get_step (wire) == TRI_PRACTICE_STEP_PIECE)
    {
      piece = tri_practice_wire_get_piece (wire, n_bytes);
      tri_json_writer_key (writer, "content");
      tri_json_writer_string (writer, piece, *n_bytes);
    }
  tri_json_writer_end_object (writer);
}

static void
write_chat_step (TriPracticeWire *wire, TriJsonWriter *writer)
{
  TriPracticeStep step = tri_practice_wire_get_step (wire);
  gsize n_bytes = 0;

  tri_json_writer_begin_object (writer);
  write_head (wire, writer, "chat.completion.chunk");
  write_tier (wire, writer);
  tri_json_writer_member_string (writer, "system_fingerprint", FINGERPRINT);
  tri_json_writer_key (writer, "choices");
  tri_json_writer_begin_array (writer);
  if (step != TRI_PRACTICE_STEP_USAGE)
    {
      tri_json_writer_begin_object (writer);
      tri_json_writer_member_integer (writer, "index", wire->choice);
      write_delta (wire, writer, &n_bytes);
      tri_json_writer_member_null (writer, "logprobs");
      tri_json_writer_member_string (
          writer, "finish_reason",
          step == TRI_PRACTICE_STEP_FINISH ? finish_reason (tri_practice_wire_get_answer (wire)) : NULL);
      tri_json_writer_end_object (writer);
    }
  tri_json_writer_end_array (writer);
  write_chunk_usage (wire, writer);
  if (wire->ask->obfuscate && step != TRI_PRACTICE_STEP_USAGE)
    tri_practice_write_obfuscation (writer, n_bytes);
  tri_json_writer_end_object (writer);
}

const TriPracticeFormat tri_practice_completions = {
  .id_prefix = "cmpl-",
  .steps = { TRI_PRACTICE_STEP_PIECE, TRI_PRACTICE_STEP_FINISH, TRI_PRACTICE_STEP_USAGE, TRI_PRACTICE_STEP_DONE,
             TRI_PRACTICE_STEP_END },
  .write_document = write_completions_document,
  .write_step = write_completions_step,
};

const TriPracticeFormat tri_practice_chat = {
  .id_prefix = "chatcmpl-",
  .steps = { TRI_PRACTICE_STEP_ROLE, TRI_PRACTICE_STEP_PIECE, TRI_PRACTICE_STEP_FINISH, TRI_PRACTICE_STEP_USAGE,
             TRI_PRACTICE_STEP_DONE, TRI_PRACTICE_STEP_END },
  .write_document = write_chat_document,
  .write_step = write_chat_step,
};
