/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rows of a table of fields under their headings, and what is found by words, by place and by difference.
 */

#include <string.h>

#include "core/field-list.h"

static TriFieldMap *
map_text (const char *format, TriPlace place, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);

  return tri_field_map_new (tri_format_find (format), place, index);
}

static TriFields *
new_fields (void)
{
  g_autoptr (TriFieldMap) one = map_text ("completions", TRI_PLACE_REQUEST,
                                          "{\"model\":\"m\",\"max_tokens\":16,\"temperature\":0.7,\"top_p\":1}");
  g_autoptr (TriFieldMap) two
      = map_text ("chat", TRI_PLACE_REQUEST,
                  "{\"model\":\"n\",\"max_completion_tokens\":16,\"temperature\":0.7,\"top_p\":1,\"x_own\":[1,2]}");
  g_autoptr (TriFieldMap) answer = map_text (
      "chat", TRI_PLACE_RESPONSE,
      "{\"id\":\"chatcmpl-1\",\"choices\":[{\"message\":{\"content\":\"\\u4f60好\"},\"finish_reason\":\"stop\"}],"
      "\"odd one\":null}");
  TriFieldSource sources[] = { { one, NULL }, { two, answer } };

  return tri_fields_new (sources, 2);
}

/* The list in one line: headings in brackets, then the rows' titles. */
static char *
dup_list (const TriFields *fields, TriFieldFilter filter)
{
  g_autoptr (GArray) list = tri_field_list_new (fields, &filter, NULL);
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    {
      const TriFieldEntry *entry = &g_array_index (list, TriFieldEntry, i);
      gboolean heading = entry->row == TRI_FIELD_HEADING;
      g_autofree char *title
          = heading ? tri_field_entry_dup_heading (entry) : tri_fields_dup_title (fields, entry->row);

      g_string_append_printf (line, heading ? "[%s]" : "%s;", title);
    }
  return g_string_free (line, FALSE);
}

static void
assert_list (const TriFields *fields, TriFieldFilter filter, const char *expected)
{
  g_autofree char *line = dup_list (fields, filter);

  g_assert_cmpstr (line, ==, expected);
}

#define ALL .request = TRUE, .response = TRUE, .baseline = G_MAXUINT

#define STRAYS                                                                                                         \
  "[Request · Not in the published API]x_own[0];x_own[1];[Response · Not in the published API][\"odd one\"];"

static void
test_headings (void)
{
  g_autoptr (TriFields) fields = new_fields ();

  assert_list (fields, (TriFieldFilter){ ALL },
               "[Request · What is asked]Model;[Request · Output]Output limit;"
               "[Request · Sampling]Temperature;Top p;"
               "[Response · Envelope of the response]Id of the answer;[Response · Answer]Text;"
               "[Response · How it ended]How it ended;" STRAYS);
}

static void
test_filters (void)
{
  g_autoptr (TriFields) fields = new_fields ();

  /* What is not in the published API is left out by words and place only. */
  assert_list (fields, (TriFieldFilter){ .request = TRUE, .differences = TRUE, .baseline = G_MAXUINT },
               "[Request · What is asked]Model;[Request · Output]Output limit;"
               "[Request · Not in the published API]x_own[0];x_own[1];");
  assert_list (fields, (TriFieldFilter){ .request = TRUE, .baseline = 1 },
               "[Request · What is asked]Model;[Request · Output]Output limit;"
               "[Request · Not in the published API]x_own[0];x_own[1];");
  assert_list (fields, (TriFieldFilter){ ALL, .words = "TEMPER" }, "[Request · Sampling]Temperature;");
  assert_list (fields, (TriFieldFilter){ ALL, .words = "max_completion" }, "[Request · Output]Output limit;");
  assert_list (fields, (TriFieldFilter){ ALL, .words = "choices[0].message.c" }, "[Response · Answer]Text;");
  assert_list (fields, (TriFieldFilter){ ALL, .words = "x_own[1]" }, "[Request · Not in the published API]x_own[1];");
  /* A path is looked for as it is shown. */
  assert_list (fields, (TriFieldFilter){ ALL, .words = "[\"ODD" },
               "[Response · Not in the published API][\"odd one\"];");
  /* A value is found as it is spelt and as what it says. */
  assert_list (fields, (TriFieldFilter){ ALL, .words = "u4F60" }, "[Response · Answer]Text;");
  assert_list (fields, (TriFieldFilter){ ALL, .words = "你好" }, "[Response · Answer]Text;");
  assert_list (fields, (TriFieldFilter){ ALL, .words = "好\"" }, "[Response · Answer]Text;");
  assert_list (fields, (TriFieldFilter){ ALL, .words = "\"STOP\"" }, "[Response · How it ended]How it ended;");
  assert_list (fields, (TriFieldFilter){ ALL, .words = "no such thing" }, "");
}

static void
test_find (void)
{
  g_autoptr (TriFields) fields = new_fields ();
  g_autoptr (GArray) list = tri_field_list_new (fields, &(TriFieldFilter){ ALL }, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_assert_cmpuint (tri_field_list_find (list, fields, tri_meaning_find ("model"), TRI_PLACE_REQUEST, 0), ==, 1);
  g_assert_cmpuint (tri_field_list_find (list, fields, tri_meaning_find ("model"), TRI_PLACE_RESPONSE, 0), ==, 1);
  g_assert_cmpuint (tri_field_list_find (list, fields, tri_meaning_find ("seed"), TRI_PLACE_REQUEST, 0), ==, G_MAXUINT);
  g_cancellable_cancel (cancellable);
  g_assert_null (tri_field_list_new (fields, &(TriFieldFilter){ ALL }, cancellable));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field-list/headings", test_headings);
  g_test_add_func ("/field-list/filters", test_filters);
  g_test_add_func ("/field-list/find", test_find);
  return g_test_run ();
}
