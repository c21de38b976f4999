/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice-wire.h"

static const TriPracticeFormat *const formats[TRI_PRACTICE_N_ENDPOINTS] = {
  &tri_practice_completions,
  &tri_practice_chat,
  &tri_practice_responses,
};

char *
tri_practice_dup_id (const char *prefix)
{
  return g_strdup_printf ("%s%08x%08x%08x%08x", prefix, g_random_int (), g_random_int (), g_random_int (),
                          g_random_int ());
}

TriPracticeStep
tri_practice_wire_get_step (const TriPracticeWire *wire)
{
  return wire->format->steps[wire->place];
}

const TriPracticeAnswer *
tri_practice_wire_get_answer (const TriPracticeWire *wire)
{
  return wire->answers->pdata[wire->choice];
}

guint
tri_practice_wire_get_rounds (const TriPracticeWire *wire)
{
  guint n_rounds = 0;

  for (guint i = 0; i < wire->answers->len; i++)
    n_rounds = MAX (n_rounds, ((TriPracticeAnswer *) wire->answers->pdata[i])->ends->len);
  return n_rounds;
}

/* Whether the step and choice that wire stands at is to be written at all. */
static gboolean
is_wanted (const TriPracticeWire *wire)
{
  switch (tri_practice_wire_get_step (wire))
    {
    case TRI_PRACTICE_STEP_PIECE:
      return wire->round < tri_practice_wire_get_answer (wire)->ends->len;
    case TRI_PRACTICE_STEP_USAGE:
      return wire->ask->include_usage;
    default:
      return TRUE;
    }
}

static void
step_on (TriPracticeWire *wire)
{
  TriPracticeStep step = tri_practice_wire_get_step (wire);

  if (step == TRI_PRACTICE_STEP_ROLE || step == TRI_PRACTICE_STEP_PIECE || step == TRI_PRACTICE_STEP_FINISH)
    {
      if (++wire->choice < wire->answers->len)
        return;
      wire->choice = 0;
      if (step == TRI_PRACTICE_STEP_PIECE && ++wire->round < tri_practice_wire_get_rounds (wire))
        return;
    }
  wire->place++;
}

static void
skip_unwanted (TriPracticeWire *wire)
{
  while (!tri_practice_wire_is_ended (wire) && !is_wanted (wire))
    step_on (wire);
}

static void
add_answers (TriPracticeWire *wire)
{
  const TriPracticeAsk *ask = wire->ask;

  for (guint i = 0; i < ask->talks->len; i++)
    {
      const TriPracticeTalk *talk = ask->talks->pdata[i];

      wire->prompt_tokens += talk->n_tokens;
      for (guint j = 0; j < ask->n_choices; j++)
        {
          TriPracticeAnswer *answer = tri_practice_answer_new (talk, ask->echo ? ask->prompts->pdata[i] : NULL,
                                                               ask->limit_tokens, (const char *const *) ask->stop);

          wire->completion_tokens += answer->n_tokens;
          g_ptr_array_add (wire->answers, answer);
        }
    }
}

TriPracticeWire *
tri_practice_wire_new (TriPracticeAsk *ask)
{
  TriPracticeWire *wire = g_new0 (TriPracticeWire, 1);

  wire->ask = ask;
  wire->format = formats[ask->endpoint];
  wire->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) tri_practice_answer_free);
  wire->id = tri_practice_dup_id (wire->format->id_prefix);
  wire->item_id = tri_practice_dup_id ("msg_");
  wire->created = g_get_real_time () / G_USEC_PER_SEC;
  add_answers (wire);
  skip_unwanted (wire);
  return wire;
}

void
tri_practice_wire_free (TriPracticeWire *wire)
{
  if (!wire)
    return;
  tri_practice_ask_free (wire->ask);
  g_ptr_array_unref (wire->answers);
  g_free (wire->id);
  g_free (wire->item_id);
  g_free (wire);
}

gboolean
tri_practice_wire_is_ended (const TriPracticeWire *wire)
{
  return tri_practice_wire_get_step (wire) == TRI_PRACTICE_STEP_END;
}

gboolean
tri_practice_wire_is_paced (const TriPracticeWire *wire)
{
  return tri_practice_wire_get_step (wire) == TRI_PRACTICE_STEP_PIECE && wire->choice == 0;
}

const char *
tri_practice_wire_get_piece (const TriPracticeWire *wire, gsize *n_bytes)
{
  const TriPracticeAnswer *answer = tri_practice_wire_get_answer (wire);
  gsize start = wire->round > 0 ? g_array_index (answer->ends, gsize, wire->round - 1) : 0;

  *n_bytes = g_array_index (answer->ends, gsize, wire->round) - start;
  return answer->text + start;
}

GBytes *
tri_practice_wire_dup_document (TriPracticeWire *wire)
{
  g_auto (TriJsonWriter) writer = { 0 };

  tri_json_writer_init (&writer, 2);
  wire->format->write_document (wire, &writer);
  return tri_json_writer_end (&writer);
}

static void
append_data (TriPracticeWire *wire, GString *out)
{
  g_auto (TriJsonWriter) writer = { 0 };
  g_autoptr (GBytes) json = NULL;
  gsize n_bytes;
  const char *data;

  tri_json_writer_init (&writer, 0);
  wire->format->write_step (wire, &writer);
  json = tri_json_writer_end (&writer);
  data = g_bytes_get_data (json, &n_bytes);
  g_string_append_len (out, data, n_bytes);
}

GBytes *
tri_practice_wire_next (TriPracticeWire *wire)
{
  GString *out;
  const char *event = wire->format->get_event ? wire->format->get_event (wire) : NULL;

  if (tri_practice_wire_is_ended (wire))
    return NULL;
  out = g_string_new (NULL);
  if (event)
    g_string_append_printf (out, "event: %s\n", event);
  g_string_append (out, "data: ");
  if (tri_practice_wire_get_step (wire) == TRI_PRACTICE_STEP_DONE)
    g_string_append (out, "[DONE]");
  else
    append_data (wire, out);
  g_string_append (out, "\n\n");

  wire->sequence++;
  step_on (wire);
  skip_unwanted (wire);
  return g_string_free_to_bytes (out);
}

void
tri_practice_write_obfuscation (TriJsonWriter *writer, gsize n_bytes)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  char padding[17] = { 0 };

  for (gsize i = 0; i < 16 - n_bytes % 16; i++)
    padding[i] = letters[g_random_int_range (0, sizeof letters - 1)];
  tri_json_writer_member_string (writer, "obfuscation", padding);
}
