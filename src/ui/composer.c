/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "composer.h"

#include <glib/gi18n-lib.h>

#include "either.h"
#include "menus.h"
#include "seen.h"
#include "settings-popover.h"
#include "source.h"
#include "turn-row.h"

struct _TriComposer
{
  GtkBox parent_instance;

  GtkToggleButton *conversation;
  GtkTextBuffer *instructions_buffer;
  GtkBox *turns;
  GtkTextView *prompt;
  GtkTextBuffer *prompt_buffer;
  GtkWidget *hint;
  GtkLabel *error;
  GtkMenuButton *settings_button;
  GtkLabel *conversation_label;
  GtkLabel *settings_label;
  TriSettingsPopover *settings;
  GtkStack *send_stack;
  GtkButton *send_button;
  GtkMenuButton *schedule_button;
  GMenuModel *schedule_menu;

  gboolean setting; /* the program writes, not the person */
  gboolean touched;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriComposer, tri_composer, GTK_TYPE_BOX)

static void
show_problem (TriComposer *self, const char *message)
{
  gtk_label_set_text (self->error, message ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), message != NULL);
  if (message)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
}

/* Folded up, a conversation still goes out with the prompt, so the button says how much there is of it. */
static void
count_conversation (TriComposer *self)
{
  guint n = gtk_text_buffer_get_char_count (self->instructions_buffer) > 0;
  g_autofree char *label = NULL;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->turns)); row;
       row = gtk_widget_get_next_sibling (row))
    n++;
  label = n == 0 ? g_strdup (_ ("Conversation")) : g_strdup_printf (_ ("Conversation · %u"), n);
  gtk_label_set_text (self->conversation_label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->conversation), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
edited (TriComposer *self)
{
  count_conversation (self);
  gtk_widget_set_visible (self->hint, gtk_text_buffer_get_char_count (self->prompt_buffer) == 0);
  if (self->setting)
    return;
  show_problem (self, NULL);
  self->touched = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
settings_changed (TriComposer *self)
{
  guint n_set = tri_settings_popover_get_n_set (self->settings);
  g_autofree char *label = n_set == 0 ? g_strdup (_ ("Settings")) : g_strdup_printf (_ ("Settings · %u"), n_set);

  gtk_label_set_text (self->settings_label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->settings_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (!self->setting)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
remove_turn (TriTurnRow *row, TriComposer *self)
{
  gtk_box_remove (self->turns, GTK_WIDGET (row));
  edited (self);
}

static GtkWidget *
add_turn (TriComposer *self, TriRole role, const char *text)
{
  GtkWidget *row = tri_turn_row_new (role, text);

  g_signal_connect_object (row, "changed", G_CALLBACK (edited), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (remove_turn), self, 0);
  gtk_box_append (self->turns, row);
  return row;
}

/* A conversation takes turns, so the new one is spoken by whoever did not speak last. */
static void
add_turn_clicked (TriComposer *self)
{
  GtkWidget *last = gtk_widget_get_last_child (GTK_WIDGET (self->turns));
  gboolean user_spoke = last && tri_turn_row_get_role (TRI_TURN_ROW (last)) == TRI_ROLE_USER;

  gtk_widget_child_focus (add_turn (self, user_spoke ? TRI_ROLE_ASSISTANT : TRI_ROLE_USER, ""), GTK_DIR_TAB_FORWARD);
  edited (self);
}

static void
tri_composer_dispose (GObject *object)
{
  TRI_COMPOSER (object)->setting = TRUE;
  G_OBJECT_CLASS (tri_composer_parent_class)->dispose (object);
}

static void
tri_composer_class_init (TriComposerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tri_composer_dispose;
  g_type_ensure (TRI_TYPE_EITHER);
  g_type_ensure (TRI_TYPE_SETTINGS_POPOVER);
  gtk_widget_class_set_template_from_resource (widget_class, "/app/triptych/Triptych/composer.ui");
  gtk_widget_class_bind_template_child (widget_class, TriComposer, conversation);
  gtk_widget_class_bind_template_child (widget_class, TriComposer, conversation_label);
  gtk_widget_class_bind_template_child (widget_class, TriComposer, instructions_buffer);
  gtk_widget_class_bind_template_child (widget_class, TriComposer, turns);
  gtk_widget_class_bind_template_child (widget_class, TriComposer, prompt);
  gtk_widget_class_bind_template_child (widget_class, TriComposer, prompt_buffer);
  gtk_widget_class_bind_template_child (widget_class, TriComposer, hint);
  gtk_widget_class_bind_template_child (widget_class, TriComposer, error);
  gtk_widget_class_bind_template_child (widget_class, TriComposer, settings_button);
  gtk_widget_class_bind_template_child (widget_class, TriComposer, settings_label);
  gtk_widget_class_bind_template_child (widget_class, TriComposer, settings);
  gtk_widget_class_bind_template_child (widget_class, TriComposer, send_stack);
  gtk_widget_class_bind_template_child (widget_class, TriComposer, send_button);
  gtk_widget_class_bind_template_child (widget_class, TriComposer, schedule_button);
  gtk_widget_class_bind_template_child (widget_class, TriComposer, schedule_menu);
  gtk_widget_class_bind_template_callback (widget_class, edited);
  gtk_widget_class_bind_template_callback (widget_class, settings_changed);
  gtk_widget_class_bind_template_callback (widget_class, add_turn_clicked);
  signals[CHANGED]
      = g_signal_new ("changed", TRI_TYPE_COMPOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tri_composer_init (TriComposer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tri_menus_set_model (self->schedule_button, self->schedule_menu);
  edited (self);
  self->touched = FALSE;
}

TriPrompt *
tri_composer_dup_prompt (TriComposer *self, GError **error)
{
  g_autofree char *instructions = tri_source_dup_text (self->instructions_buffer);
  g_autofree char *text = tri_source_dup_text (self->prompt_buffer);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) turns = g_array_new (FALSE, FALSE, sizeof (TriTurn));

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->turns)); row;
       row = gtk_widget_get_next_sibling (row))
    {
      TriTurn turn = { tri_turn_row_get_role (TRI_TURN_ROW (row)), tri_turn_row_dup_text (TRI_TURN_ROW (row)) };

      g_ptr_array_add (texts, turn.text);
      g_array_append_val (turns, turn);
    }
  return tri_prompt_new_with_turns (instructions, (const TriTurn *) (gpointer) turns->data, turns->len, text, error);
}

const TriSettings *
tri_composer_get_settings (TriComposer *self)
{
  return tri_settings_popover_get_settings (self->settings);
}

/* Puts all of it in place, as the program and not as a person. */
static void
put (TriComposer *self,
     const char *instructions,
     const TriTurn *turns,
     guint n_turns,
     const char *text,
     const TriSettings *settings)
{
  GtkWidget *row;

  self->setting = TRUE;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->turns))))
    gtk_box_remove (self->turns, row);
  for (guint i = 0; i < n_turns; i++)
    add_turn (self, turns[i].role, turns[i].text);
  gtk_text_buffer_set_text (self->instructions_buffer, instructions ? instructions : "", -1);
  gtk_text_buffer_set_text (self->prompt_buffer, text ? text : "", -1);
  tri_settings_popover_set_settings (self->settings, settings);
  gtk_toggle_button_set_active (self->conversation, instructions || n_turns > 0);
  self->setting = FALSE;
  show_problem (self, NULL);
}

void
tri_composer_set (TriComposer *self, TriPrompt *prompt, const TriSettings *settings)
{
  guint n_turns;
  const TriTurn *turns = tri_prompt_get_turns (prompt, &n_turns);

  put (self, tri_prompt_get_instructions (prompt), turns, n_turns, tri_prompt_get_text (prompt), settings);
  self->touched = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tri_composer_load (TriComposer *self, const TriDraft *draft)
{
  put (self, draft->instructions, (const TriTurn *) (gpointer) draft->turns->data, draft->turns->len, draft->text,
       draft->settings);
  self->touched = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tri_composer_save (TriComposer *self, TriDraft *draft)
{
  draft->instructions = tri_source_dup_text (self->instructions_buffer);
  if (draft->instructions[0] == '\0')
    g_clear_pointer (&draft->instructions, g_free);
  draft->text = tri_source_dup_text (self->prompt_buffer);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->turns)); row;
       row = gtk_widget_get_next_sibling (row))
    {
      g_autofree char *text = tri_turn_row_dup_text (TRI_TURN_ROW (row));

      tri_draft_add_turn (draft, tri_turn_row_get_role (TRI_TURN_ROW (row)), text);
    }
  tri_settings_free (draft->settings);
  draft->settings = tri_settings_copy (tri_composer_get_settings (self));
}

gboolean
tri_composer_is_touched (TriComposer *self)
{
  return self->touched;
}

gboolean
tri_composer_check (TriComposer *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TriPrompt) prompt = tri_composer_dup_prompt (self, &error);

  show_problem (self, prompt ? NULL : error->message);
  if (!prompt)
    {
      tri_composer_focus_prompt (self);
      return FALSE;
    }
  return tri_settings_popover_check (self->settings);
}

void
tri_composer_set_running (TriComposer *self, gboolean running)
{
  tri_seen_turn (self->send_stack, running ? "stop" : "send");
}

void
tri_composer_set_n_requests (TriComposer *self, guint n_requests)
{
  g_autofree char *label = g_strdup (_ ("Send"));
  g_autofree char *tooltip = g_strdup (_ ("Send to all columns (Ctrl+Enter)"));

  if (n_requests > 0)
    {
      g_free (label);
      g_free (tooltip);
      /* Translators: the label of a button that stands in a narrow place; it sends %u requests. */
      label = g_strdup_printf (_ ("Send %u"), n_requests);
      tooltip = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "Send %u request (Ctrl+Enter)", "Send %u requests (Ctrl+Enter)", n_requests),
          n_requests);
    }
  gtk_button_set_label (self->send_button, label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->send_button), tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->send_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, tooltip, -1);
}

void
tri_composer_focus_prompt (TriComposer *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->prompt));
}

void
tri_composer_show_settings (TriComposer *self)
{
  gtk_menu_button_popup (self->settings_button);
}
