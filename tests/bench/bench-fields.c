/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench-fields: what the fields of one large response of each format cost. Three documents of about 200 KB stand side
 * by side as in columns; a key of one of them is chosen, and its counterparts are marked in the others.
 *
 * Tells the processor time of the first choice, which maps all of them, of one afterwards, and of lining all of them up
 * in a table with its list; each the median of several.
 */
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "core/field-list.h"
#include "core/field-table.h"
#include "probe.h"
#include "ui/linked-view.h"

#define N_ROUNDS 9
#define N_CHOICES 420 /* about 200 KB in each format */
#define MAX_FORMATS 8

static const char sentence[] = "Under a lilac sky a small unicorn named Luma tucked the last star into its cloud, "
                               "whispered goodnight to the moon, and fell asleep to the lullaby of the wind. ";

static GBytes *
new_response (const char *format)
{
  GString *text = g_string_new (NULL);
  gboolean responses = g_str_equal (format, "responses"), chat = g_str_equal (format, "chat");

  g_string_append_printf (text, "{\"id\":\"x\",\"%s\":[", responses ? "output" : "choices");
  for (guint i = 0; i < N_CHOICES; i++)
    {
      const char *comma = i > 0 ? "," : "";

      if (responses)
        g_string_append_printf (text,
                                "%s{\"type\":\"message\",\"id\":\"msg_%u\",\"status\":\"completed\",\"role\":"
                                "\"assistant\",\"content\":[{\"type\":\"output_text\",\"annotations\":[],\"text\":"
                                "\"%s%s\"}]}",
                                comma, i, sentence, sentence);
      else if (chat)
        g_string_append_printf (text,
                                "%s{\"index\":%u,\"message\":{\"role\":\"assistant\",\"content\":\"%s%s\",\"refusal\":"
                                "null},\"finish_reason\":\"stop\",\"logprobs\":null}",
                                comma, i, sentence, sentence);
      else
        g_string_append_printf (text, "%s{\"index\":%u,\"text\":\"%s%s\",\"finish_reason\":\"stop\",\"logprobs\":null}",
                                comma, i, sentence, sentence);
    }
  g_string_append_printf (text, "],\"usage\":{\"%s\":9}}", responses ? "input_tokens" : "prompt_tokens");
  return g_string_free_to_bytes (text);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return one < other ? -1 : one > other;
}

static gint64
median (gint64 *figures)
{
  qsort (figures, N_ROUNDS, sizeof *figures, compare);
  return figures[N_ROUNDS / 2];
}

static gint64
line_up (const TriFieldBodies *bodies, guint n)
{
  gint64 before = probe_get_thread_us ();
  g_autoptr (TriFieldTable) table = tri_field_table_new (bodies, n, NULL);
  g_autoptr (GArray) list
      = tri_field_list_new (tri_field_table_get_fields (table),
                            &(TriFieldFilter){ .request = TRUE, .response = TRUE, .baseline = G_MAXUINT }, NULL);

  return probe_get_thread_us () - before;
}

static gint64
choose (TriJsonView *view, const char *key)
{
  GBytes *shown = tri_document_get_shown (tri_json_view_get_document (view));
  const char *text = g_bytes_get_data (shown, NULL);
  const char *at = g_strstr_len (text, (gssize) g_bytes_get_size (shown), key);
  gint64 before = probe_get_thread_us ();

  tri_linked_view_choose (tri_linked_view_find (view), (gsize) (at - text));
  return probe_get_thread_us () - before;
}

/* Side by side as in columns. */
static void
measure_links (const TriFieldBodies *bodies, guint n, gint64 *first, gint64 *again)
{
  g_autoptr (TriComparison) comparison = tri_comparison_new ();
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  TriJsonView *views[MAX_FORMATS];

  tri_links_new (comparison, window);
  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_window_set_child (window, box);
  gtk_window_set_default_size (window, 1200, 600);
  for (guint i = 0; i < n; i++)
    {
      views[i] = TRI_JSON_VIEW (tri_json_view_new (bodies[i].response_format->title));
      tri_linked_view_set_format (tri_linked_view_new (views[i], TRI_PLACE_RESPONSE), bodies[i].response_format);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (views[i]));
      tri_json_view_set_body (views[i], bodies[i].response, TRUE);
    }
  gtk_window_present (window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  *first = choose (views[0], "\"id\"");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  *again = choose (views[0], "\"usage\"") + choose (views[0], "\"text\"");
  *again /= 2;
  gtk_window_destroy (window);
}

int
main (int argc, char *argv[])
{
  guint n;
  const TriFormat *const *formats = tri_formats_list (&n);
  TriFieldBodies bodies[MAX_FORMATS] = { 0 };
  gint64 first[N_ROUNDS], again[N_ROUNDS], table[N_ROUNDS];
  gsize n_bytes = 0;

  gtk_init ();
  adw_init ();
  gtk_source_init ();
  n = MIN (n, MAX_FORMATS);
  for (guint i = 0; i < n; i++)
    {
      bodies[i].response_format = formats[i];
      bodies[i].response = new_response (formats[i]->id);
      n_bytes += g_bytes_get_size (bodies[i].response);
    }
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      measure_links (bodies, n, &first[i], &again[i]);
      table[i] = line_up (bodies, n);
    }
  probe_print ("body_bytes", (gint64) (n_bytes / n));
  probe_print ("first_us", median (first));
  probe_print ("again_us", median (again));
  probe_print ("table_us", median (table));
  for (guint i = 0; i < n; i++)
    tri_field_bodies_clear (&bodies[i]);
  return 0;
}
