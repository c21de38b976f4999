/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "links.h"

#include <glib/gi18n-lib.h>

#include "core/text.h"
#include "field-detail.h"

/* A field and who said it; `path` is owned. */
typedef struct
{
  gboolean is_set;
  TriLink link;
  gpointer source;
} Said;

struct _TriLinks
{
  GObject parent_instance;

  TriComparison *comparison;
  Said pointed;
  Said chosen;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TriLinks, tri_links, G_TYPE_OBJECT)

static void
said_clear (Said *said)
{
  g_free ((char *) said->link.path);
  *said = (Said){ 0 };
}

static gboolean
says (const Said *said, const TriLink *link, gpointer source)
{
  if (!link)
    return !said->is_set;
  return said->is_set && said->source == source && said->link.meaning == link->meaning
         && said->link.place == link->place && said->link.instance == link->instance
         && said->link.container == link->container && g_strcmp0 (said->link.path, link->path) == 0;
}

static void
say (Said *said, const TriLink *link, gpointer source)
{
  said_clear (said);
  if (!link)
    return;
  *said = (Said){ TRUE, *link, source };
  said->link.path = g_strdup (link->path);
}

void
tri_links_point (TriLinks *self, const TriLink *link, gpointer source)
{
  if (says (&self->pointed, link, source))
    return;
  say (&self->pointed, link, source);
  g_signal_emit (self, signals[CHANGED], 0, FALSE);
}

void
tri_links_choose (TriLinks *self, const TriLink *link, gpointer source)
{
  /* Where one chooses, one points too. */
  said_clear (&self->pointed);
  if (!says (&self->chosen, link, source))
    say (&self->chosen, link, source);
  g_signal_emit (self, signals[CHANGED], 0, link != NULL);
}

static const Said *
get_shown (TriLinks *self)
{
  return self->pointed.is_set ? &self->pointed : &self->chosen;
}

const TriLink *
tri_links_get_shown (TriLinks *self)
{
  const Said *said = get_shown (self);

  return said->is_set ? &said->link : NULL;
}

const TriLink *
tri_links_get_chosen (TriLinks *self)
{
  return self->chosen.is_set ? &self->chosen.link : NULL;
}

gboolean
tri_links_is_source (TriLinks *self, gpointer source)
{
  return get_shown (self)->source == source;
}

char *
tri_links_dup_note (TriLinks *self)
{
  const TriLink *link = tri_links_get_shown (self);
  g_autoptr (GString) note = NULL;
  g_autofree char *changes = NULL;
  g_autofree char *fit = NULL;

  if (!link)
    return NULL;
  if (!link->meaning)
    {
      fit = tri_text_dup_excerpt (link->path ? link->path : "", 80);
      return g_strdup_printf (_ ("%s: not in the published API"), fit);
    }
  changes = tri_field_detail_dup_changes (self->comparison, link->meaning, link->place);
  note = g_string_new (_ (link->meaning->title));
  if (changes)
    /* Translators: between the title of a field, how the formats differ in it, and a note */
    g_string_append_printf (note, C_ ("field", " · %s"), changes);
  g_string_append_printf (note, C_ ("field", " · %s"), _ (link->meaning->note));
  if (link->meaning->friend)
    tri_text_append_sentence (note, _ (link->meaning->friend));
  return g_string_free (g_steal_pointer (&note), FALSE);
}

static void
tri_links_finalize (GObject *object)
{
  TriLinks *self = TRI_LINKS (object);

  said_clear (&self->pointed);
  said_clear (&self->chosen);
  g_clear_object (&self->comparison);
  G_OBJECT_CLASS (tri_links_parent_class)->finalize (object);
}

static void
tri_links_class_init (TriLinksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tri_links_finalize;
  signals[CHANGED] = g_signal_new ("changed", TRI_TYPE_LINKS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_BOOLEAN);
}

static void
tri_links_init (TriLinks *self)
{
}

TriLinks *
tri_links_new (TriComparison *comparison, GtkWindow *window)
{
  TriLinks *self = g_object_new (TRI_TYPE_LINKS, NULL);

  self->comparison = g_object_ref (comparison);
  g_object_set_data_full (G_OBJECT (window), "tri-links", self, g_object_unref);
  return self;
}

TriLinks *
tri_links_find (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return root ? g_object_get_data (G_OBJECT (root), "tri-links") : NULL;
}
