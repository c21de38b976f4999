/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "column-commands.h"

#include "core/formats.h"
#include "fill-dialog.h"
#include "servers.h"

static void
add_column (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TriWindow *window = user_data;
  const TriFormat *format = tri_format_find (g_variant_get_string (parameter, NULL));
  TriComparison *comparison = tri_window_get_comparison (window);
  guint n_columns = tri_comparison_get_n_columns (comparison);
  TriColumn *last = n_columns > 0 ? tri_comparison_get_column (comparison, n_columns - 1) : NULL;
  TriServer *server = last ? tri_column_get_server (last) : tri_servers_get (tri_window_get_servers (window), 0);
  g_autoptr (TriColumn) column = NULL;

  if (!format)
    return;
  column
      = tri_column_new (format, server, last && tri_column_has_own_model (last) ? tri_column_get_model (last) : NULL);
  tri_comparison_insert (comparison, n_columns, column);
  tri_columns_focus (tri_window_get_columns (window), n_columns);
}

static void
fill_columns (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  TriWindow *window = user_data;

  gtk_window_present (GTK_WINDOW (
      tri_fill_dialog_new (GTK_WINDOW (window), tri_window_get_comparison (window), tri_window_get_servers (window))));
}

/* The commands of one column, by its position. */
static void
column_command (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  static const struct
  {
    const char *window_action;
    const char *column_action;
  } names[] = {
    { "stop-column", "column.stop" },
    { "retry-column", "column.retry" },
    { "copy-column", "column.copy" },
    { "move-column-left", "column.move-left" },
    { "move-column-right", "column.move-right" },
    { "remove-column", "column.remove" },
  };
  TriColumnView *view = tri_columns_get_view (tri_window_get_columns (user_data), g_variant_get_uint32 (parameter));

  for (guint i = 0; view && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].window_action, g_action_get_name (G_ACTION (action))))
      gtk_widget_activate_action (GTK_WIDGET (view), names[i].column_action, NULL);
}

static void
next_column (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tri_columns_go (tri_window_get_columns (user_data), 1);
}

static void
previous_column (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tri_columns_go (tri_window_get_columns (user_data), -1);
}

static void
counterpart (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  tri_columns_go_to_counterpart (tri_window_get_columns (user_data));
}

static const GActionEntry actions[] = {
  { .name = "next-column", .activate = next_column },
  { .name = "previous-column", .activate = previous_column },
  { .name = "counterpart", .activate = counterpart },
  { .name = "add-column", .activate = add_column, .parameter_type = "s" },
  { .name = "fill-columns", .activate = fill_columns },
  { .name = "stop-column", .activate = column_command, .parameter_type = "u" },
  { .name = "retry-column", .activate = column_command, .parameter_type = "u" },
  { .name = "copy-column", .activate = column_command, .parameter_type = "u" },
  { .name = "move-column-left", .activate = column_command, .parameter_type = "u" },
  { .name = "move-column-right", .activate = column_command, .parameter_type = "u" },
  { .name = "remove-column", .activate = column_command, .parameter_type = "u" },
};

void
tri_column_commands_add (TriWindow *window)
{
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), window);
}
