/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output-view.h"

#include <glib/gi18n-lib.h>

#include "core/text-diff.h"
#include "core/text.h"
#include "end-follower.h"
#include "look.h"
#include "output-rows.h"
#include "rendered-parts.h"
#include "rich-text.h"
#include "source.h"

/* A paragraph is broken at the first blank behind the first limit, or anywhere at the second (in bytes). */
#define PARAGRAPH_SOFT_BYTES 4000u
#define PARAGRAPH_HARD_BYTES 5000u

/* After which a view is made that nothing has asked for yet. */
#define QUIET_MS 150

/* A part of the reply as far as it stands in the buffer. */
typedef struct
{
  GtkTextMark *end; /* left gravity: what is inserted there belongs to the part */
  GtkTextTag *tag;
  gsize shown_bytes;
  gsize paragraph_bytes; /* since the last line end */
} Shown;

typedef enum
{
  MODE_PLAIN, /* the only one that grows */
  MODE_MARKDOWN,
  MODE_DIFFERENCE
} Mode;

struct _TriOutputView
{
  AdwBin parent_instance;

  GtkWidget *compared_bar;
  GtkLabel *compared_line;
  GtkStack *stack;
  GtkLabel *hint;
  GtkScrolledWindow *scrolled;
  GtkSourceView *view; /* NULL until it is needed, and with it all that belongs to its buffer */
  GtkTextBuffer *buffer;
  GtkTextTag *heading;
  GtkTextTag *quiet;
  GtkTextTag *code;
  TriRenderedParts *rendered;

  guint prepare_tick; /* the first frame */
  guint prepare_id;   /* the quiet moment after it, in which the view is made */

  TriLook *look;
  TriColumn *column;
  TriExchange *exchange;
  Mode mode;
  const void *compared; /* the exchange whose text it is compared with; only to be recognised */

  GArray *parts;       /* Shown */
  TriOutputRows *rows; /* instead of the text view, for an answer that is too large; NULL until there is one */
  guint revision;      /* of the reply that is shown */

  TriEndFollower *follower;
};

G_DEFINE_FINAL_TYPE (TriOutputView, tri_output_view, ADW_TYPE_BIN)

/* Appends `text`, with line ends put into paragraphs that grow too long. */
static void
break_paragraphs (Shown *shown, const char *text, gsize length, GString *out)
{
  const char *end = text + length;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gsize char_bytes = g_utf8_next_char (p) - p;

      g_string_append_len (out, p, char_bytes);
      shown->paragraph_bytes += char_bytes;
      if (*p == '\n')
        shown->paragraph_bytes = 0;
      else if (shown->paragraph_bytes > PARAGRAPH_HARD_BYTES
               || (*p == ' ' && shown->paragraph_bytes > PARAGRAPH_SOFT_BYTES))
        {
          g_string_append_c (out, '\n');
          shown->paragraph_bytes = 0;
        }
    }
}

static void
insert_at_end (TriOutputView *self, const char *text, GtkTextTag *tag)
{
  GtkTextIter iter;

  gtk_text_buffer_get_end_iter (self->buffer, &iter);
  gtk_text_buffer_insert_with_tags (self->buffer, &iter, text, -1, tag, NULL);
}

static GtkTextTag *
get_tag (TriOutputView *self, TriPartKind kind)
{
  if (kind == TRI_PART_REASONING)
    return self->quiet;
  return kind == TRI_PART_TOOL_CALL || kind == TRI_PART_OTHER ? self->code : NULL;
}

static void
insert_heading (TriOutputView *self, const TriPart *part)
{
  g_autofree char *heading = tri_output_rows_dup_heading (part);

  if (gtk_text_buffer_get_char_count (self->buffer) > 0)
    insert_at_end (self, "\n\n", NULL);
  if (!heading)
    return;
  insert_at_end (self, heading, self->heading);
  insert_at_end (self, "\n", NULL);
}

static void
begin_part (TriOutputView *self, const TriPart *part)
{
  Shown shown = { .tag = get_tag (self, part->kind) };
  GtkTextIter iter;

  gtk_text_buffer_get_end_iter (self->buffer, &iter);
  shown.end = gtk_text_buffer_create_mark (self->buffer, NULL, &iter, TRUE);
  g_array_append_val (self->parts, shown);
}

static void
grow_part (TriOutputView *self, Shown *shown, const GString *text)
{
  g_autofree char *tail = NULL;
  g_autoptr (GString) broken = NULL;
  GtkTextIter iter;
  gsize length;

  if (shown->shown_bytes >= text->len)
    return;
  tail = tri_text_dup_displayable (text->str + shown->shown_bytes, text->len - shown->shown_bytes, &length);
  shown->shown_bytes = text->len;
  broken = g_string_sized_new (length + 2);
  break_paragraphs (shown, tail, length, broken);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, shown->end);
  gtk_text_buffer_insert_with_tags (self->buffer, &iter, broken->str, broken->len, shown->tag, NULL);
  gtk_text_buffer_move_mark (self->buffer, shown->end, &iter);
}

/* Not made with the window, of whose start it would be a sixth, but in the first quiet moment, or with the first text.
 */
static void
ensure_view (TriOutputView *self)
{
  if (self->view)
    return;
  self->view = g_object_new (GTK_SOURCE_TYPE_VIEW, "editable", FALSE, "cursor-visible", FALSE, "accepts-tab", FALSE,
                             "wrap-mode", GTK_WRAP_WORD_CHAR, "left-margin", 14, "right-margin", 14, "top-margin", 6,
                             "bottom-margin", 14, "pixels-inside-wrap", 3, "pixels-below-lines", 3, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Output"), -1);
  gtk_scrolled_window_set_child (self->scrolled, GTK_WIDGET (self->view));

  self->buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  gtk_text_buffer_set_enable_undo (self->buffer, FALSE);
  gtk_source_buffer_set_highlight_syntax (GTK_SOURCE_BUFFER (self->buffer), FALSE);
  tri_source_follow_style (GTK_SOURCE_BUFFER (self->buffer));

  self->heading
      = gtk_text_buffer_create_tag (self->buffer, NULL, "scale", 0.85, "weight", 600, "pixels-below-lines", 2, NULL);
  self->quiet = gtk_text_buffer_create_tag (self->buffer, NULL, "style", PANGO_STYLE_ITALIC, NULL);
  self->code = gtk_text_buffer_create_tag (self->buffer, NULL, "family", "monospace", "scale", 0.92, NULL);

  self->rendered = tri_rendered_parts_new (GTK_TEXT_VIEW (self->view));
  tri_end_follower_follow (self->follower, gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view)));
}

void
tri_output_view_clear (TriOutputView *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    gtk_text_buffer_delete_mark (self->buffer, g_array_index (self->parts, Shown, i).end);
  g_array_set_size (self->parts, 0);
  if (self->view)
    {
      tri_rendered_parts_clear (self->rendered);
      gtk_text_buffer_set_text (self->buffer, "", 0);
    }
  if (self->rows)
    tri_output_rows_show (self->rows, NULL);
  tri_end_follower_set_active (self->follower, TRUE);
  self->mode = MODE_PLAIN;
  self->compared = NULL;
  gtk_stack_set_visible_child_name (self->stack, "hint");
}

void
tri_output_view_set_hint (TriOutputView *self, const char *hint)
{
  gtk_label_set_text (self->hint, hint);
}

static const TriReply *
get_reply (TriExchange *exchange)
{
  const TriReader *reader = exchange ? tri_exchange_get_reader (exchange) : NULL;
  const TriReply *reply = reader ? tri_reader_get_reply (reader) : NULL;

  return reply && reply->parts->len > 0 ? reply : NULL;
}

static gboolean
has_ended (TriExchange *exchange)
{
  return exchange && tri_exchange_get_state (exchange) == TRI_EXCHANGE_ENDED;
}

static char *
dup_answer (TriExchange *exchange)
{
  g_autofree char *text = tri_reply_dup_text (get_reply (exchange));

  return tri_text_dup_displayable (text, -1, NULL);
}

/* Plain */

static void
show_plain (TriOutputView *self, const TriReply *reply)
{
  for (guint i = 0; i < reply->parts->len; i++)
    {
      const TriPart *part = reply->parts->pdata[i];

      if (i >= self->parts->len)
        {
          insert_heading (self, part);
          begin_part (self, part);
        }
      grow_part (self, &g_array_index (self->parts, Shown, i), part->text);
    }
}

/* Rendered: what a model says to people. What it calls and what it thinks is shown as it is. */

static void
show_markdown (TriOutputView *self, const TriReply *reply)
{
  for (guint i = 0; i < reply->parts->len; i++)
    {
      const TriPart *part = reply->parts->pdata[i];

      insert_heading (self, part);
      if (part->kind == TRI_PART_TEXT && tri_rendered_parts_append (self->rendered, part->text))
        continue;
      begin_part (self, part);
      grow_part (self, &g_array_index (self->parts, Shown, self->parts->len - 1), part->text);
    }
}

/* Compared */

static void
show_difference (TriOutputView *self, TriExchange *other)
{
  g_autofree char *there = dup_answer (other);
  g_autofree char *here = dup_answer (self->exchange);
  g_autoptr (GArray) runs = tri_text_diff (there, here);

  if (runs)
    tri_rich_text_append_diff (self->buffer, runs, there, here);
  else
    insert_at_end (self, _ ("These texts are too long to be compared."), self->heading);
}

static TriColumn *
get_other (TriOutputView *self)
{
  return self->look && self->column ? tri_look_get_compared (self->look, self->column) : NULL;
}

static void
show_compared_bar (TriOutputView *self, gboolean is_compared)
{
  TriColumn *other = get_other (self);
  g_autofree char *line = NULL;

  gtk_widget_set_visible (self->compared_bar, other != NULL);
  if (!other)
    return;
  line = g_strdup_printf (
      is_compared ? _ ("Compared with %s: what is only here is underlined, what is only there is struck through.")
                  : _ ("To be compared with %s when both answers are there."),
      tri_column_get_format (other)->title);
  gtk_label_set_text (self->compared_line, line);
}

static void
stop_comparing (TriOutputView *self)
{
  TriComparison *comparison = tri_look_get_comparison (self->look);

  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    if (tri_comparison_get_column (comparison, i) == self->column)
      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-text", "u", i);
}

/* Row by row */

static gboolean
is_in_rows (TriOutputView *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "rows") == 0;
}

static void
show_rows (TriOutputView *self)
{
  if (!self->rows)
    {
      self->rows = TRI_OUTPUT_ROWS (tri_output_rows_new ());
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->rows), "rows");
    }
  if (!is_in_rows (self))
    tri_output_view_clear (self);
  gtk_stack_set_visible_child_name (self->stack, "rows");
  tri_output_rows_show (self->rows, self->exchange);
}

/* All of it */

/* Which of the three it is now, and with what it is compared. Only what has ended is read as a whole. */
static Mode
choose_mode (TriOutputView *self, TriExchange **other)
{
  TriColumn *compared = get_other (self);

  *other = compared ? tri_column_get_exchange (compared) : NULL;
  if (!has_ended (self->exchange))
    return MODE_PLAIN;
  if (has_ended (*other) && get_reply (*other))
    return MODE_DIFFERENCE;
  return self->look && tri_look_get_markdown (self->look) ? MODE_MARKDOWN : MODE_PLAIN;
}

/* Who follows the end goes on following it when the answer is shown otherwise; a difference is read from its
 * beginning, and so is an answer that came in one piece. */
static void
begin_anew (TriOutputView *self, Mode mode)
{
  gboolean follows = tri_end_follower_is_active (self->follower) && mode != MODE_DIFFERENCE;

  tri_output_view_clear (self);
  follows = follows && tri_reader_is_stream (tri_exchange_get_reader (self->exchange));
  tri_end_follower_set_active (self->follower, follows);
}

static void
show (TriOutputView *self)
{
  const TriReply *reply = get_reply (self->exchange);
  TriExchange *other;
  Mode mode = choose_mode (self, &other);
  const void *compared = mode == MODE_DIFFERENCE ? other : NULL;
  gboolean empty;

  show_compared_bar (self, mode == MODE_DIFFERENCE && reply);
  if (!reply)
    return;
  if (reply->revision != self->revision || mode != self->mode || compared != self->compared)
    begin_anew (self, mode);
  self->revision = reply->revision;
  if (mode != MODE_DIFFERENCE && tri_output_rows_are_needed (reply))
    {
      show_rows (self);
      self->mode = mode;
      self->compared = compared;
      return;
    }
  ensure_view (self);
  gtk_stack_set_visible_child_name (self->stack, "text");
  empty = gtk_text_buffer_get_char_count (self->buffer) == 0;
  if (mode == MODE_PLAIN)
    show_plain (self, reply);
  else if (empty && mode == MODE_MARKDOWN)
    show_markdown (self, reply);
  else if (empty)
    show_difference (self, other);
  self->mode = mode;
  self->compared = compared;
}

void
tri_output_view_update (TriOutputView *self, TriColumn *column, TriExchange *exchange)
{
  g_set_object (&self->column, column);
  g_set_object (&self->exchange, exchange);
  show (self);
}

static void
set_look (TriOutputView *self, TriLook *look)
{
  if (self->look)
    g_signal_handlers_disconnect_by_data (self->look, self);
  g_set_object (&self->look, look);
  if (!look)
    return;
  g_signal_connect_object (look, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

static void
tri_output_view_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tri_output_view_parent_class)->root (widget);
  set_look (TRI_OUTPUT_VIEW (widget), tri_look_find (widget));
}

static void
tri_output_view_unroot (GtkWidget *widget)
{
  set_look (TRI_OUTPUT_VIEW (widget), NULL);
  GTK_WIDGET_CLASS (tri_output_view_parent_class)->unroot (widget);
}

GtkWidget *
tri_output_view_get_text_view (TriOutputView *self)
{
  if (is_in_rows (self))
    return tri_output_rows_get_text_view (self->rows);
  ensure_view (self);
  return GTK_WIDGET (self->view);
}

static gboolean
prepare (gpointer user_data)
{
  TriOutputView *self = user_data;

  self->prepare_id = 0;
  ensure_view (self);
  return G_SOURCE_REMOVE;
}

/* In the first frame: before it, while the display makes the window, everything is quiet too. */
static gboolean
wait_for_quiet (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TriOutputView *self = TRI_OUTPUT_VIEW (widget);

  self->prepare_tick = 0;
  if (!self->view)
    self->prepare_id = g_timeout_add_full (G_PRIORITY_LOW, QUIET_MS, prepare, self, NULL);
  return G_SOURCE_REMOVE;
}

/* The first words of all columns come in one frame, which would wait for all their views. */
static void
tri_output_view_map (GtkWidget *widget)
{
  TriOutputView *self = TRI_OUTPUT_VIEW (widget);

  GTK_WIDGET_CLASS (tri_output_view_parent_class)->map (widget);
  if (!self->view && self->prepare_id == 0 && self->prepare_tick == 0)
    self->prepare_tick = gtk_widget_add_tick_callback (widget, wait_for_quiet, NULL, NULL);
}

static void
tri_output_view_dispose (GObject *object)
{
  TriOutputView *self = TRI_OUTPUT_VIEW (object);

  g_clear_handle_id (&self->prepare_id, g_source_remove);
  g_clear_object (&self->column);
  g_clear_object (&self->exchange);
  g_clear_object (&self->rendered);
  G_OBJECT_CLASS (tri_output_view_parent_class)->dispose (object);
}

static void
tri_output_view_finalize (GObject *object)
{
  g_array_unref (TRI_OUTPUT_VIEW (object)->parts);
  g_object_unref (TRI_OUTPUT_VIEW (object)->follower);
  G_OBJECT_CLASS (tri_output_view_parent_class)->finalize (object);
}

static void
tri_output_view_class_init (TriOutputViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_output_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = tri_output_view_finalize;
  widget_class->map = tri_output_view_map;
  widget_class->root = tri_output_view_root;
  widget_class->unroot = tri_output_view_unroot;
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/output-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TriOutputView, compared_bar);
  gtk_widget_class_bind_template_child (widget_class, TriOutputView, compared_line);
  gtk_widget_class_bind_template_child (widget_class, TriOutputView, stack);
  gtk_widget_class_bind_template_child (widget_class, TriOutputView, hint);
  gtk_widget_class_bind_template_child (widget_class, TriOutputView, scrolled);
  gtk_widget_class_bind_template_callback (widget_class, stop_comparing);
}

static void
tri_output_view_init (TriOutputView *self)
{
  self->parts = g_array_new (FALSE, FALSE, sizeof (Shown));
  self->follower = tri_end_follower_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tri_output_view_new (void)
{
  return g_object_new (TRI_TYPE_OUTPUT_VIEW, NULL);
}
