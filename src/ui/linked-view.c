/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "linked-view.h"

/* What is smaller is mapped at once, which takes less than a frame has. */
#define WORKER_BYTES (512u * 1024)

/* How long the pointer rests before it points: who only passes does not mean anything by it. */
#define REST_MS 90

/* Of one meaning so many are marked, the nearest ones: logarithms of tokens are thousands. */
#define MAX_MARKS 32

struct _TriLinkedView
{
  GObject parent_instance;

  TriJsonView *view; /* not owned: it owns this */
  TriPlace place;
  const TriFormat *format;
  TriLinks *links; /* of the window in which it stands; NULL outside */

  TriFieldMap *map;      /* of the bytes as they are shown; NULL until it is asked for, or if there is none */
  GBytes *mapped;        /* what it was made of, or could not be */
  GCancellable *mapping; /* the worker; NULL while there is none */
  gboolean reveals;      /* what is marked once it is mapped is brought into view too */

  GArray *marks; /* TriMark */
  guint rest_id;
  double x, y;                /* where the pointer rests */
  graphene_point_t in_window; /* the same place in the window */
};

G_DEFINE_FINAL_TYPE (TriLinkedView, tri_linked_view, G_TYPE_OBJECT)

/* Mapping */

typedef struct
{
  GBytes *bytes;
  const TriFormat *format;
  TriPlace place;
} Work;

static TriFieldMap *
map_bytes (const Work *work)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (work->bytes, NULL);

  return index ? tri_field_map_new (work->format, work->place, index) : NULL;
}

static void
free_work (gpointer data)
{
  g_bytes_unref (((Work *) data)->bytes);
  g_free (data);
}

static void
map_in_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, map_bytes (data), (GDestroyNotify) tri_field_map_unref);
}

static void show_marks (TriLinkedView *self, gboolean reveal);

static void
map_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TriLinkedView *self = TRI_LINKED_VIEW (source);
  TriFieldMap *map = g_task_propagate_pointer (G_TASK (result), NULL);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    {
      g_clear_pointer (&map, tri_field_map_unref);
      return;
    }
  g_clear_object (&self->mapping);
  self->map = map;
  show_marks (self, self->reveals);
}

static void
forget_map (TriLinkedView *self)
{
  if (self->mapping)
    g_cancellable_cancel (self->mapping);
  g_clear_object (&self->mapping);
  g_clear_pointer (&self->map, tri_field_map_unref);
  g_clear_pointer (&self->mapped, g_bytes_unref);
  self->reveals = FALSE;
}

/* Data that is not shown leaves a string as it is, so what is shown is JSON with the very tokens of the document, and a
 * place in it is a place on the screen. */
TriFieldMap *
tri_linked_view_get_map (TriLinkedView *self)
{
  TriDocument *document = tri_json_view_get_document (self->view);
  GBytes *shown = document && tri_document_is_json (document) ? tri_document_get_shown (document) : NULL;
  Work work = { shown, self->format, self->place };
  g_autoptr (GTask) task = NULL;

  if (shown == self->mapped)
    return self->map;
  forget_map (self);
  if (!shown || !self->format)
    return NULL;
  self->mapped = g_bytes_ref (shown);
  if (g_bytes_get_size (shown) <= WORKER_BYTES)
    return self->map = map_bytes (&work);
  self->mapping = g_cancellable_new ();
  task = g_task_new (self, self->mapping, map_done, NULL);
  g_bytes_ref (shown);
  g_task_set_task_data (task, g_memdup2 (&work, sizeof work), free_work);
  g_task_set_return_on_cancel (task, FALSE);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, map_in_worker);
  return NULL;
}

/* Marks */

/* Where the name and the value of a field stand; of what has members only where it begins. */
static TriMark
get_range (const TriJsonToken *tokens, guint token, gboolean nearest)
{
  guint key
      = tokens[token].parent != TRI_JSON_NONE && tokens[tokens[token].parent].is_key ? tokens[token].parent : token;
  gboolean holds_more = (tokens[token].kind == TRI_JSON_OBJECT || tokens[token].kind == TRI_JSON_ARRAY)
                        && tokens[token].next > token + 1;

  return (TriMark){ tokens[key].start, holds_more ? tokens[token].start + 1 : tokens[token].end, nearest };
}

static void
gather_marks (TriLinkedView *self)
{
  const TriLink *link = self->links ? tri_links_get_shown (self->links) : NULL;
  TriFieldMap *map = link && link->meaning ? tri_linked_view_get_map (self) : NULL;
  g_autoptr (GArray) found = map ? tri_field_map_list (map, link->meaning) : NULL;
  const TriJsonToken *tokens;
  guint nearest, first;

  g_array_set_size (self->marks, 0);
  if (!found || found->len == 0)
    return;
  tokens = tri_json_index_get_tokens (tri_field_map_get_index (map), NULL);
  nearest = tri_field_map_find_instance (map, found, link->container, link->instance);
  first = nearest > MAX_MARKS / 2 ? nearest - MAX_MARKS / 2 : 0;
  for (guint i = first; i < MIN (found->len, first + MAX_MARKS); i++)
    {
      TriMark mark = get_range (tokens, g_array_index (found, guint32, i), i == nearest);

      g_array_append_val (self->marks, mark);
    }
}

static const TriMark *
get_nearest_mark (TriLinkedView *self)
{
  for (guint i = 0; i < self->marks->len; i++)
    if (g_array_index (self->marks, TriMark, i).nearest)
      return &g_array_index (self->marks, TriMark, i);
  return NULL;
}

static void
show_marks (TriLinkedView *self, gboolean reveal)
{
  const TriMark *nearest;

  gather_marks (self);
  tri_json_view_set_marks (self->view, self->marks);
  nearest = get_nearest_mark (self);
  if (nearest && reveal)
    tri_json_view_reveal (self->view, nearest->start, FALSE);
  self->reveals = reveal && self->mapping;
}

static void
links_changed (TriLinks *links, gboolean reveal, TriLinkedView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    show_marks (self, reveal && !tri_links_is_source (links, self));
}

/* Pointing and choosing */

/* Between the tokens of a line the line's first one is meant, and not the object around it. */
static guint
find_token (TriFieldMap *map, gsize offset)
{
  TriJsonIndex *index = tri_field_map_get_index (map);
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  gsize n_bytes;
  const char *text = g_bytes_get_data (tri_json_index_get_bytes (index), &n_bytes);
  guint token = tri_json_index_token_at (index, offset);
  gsize start = MIN (offset, n_bytes);
  guint first;

  if (token != TRI_JSON_NONE && tokens[token].next == token + 1)
    return token;
  while (start > 0 && text[start - 1] != '\n')
    start--;
  while (start < n_bytes && text[start] == ' ')
    start++;
  first = tri_json_index_token_at (index, start);
  return first != TRI_JSON_NONE && tokens[first].start == start ? first : token;
}

static void
say (TriLinkedView *self, gsize offset, void (*tell) (TriLinks *, const TriLink *, gpointer))
{
  TriFieldMap *map = self->links ? tri_linked_view_get_map (self) : NULL;
  guint token = map ? find_token (map, offset) : TRI_JSON_NONE;
  guint owner;
  const TriCell *cell = token != TRI_JSON_NONE ? tri_field_map_find_cell (map, token, &owner) : NULL;
  g_autofree char *path = NULL;
  TriLink link = { cell ? tri_meaning_find (cell->meaning) : NULL, self->place, 0, NULL, FALSE };

  if (token == TRI_JSON_NONE)
    return;
  if (link.meaning)
    {
      g_autoptr (GArray) all = tri_field_map_list (map, link.meaning);

      link.instance = tri_field_map_count_before (map, all, owner);
      link.container = tri_field_map_is_container (map, owner);
    }
  path = tri_json_index_dup_path (tri_field_map_get_index (map), link.meaning ? owner : token);
  link.path = path;
  if (!link.meaning && !path[0]) /* the document as a whole is no field */
    return;
  tell (self->links, &link, self);
}

void
tri_linked_view_point (TriLinkedView *self, gsize offset)
{
  say (self, offset, tri_links_point);
}

void
tri_linked_view_choose (TriLinkedView *self, gsize offset)
{
  say (self, offset, tri_links_choose);
}

static gboolean
has_rested (gpointer user_data)
{
  TriLinkedView *self = user_data;
  gsize offset;

  self->rest_id = 0;
  if (tri_json_view_get_offset_at (self->view, self->x, self->y, &offset))
    tri_linked_view_point (self, offset);
  else if (self->links)
    tri_links_point (self->links, NULL, self);
  return G_SOURCE_REMOVE;
}

static void
moved (GtkEventControllerMotion *controller, double x, double y, TriLinkedView *self)
{
  GtkWidget *view = GTK_WIDGET (self->view);
  graphene_point_t in_window;

  /* Views move under a pointer that rests; nobody points then, and what was chosen by key stays. */
  if (!gtk_widget_compute_point (view, GTK_WIDGET (gtk_widget_get_root (view)),
                                 &GRAPHENE_POINT_INIT ((float) x, (float) y), &in_window)
      || graphene_point_near (&in_window, &self->in_window, 0.5f))
    return;
  self->in_window = in_window;
  self->x = x;
  self->y = y;
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->rest_id = g_timeout_add (REST_MS, has_rested, self);
}

static void
stop_pointing (TriLinkedView *self)
{
  g_clear_handle_id (&self->rest_id, g_source_remove);
  if (self->links && tri_links_is_source (self->links, self))
    tri_links_point (self->links, NULL, self);
}

static void
choose_cursor (TriLinkedView *self)
{
  gsize offset;

  if (tri_json_view_get_cursor (self->view, &offset))
    tri_linked_view_choose (self, offset);
}

static void
clicked (GtkGestureClick *gesture, int n_press, double x, double y, TriLinkedView *self)
{
  gsize offset;

  g_clear_handle_id (&self->rest_id, g_source_remove);
  if (n_press == 1 && tri_json_view_get_offset_at (self->view, x, y, &offset))
    tri_linked_view_choose (self, offset);
}

static gboolean
is_moving_key (guint key)
{
  switch (key)
    {
    case GDK_KEY_Up:
    case GDK_KEY_Down:
    case GDK_KEY_Left:
    case GDK_KEY_Right:
    case GDK_KEY_Home:
    case GDK_KEY_End:
    case GDK_KEY_Page_Up:
    case GDK_KEY_Page_Down:
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      return TRUE;
    default:
      return FALSE;
    }
}

/* When the key is let go, so that holding it does not choose everything on the way. */
static void
key_released (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, TriLinkedView *self)
{
  if (is_moving_key (key) && !(state & (GDK_SHIFT_MASK | GDK_ALT_MASK)))
    choose_cursor (self);
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, TriLinkedView *self)
{
  if (key != GDK_KEY_Escape || !self->links || !tri_links_get_shown (self->links))
    return FALSE;
  tri_links_choose (self->links, NULL, self);
  return TRUE;
}

gboolean
tri_linked_view_has_counterpart (TriLinkedView *self)
{
  const TriLink *link = self->links ? tri_links_get_shown (self->links) : NULL;
  TriFieldMap *map = link && link->meaning ? tri_linked_view_get_map (self) : NULL;
  g_autoptr (GArray) found = map ? tri_field_map_list (map, link->meaning) : NULL;

  return found && found->len > 0;
}

void
tri_linked_view_go_to_counterpart (TriLinkedView *self)
{
  const TriMark *nearest;

  show_marks (self, FALSE);
  nearest = get_nearest_mark (self);
  if (nearest)
    tri_json_view_reveal (self->view, nearest->start, TRUE);
}

GArray *
tri_linked_view_get_marks (TriLinkedView *self)
{
  return self->marks;
}

/* Life */

static void
loaded (TriLinkedView *self)
{
  TriDocument *document = tri_json_view_get_document (self->view);

  /* Nobody may ask for the new one, and the old one can be large. */
  if (!document || tri_document_get_shown (document) != self->mapped)
    forget_map (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    show_marks (self, FALSE);
}

static void
mapped (TriLinkedView *self)
{
  if (self->links)
    show_marks (self, tri_links_get_chosen (self->links) != NULL);
}

static void
set_links (TriLinkedView *self, TriLinks *links)
{
  if (self->links == links)
    return;
  if (self->links)
    g_signal_handlers_disconnect_by_data (self->links, self);
  g_set_object (&self->links, links);
  if (links)
    g_signal_connect_object (links, "changed", G_CALLBACK (links_changed), self, 0);
}

static void
rooted (GtkWidget *view, GParamSpec *pspec, TriLinkedView *self)
{
  set_links (self, tri_links_find (view));
}

static void
tri_linked_view_dispose (GObject *object)
{
  TriLinkedView *self = TRI_LINKED_VIEW (object);

  g_clear_handle_id (&self->rest_id, g_source_remove);
  set_links (self, NULL);
  forget_map (self);
  G_OBJECT_CLASS (tri_linked_view_parent_class)->dispose (object);
}

static void
tri_linked_view_finalize (GObject *object)
{
  g_array_unref (TRI_LINKED_VIEW (object)->marks);
  G_OBJECT_CLASS (tri_linked_view_parent_class)->finalize (object);
}

static void
tri_linked_view_class_init (TriLinkedViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tri_linked_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = tri_linked_view_finalize;
}

static void
tri_linked_view_init (TriLinkedView *self)
{
  self->marks = g_array_new (FALSE, FALSE, sizeof (TriMark));
}

static void
add_controllers (TriLinkedView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *click = GTK_EVENT_CONTROLLER (gtk_gesture_click_new ());
  GtkEventController *key = gtk_event_controller_key_new ();

  /* Before the text, which keeps clicks for itself. */
  gtk_event_controller_set_propagation_phase (click, GTK_PHASE_CAPTURE);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_object (motion, "motion", G_CALLBACK (moved), self, 0);
  g_signal_connect_object (motion, "leave", G_CALLBACK (stop_pointing), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "pressed", G_CALLBACK (clicked), self, 0);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (key_pressed), self, 0);
  g_signal_connect_object (key, "key-released", G_CALLBACK (key_released), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self->view), motion);
  gtk_widget_add_controller (GTK_WIDGET (self->view), click);
  gtk_widget_add_controller (GTK_WIDGET (self->view), key);
}

TriLinkedView *
tri_linked_view_new (TriJsonView *view, TriPlace place)
{
  TriLinkedView *self = g_object_new (TRI_TYPE_LINKED_VIEW, NULL);

  self->view = view;
  self->place = place;
  g_object_set_data_full (G_OBJECT (view), "tri-linked-view", self, g_object_unref);
  g_signal_connect_object (view, "loaded", G_CALLBACK (loaded), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "map", G_CALLBACK (mapped), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (view, "unmap", G_CALLBACK (stop_pointing), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "notify::root", G_CALLBACK (rooted), self, 0);
  add_controllers (self);
  set_links (self, tri_links_find (GTK_WIDGET (view)));
  return self;
}

TriLinkedView *
tri_linked_view_find (TriJsonView *view)
{
  return g_object_get_data (G_OBJECT (view), "tri-linked-view");
}

void
tri_linked_view_set_format (TriLinkedView *self, const TriFormat *format)
{
  if (self->format == format)
    return;
  self->format = format;
  forget_map (self);
}
