/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proof-json.h"

#define INDENT 2

/* Distances and chances, in digits that say the same in every language. */
static void
write_number (TriJsonWriter *writer, const char *name, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.6f", number);
  tri_json_writer_key (writer, name);
  tri_json_writer_raw (writer, text, -1);
}

static void
write_count (TriJsonWriter *writer, const char *name, gint64 count)
{
  if (count < 0)
    tri_json_writer_member_null (writer, name);
  else
    tri_json_writer_member_integer (writer, name, count);
}

static void
write_strings (TriJsonWriter *writer, const char *name, GPtrArray *strings)
{
  tri_json_writer_key (writer, name);
  tri_json_writer_begin_array (writer);
  for (guint i = 0; i < strings->len; i++)
    tri_json_writer_string (writer, strings->pdata[i], -1);
  tri_json_writer_end_array (writer);
}

static void
write_spread (TriJsonWriter *writer, const char *name, const TriProofSpread *spread)
{
  tri_json_writer_key (writer, name);
  tri_json_writer_begin_object (writer);
  write_count (writer, "n", spread->n);
  write_count (writer, "lowest", spread->lowest);
  write_count (writer, "median", spread->median);
  write_count (writer, "highest", spread->highest);
  tri_json_writer_end_object (writer);
}

static void
write_row (TriJsonWriter *writer, const TriProofRow *row)
{
  tri_json_writer_begin_object (writer);
  tri_json_writer_member_string (writer, "aspect", tri_aspect_get_id (row->aspect));
  tri_json_writer_member_string (writer, "finding", tri_likeness_get_id (row->likeness));
  if (row->likeness != TRI_LIKENESS_NOT_COMPARED)
    {
      write_number (writer, "distance", row->contrast.distance);
      write_number (writer, "self_distance", row->contrast.self_distance);
      write_number (writer, "chance", row->contrast.chance);
    }
  if (row->values)
    {
      tri_json_writer_key (writer, "values");
      tri_json_writer_begin_array (writer);
      for (guint i = 0; i < row->values->len; i++)
        {
          const TriProofValue *value = row->values->pdata[i];

          tri_json_writer_begin_object (writer);
          tri_json_writer_member_string (writer, "value", value->word);
          tri_json_writer_member_integer (writer, "original", value->n_original);
          tri_json_writer_member_integer (writer, "converted", value->n_converted);
          tri_json_writer_end_object (writer);
        }
      tri_json_writer_end_array (writer);
    }
  else
    {
      write_spread (writer, "original", &row->original);
      write_spread (writer, "converted", &row->converted);
    }
  if (row->broken_original)
    tri_json_writer_member_string (writer, "broken_original", row->broken_original);
  if (row->broken_converted)
    tri_json_writer_member_string (writer, "broken_converted", row->broken_converted);
  tri_json_writer_end_object (writer);
}

static void
write_observations (TriJsonWriter *writer, const char *name, GPtrArray *observations)
{
  tri_json_writer_key (writer, name);
  tri_json_writer_begin_array (writer);
  for (guint i = 0; i < observations->len; i++)
    {
      const TriObservation *observation = observations->pdata[i];

      tri_json_writer_begin_object (writer);
      tri_json_writer_member_boolean (writer, "answered", observation->is_answered);
      for (guint aspect = 0; aspect < TRI_N_WORD_ASPECTS; aspect++)
        if (observation->words[aspect])
          tri_json_writer_member_string (writer, tri_aspect_get_id (aspect), observation->words[aspect]);
      for (guint aspect = TRI_N_WORD_ASPECTS; aspect < TRI_N_ASPECTS; aspect++)
        if (observation->numbers[aspect - TRI_N_WORD_ASPECTS] >= 0)
          tri_json_writer_member_integer (writer, tri_aspect_get_id (aspect),
                                          observation->numbers[aspect - TRI_N_WORD_ASPECTS]);
      if (observation->text)
        tri_json_writer_member_string (writer, "text", observation->text);
      if (observation->message)
        tri_json_writer_member_string (writer, "message", observation->message);
      tri_json_writer_end_object (writer);
    }
  tri_json_writer_end_array (writer);
}

GBytes *
tri_proof_to_json (
    const TriProof *proof, const TriProofAsk *ask, GPtrArray *original, GPtrArray *converted, guint n_calls)
{
  TriJsonWriter writer;

  tri_json_writer_init (&writer, INDENT);
  tri_json_writer_begin_object (&writer);
  tri_json_writer_member_string (&writer, "verdict", tri_proof_verdict_get_id (proof->verdict));
  tri_json_writer_member_string (&writer, "from", tri_proof_ask_get_from (ask)->id);
  tri_json_writer_member_string (&writer, "to", tri_proof_ask_get_to (ask)->id);
  tri_json_writer_member_string (&writer, "model", tri_proof_ask_get_model (ask));
  tri_json_writer_member_integer (&writer, "calls", n_calls);
  tri_json_writer_member_integer (&writer, "calls_observed", proof->n_original + proof->n_converted);
  tri_json_writer_key (&writer, "aspects");
  tri_json_writer_begin_array (&writer);
  for (guint i = 0; i < proof->rows->len; i++)
    write_row (&writer, proof->rows->pdata[i]);
  tri_json_writer_end_array (&writer);
  write_strings (&writer, "schema_not_checked", tri_proof_ask_get_unchecked (ask));
  tri_json_writer_key (&writer, "text");
  tri_json_writer_begin_object (&writer);
  tri_json_writer_member_boolean (&writer, "judged", FALSE);
  tri_json_writer_member_string (&writer, "original", proof->original.text);
  tri_json_writer_member_string (&writer, "converted", proof->converted.text);
  tri_json_writer_end_object (&writer);
  write_observations (&writer, "original", original);
  write_observations (&writer, "converted", converted);
  tri_json_writer_end_object (&writer);
  return tri_json_writer_end (&writer);
}
