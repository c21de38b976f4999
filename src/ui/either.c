/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "either.h"

#include "seen.h"

#define ICON_SIZE 16 /* of an image in GTK's theme, which stays as it is when letters grow */

struct _TriEither
{
  GtkWidget parent_instance;

  GtkWidget *wide;
  GtkWidget *narrow; /* NULL while an icon was not needed */
  GIcon *icon;
};

enum
{
  PROP_WIDE = 1,
  PROP_NARROW,
  PROP_ICON,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TriEither, tri_either, GTK_TYPE_WIDGET)

static void
tri_either_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  TriEither *self = TRI_EITHER (widget);
  int wide_min, wide_nat, narrow_min = ICON_SIZE, narrow_nat = ICON_SIZE;

  /* The height is that of the taller one, so that nothing below jumps when they change places. */
  gtk_widget_measure (self->wide, orientation, -1, &wide_min, &wide_nat, NULL, NULL);
  if (self->narrow)
    gtk_widget_measure (self->narrow, orientation, -1, &narrow_min, &narrow_nat, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN (wide_min, narrow_min);
      *natural = wide_nat;
    }
  else
    {
      *minimum = MAX (wide_min, narrow_min);
      *natural = MAX (wide_nat, narrow_nat);
    }
  *minimum_baseline = *natural_baseline = -1;
}

static void
tri_either_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TriEither *self = TRI_EITHER (widget);
  int natural;
  gboolean fits;

  gtk_widget_measure (self->wide, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  fits = natural <= width;
  if (!fits && !self->narrow)
    {
      self->narrow = g_object_new (GTK_TYPE_IMAGE, "gicon", self->icon, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
      gtk_widget_set_parent (self->narrow, widget);
      gtk_widget_measure (self->narrow, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
    }
  tri_seen_set (self->wide, fits);
  if (self->narrow)
    tri_seen_set (self->narrow, !fits);
  gtk_widget_allocate (fits ? self->wide : self->narrow, width, height, baseline, NULL);
}

static void
tri_either_take (TriEither *self, GtkWidget **place, GtkWidget *child)
{
  g_clear_pointer (place, gtk_widget_unparent);
  *place = child;
  if (child)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
tri_either_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TriEither *self = TRI_EITHER (object);

  if (id == PROP_WIDE)
    tri_either_take (self, &self->wide, g_value_get_object (value));
  else if (id == PROP_ICON)
    self->icon = g_value_get_string (value) ? g_icon_new_for_string (g_value_get_string (value), NULL) : NULL;
  else
    tri_either_take (self, &self->narrow, g_value_get_object (value));
}

static void
tri_either_dispose (GObject *object)
{
  TriEither *self = TRI_EITHER (object);

  tri_either_take (self, &self->wide, NULL);
  tri_either_take (self, &self->narrow, NULL);
  g_clear_object (&self->icon);
  G_OBJECT_CLASS (tri_either_parent_class)->dispose (object);
}

static void
tri_either_class_init (TriEitherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = tri_either_set_property;
  object_class->dispose = tri_either_dispose;
  widget_class->measure = tri_either_measure;
  widget_class->size_allocate = tri_either_size_allocate;

  props[PROP_WIDE]
      = g_param_spec_object ("wide", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_NARROW]
      = g_param_spec_object ("narrow", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_ICON] = g_param_spec_string ("icon", NULL, NULL, NULL,
                                          G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tri_either_init (TriEither *self)
{
}
