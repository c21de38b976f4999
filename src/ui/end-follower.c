/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "end-follower.h"

struct _TriEndFollower
{
  GObject parent_instance;

  gboolean active;
  double last_value;
};

G_DEFINE_FINAL_TYPE (TriEndFollower, tri_end_follower, G_TYPE_OBJECT)

static double
get_end (GtkAdjustment *adjustment)
{
  return gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);
}

static void
value_changed (GtkAdjustment *adjustment, TriEndFollower *self)
{
  double value = gtk_adjustment_get_value (adjustment);
  double end = get_end (adjustment);

  if (value < self->last_value - 0.5)
    self->active = FALSE;
  if (value >= end - 1.0 && end > 0) /* an empty view has no end to be at */
    self->active = TRUE;
  self->last_value = value;
}

static void
extent_changed (GtkAdjustment *adjustment, TriEndFollower *self)
{
  gboolean active = self->active;

  /* A value that shrinks with the extent is nobody's scrolling. */
  self->last_value = MIN (self->last_value, gtk_adjustment_get_value (adjustment));
  if (active)
    gtk_adjustment_set_value (adjustment, get_end (adjustment));
  self->active = active;
}

void
tri_end_follower_follow (TriEndFollower *self, GtkAdjustment *adjustment)
{
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (value_changed), self, 0);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (extent_changed), self, 0);
}

gboolean
tri_end_follower_is_active (TriEndFollower *self)
{
  return self->active;
}

void
tri_end_follower_set_active (TriEndFollower *self, gboolean active)
{
  self->active = active;
}

static void
tri_end_follower_class_init (TriEndFollowerClass *klass)
{
}

static void
tri_end_follower_init (TriEndFollower *self)
{
  self->active = TRUE;
}

TriEndFollower *
tri_end_follower_new (void)
{
  return g_object_new (TRI_TYPE_END_FOLLOWER, NULL);
}
