/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "prove-report.h"

#include <glib/gi18n.h>

#include "core/text-diff.h"
#include "panels.h"

#define N_COLUMNS 3

static void
append_paragraph (GString *out, const char *text, guint width)
{
  g_autoptr (GPtrArray) lines = tri_panels_wrap (text, width);

  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (out, "%s\n", (char *) lines->pdata[i]);
}

/* Three texts side by side, or below one another where that would be too narrow; `titles` then tell what they are. */
static void
append_cells (GString *out, const char *const *texts, const char *const *titles, guint cells, guint width)
{
  GPtrArray *columns[N_COLUMNS];

  for (guint i = 0; i < N_COLUMNS; i++)
    if (cells > 0)
      columns[i] = tri_panels_wrap (texts[i], cells);
    else
      {
        g_autofree char *line = i > 0 ? g_strdup_printf ("  %s: %s", titles[i], texts[i]) : g_strdup (texts[i]);

        append_paragraph (out, line, width);
      }
  if (cells == 0)
    return;
  tri_panels_append (out, columns, N_COLUMNS, cells, 0);
  for (guint i = 0; i < N_COLUMNS; i++)
    g_ptr_array_unref (columns[i]);
}

static void
append_row (GString *out, const TriProofRow *row, const char *const *titles, guint cells, guint width)
{
  g_autofree char *aspect = g_strdup_printf (cells > 0 ? "%s\n%s" : "%s: %s", tri_aspect_get_label (row->aspect),
                                             tri_likeness_get_label (row->likeness));
  g_autofree char *original = tri_proof_row_dup_seen (row, FALSE);
  g_autofree char *converted = tri_proof_row_dup_seen (row, TRUE);
  const char *const texts[] = { aspect, original, converted };

  append_cells (out, texts, titles, cells, width);
  if (row->likeness != TRI_LIKENESS_SAME)
    {
      g_autofree char *reason = tri_proof_row_dup_reason (row);

      append_paragraph (out, reason, width);
    }
}

/* As others mark words that differ in a terminal: [-only in the original-], {+only in the converted+}. */
static void
append_diff (GString *out, const char *a, const char *b, guint width)
{
  g_autoptr (GArray) runs = tri_text_diff (a, b);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; runs && i < runs->len; i++)
    {
      const TriDiffRun *run = &g_array_index (runs, TriDiffRun, i);
      const char *from = run->kind == TRI_DIFF_ONLY_A ? a : b;

      g_string_append (text, run->kind == TRI_DIFF_ONLY_A ? "[-" : run->kind == TRI_DIFF_ONLY_B ? "{+" : "");
      g_string_append_len (text, from + run->start, (gssize) run->length);
      g_string_append (text, run->kind == TRI_DIFF_ONLY_A ? "-]" : run->kind == TRI_DIFF_ONLY_B ? "+}" : "");
    }
  append_paragraph (out, runs ? text->str : _ ("They are too long to be compared."), width);
}

void
tri_prove_report_append (const TriProof *proof, const TriProofAsk *ask, GString *out)
{
  const char *const titles[] = { "", _ ("Original"), _ ("Converted") };
  g_autofree char *schema = tri_proof_ask_dup_schema_note (ask);
  g_autofree char *note = tri_proof_dup_text_note (proof);
  g_autofree char *verdict = tri_proof_dup_verdict (proof);
  guint width, height, cells;

  tri_panels_get_size (&width, &height);
  cells = tri_panels_fit (N_COLUMNS, width);
  if (cells > 0)
    {
      g_autofree char *from = g_strdup_printf ("%s\n%s", titles[1], tri_proof_ask_get_from (ask)->title);
      g_autofree char *to = g_strdup_printf ("%s\n%s", titles[2], tri_proof_ask_get_to (ask)->title);
      const char *const heads[] = { "", from, to };

      append_cells (out, heads, titles, cells, width);
      tri_panels_append_rule (out, N_COLUMNS, cells);
    }
  for (guint i = 0; i < proof->rows->len; i++)
    append_row (out, proof->rows->pdata[i], titles, cells, width);
  g_string_append_c (out, '\n');
  if (schema)
    append_paragraph (out, schema, width);
  append_paragraph (out, note, width);
  if (proof->original.text && proof->converted.text && !g_str_equal (proof->original.text, proof->converted.text))
    append_diff (out, proof->original.text, proof->converted.text, width);
  g_string_append_c (out, '\n');
  append_paragraph (out, verdict, width);
}
