/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fairness.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rosetta.h"
#include "text.h"

/* So much of a list of names is said. */
#define MAX_NAMES_CHARS 80

/* Swallows `text`. */
static void
add_gap (GPtrArray *gaps, TriGapKind kind, const char *what, char *text)
{
  TriGap *gap = g_new (TriGap, 1);

  *gap = (TriGap){ kind, what, text };
  g_ptr_array_add (gaps, gap);
}

static const char *
get_title (TriColumn *column)
{
  return tri_column_get_format (column)->title;
}

static char *
dup_fit (const char *text)
{
  g_autofree char *fit = tri_text_dup_displayable (text, -1, NULL);

  return tri_text_dup_excerpt (fit, MAX_NAMES_CHARS);
}

/* Whom a column asks, or asked. */
typedef struct
{
  const char *title;
  const char *model;
  const char *server;
  const char *url; /* only to be compared; NULL: not known */
} Whom;

static Whom
get_whom (TriColumn *column)
{
  TriServer *server = tri_column_get_server (column);

  return (Whom){ get_title (column), tri_column_get_model (column), tri_server_get_name (server),
                 tri_server_get_base_url (server) };
}

static Whom
get_whom_asked (const TriRecord *record)
{
  return (Whom){ record->format->title, record->model, record->server_name, record->server_name };
}

static void
compare_whom (GPtrArray *gaps, Whom whom, Whom first)
{
  g_autofree char *model = dup_fit (whom.model ? whom.model : "");
  g_autofree char *other_model = dup_fit (first.model ? first.model : "");
  g_autofree char *server = dup_fit (whom.server ? whom.server : "");
  g_autofree char *other_server = dup_fit (first.server ? first.server : "");

  if (!g_str_equal (model, other_model))
    add_gap (gaps, TRI_GAP_WHOM, "model",
             g_strdup_printf (_ ("%s asks the model %s, the first column %s."), whom.title,
                              model[0] ? model : _ ("no model"), other_model[0] ? other_model : _ ("no model")));
  if (g_strcmp0 (whom.url, first.url) != 0)
    add_gap (gaps, TRI_GAP_WHOM, "server",
             g_strdup_printf (_ ("%s asks the server %s, the first column %s."), whom.title, server, other_server));
}

static char *
dup_names (const char *members)
{
  g_autoptr (GBytes) bytes = g_bytes_new (members, strlen (members));
  g_autoptr (TriJsonIndex) index = tri_json_index_new (bytes, NULL);
  const TriJsonToken *tokens = index ? tri_json_index_get_tokens (index, NULL) : NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint key = 1; tokens && key < tokens[0].next; key = tokens[key].next)
    {
      g_autofree char *name = tri_json_index_dup_string (index, key, NULL);

      g_string_append_printf (names, "%s%s", names->len > 0 ? C_ ("list", ", ") : "", name ? name : "");
    }
  return dup_fit (names->str);
}

static void
list_own (GPtrArray *gaps, TriColumn *column)
{
  const char *members = tri_column_get_members (column);
  g_autofree char *names = members ? dup_names (members) : NULL;

  if (tri_column_get_body (column))
    add_gap (gaps, TRI_GAP_OWN, "body", g_strdup_printf (_ ("%s sends a body of its own."), get_title (column)));
  else if (names && names[0])
    add_gap (gaps, TRI_GAP_OWN, "members",
             g_strdup_printf (_ ("%s sends other members too: %s."), get_title (column), names));
}

static gboolean
is_away (TriServer *server)
{
  const char *url = tri_server_get_base_url (server);

  return !tri_server_is_practice (server) && url && !tri_url_is_loopback (url);
}

/* What one provider keeps and another does not is no difference in the answer, but it is one in what was agreed to. */
static void
list_storing (GPtrArray *gaps, TriColumn *column, const TriSettings *settings)
{
  g_autoptr (GBytes) request = NULL;
  char *note;

  if (!is_away (tri_column_get_server (column)))
    return;
  request = tri_column_preview_settings (column, settings);
  note = tri_format_dup_storage_note (tri_column_get_format (column), request);
  if (note)
    add_gap (gaps, TRI_GAP_DEFAULT, "store", note);
}

/* Defaults */

/* What a column asks, or asked. */
typedef struct
{
  const TriFormat *format;
  TriJsonIndex *request; /* NULL: it is no JSON */
} Asked;

static void
clear_asked (gpointer data)
{
  Asked *asked = data;

  g_clear_pointer (&asked->request, tri_json_index_unref);
}

static void
take_asked (GArray *all, const TriFormat *format, GBytes *request)
{
  Asked asked = { format, request ? tri_json_index_new (request, NULL) : NULL };

  g_array_append_val (all, asked);
}

static GArray *
new_asked (void)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Asked));

  g_array_set_clear_func (all, clear_asked);
  return all;
}

typedef enum
{
  NOWHERE, /* there is nothing of which it could be said */
  LEFT_OPEN,
  STATED
} Saying;

/* Whether the word that the object's member says is one of those of a condition, "<type=function|custom>". */
static gboolean
meets (const TriJsonIndex *request, guint object, const char *condition)
{
  const char *equals = strchr (condition, '='), *end = strchr (condition, '>');
  g_autofree char *name = g_strndup (condition + 1, equals - condition - 1);
  g_autofree char *words = g_strndup (equals + 1, end - equals - 1);
  guint member = tri_json_index_get_member (request, object, name);
  g_autofree char *word = member != TRI_JSON_NONE ? tri_json_index_dup_string (request, member, NULL) : NULL;
  g_auto (GStrv) list = g_strsplit (words, "|", -1);

  return word && g_strv_contains ((const char *const *) list, word);
}

static Saying look (const TriJsonIndex *request, guint token, const char *path, guint *found);

/* Of what there are several of, one that leaves it open is enough: its default holds. */
static Saying
look_in_list (const TriJsonIndex *request, guint list, const char *path, guint *found)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (request, NULL);
  Saying saying = NOWHERE;

  if (tokens[list].kind != TRI_JSON_ARRAY)
    return NOWHERE;
  for (guint element = list + 1; element < tokens[list].next; element = tokens[element].next)
    {
      Saying one = look (request, element, path, found);

      if (one == LEFT_OPEN)
        return LEFT_OPEN;
      saying = MAX (saying, one);
    }
  return saying;
}

/* How a request speaks of what stands at the pattern `path`, from `token` on; `found`, if it is stated, receives where.
 * An object that is left out leaves its members open; a list has no elements then, of which anything could be said. */
static Saying
look (const TriJsonIndex *request, guint token, const char *path, guint *found)
{
  gboolean is_null = tri_json_index_get_tokens (request, NULL)[token].kind == TRI_JSON_NULL;
  gsize n = strcspn (path, ".[<");
  g_autofree char *name = g_strndup (path, n);
  guint member;

  if (path[0] == '\0' || is_null)
    {
      *found = token;
      return is_null ? LEFT_OPEN : STATED;
    }
  if (path[0] == '.')
    return look (request, token, path + 1, found);
  if (path[0] == '[')
    return look_in_list (request, token, path + 2, found);
  if (path[0] == '<')
    return meets (request, token, path) ? look (request, token, strchr (path, '>') + 1, found) : NOWHERE;

  member = tri_json_index_get_member (request, token, name);
  if (member != TRI_JSON_NONE)
    return look (request, member, path + n, found);
  return strpbrk (path, "[<") ? NOWHERE : LEFT_OPEN;
}

/* The same of a meaning, which a format may be able to say in an older way too, or in several places. */
static Saying
find_saying (const Asked *asked, const TriMeaning *meaning, guint *found)
{
  Saying saying = NOWHERE;

  for (guint i = 0; asked->request && i < asked->format->cells->n; i++)
    {
      const TriCell *cell = &asked->format->cells->list[i];
      Saying one;

      if (cell->place != TRI_PLACE_REQUEST || !cell->default_value || !g_str_equal (cell->meaning, meaning->id))
        continue;
      one = look (asked->request, 0, cell->path, found);
      if (one == LEFT_OPEN && strchr (cell->path, '['))
        return LEFT_OPEN;
      saying = MAX (saying, one);
    }
  return saying;
}

static const char *
get_default (const TriMeaning *meaning, const TriFormat *format)
{
  const TriCell *cell = tri_meaning_get_cell (meaning, format, TRI_PLACE_REQUEST);

  return cell ? cell->default_value : NULL;
}

/* The default of most formats; of as many, that of the first. NULL: no format has one. */
static const char *
find_usual_default (const TriMeaning *meaning)
{
  guint n_formats, most = 0;
  const TriFormat *const *formats = tri_formats_list (&n_formats);
  const char *usual = NULL;

  for (guint i = 0; i < n_formats; i++)
    {
      const char *value = get_default (meaning, formats[i]);
      guint n = 0;

      for (guint k = 0; value && k < n_formats; k++)
        n += g_strcmp0 (get_default (meaning, formats[k]), value) == 0;
      if (n > most)
        {
          usual = value;
          most = n;
        }
    }
  return usual;
}

/* What holds in `other` where it is not `value`, the default of `format`, as a sentence; NULL if it is the same, or
 * `other` has nothing like it. */
static char *
compare_default (const TriFormat *format, const char *value, const TriMeaning *meaning, const Asked *other)
{
  const char *theirs = get_default (meaning, other->format);
  g_autofree char *stated = NULL;
  g_autofree char *shown = NULL;
  guint found = 0;

  switch (theirs ? find_saying (other, meaning, &found) : NOWHERE)
    {
    case LEFT_OPEN:
      /* Translators: what two formats take a setting as which the request does not name: "Responses takes “Store” as
       * true where nothing is said, Chat Completions as false." */
      return g_str_equal (theirs, value)
                 ? NULL
                 : g_strdup_printf (_ ("%s takes “%s” as %s where nothing is said, %s as %s."), format->title,
                                    _ (meaning->title), value, other->format->title, theirs);
    case STATED:
      stated = tri_json_index_dup_raw (other->request, found);
      shown = dup_fit (stated ? stated : "");
      /* Translators: "Responses takes “Store” as true where nothing is said, Chat Completions says false." */
      return g_str_equal (shown, value)
                 ? NULL
                 : g_strdup_printf (_ ("%s takes “%s” as %s where nothing is said, %s says %s."), format->title,
                                    _ (meaning->title), value, other->format->title, shown);
    case NOWHERE:
    default:
      return NULL;
    }
}

static gboolean
is_listed (GPtrArray *gaps, const char *what)
{
  for (guint i = 0; i < gaps->len; i++)
    if (g_str_equal (((const TriGap *) gaps->pdata[i])->what, what))
      return TRUE;
  return FALSE;
}

/* Where the column leaves a choice to its format, which chooses otherwise than most formats do, and another column is
 * asked otherwise by that. */
static void
list_defaults (GPtrArray *gaps, GArray *all, guint position)
{
  const Asked *asked = &g_array_index (all, Asked, position);
  guint n_meanings, found;
  const TriMeaning *const *meanings = tri_rosetta_list (&n_meanings);

  for (guint i = 0; i < n_meanings; i++)
    {
      const char *value = get_default (meanings[i], asked->format);
      char *text = NULL;

      if (!value || g_strcmp0 (value, find_usual_default (meanings[i])) == 0 || is_listed (gaps, meanings[i]->id)
          || find_saying (asked, meanings[i], &found) != LEFT_OPEN)
        continue;
      for (guint k = 0; k < all->len && !text; k++)
        text = compare_default (asked->format, value, meanings[i], &g_array_index (all, Asked, k));
      if (text)
        add_gap (gaps, TRI_GAP_DEFAULT, meanings[i]->id, text);
    }
}

GPtrArray *
tri_comparison_list_gaps (TriComparison *comparison, guint position, TriPrompt *prompt, const TriSettings *settings)
{
  TriColumn *column = tri_comparison_get_column (comparison, position);
  GPtrArray *gaps = tri_column_list_gaps (column, prompt, settings);
  g_autoptr (GArray) all = NULL;

  if (tri_comparison_get_n_columns (comparison) < 2)
    return gaps;
  if (position > 0)
    compare_whom (gaps, get_whom (column), get_whom (tri_comparison_get_column (comparison, 0)));
  list_own (gaps, column);
  list_storing (gaps, column, settings);

  all = new_asked ();
  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      TriColumn *other = tri_comparison_get_column (comparison, i);
      g_autoptr (GBytes) request = tri_column_preview_settings (other, settings);

      take_asked (all, tri_column_get_format (other), request);
    }
  list_defaults (gaps, all, position);
  return gaps;
}

/* Of the columns that have been sent; `*position` becomes the place of the one among them. */
static GArray *
collect_sent (TriComparison *comparison, guint *position)
{
  GArray *all = new_asked ();
  guint column = *position;

  for (guint i = 0; i < tri_comparison_get_n_columns (comparison); i++)
    {
      TriExchange *exchange = tri_column_get_exchange (tri_comparison_get_column (comparison, i));

      if (i == column)
        *position = all->len;
      if (exchange)
        take_asked (all, tri_exchange_get_record (exchange)->format, tri_exchange_get_record (exchange)->request_body);
    }
  return all;
}

GPtrArray *
tri_comparison_list_sent_gaps (TriComparison *comparison, guint position)
{
  TriExchange *exchange = tri_column_get_exchange (tri_comparison_get_column (comparison, position));
  TriExchange *first = tri_column_get_exchange (tri_comparison_get_column (comparison, 0));
  const TriRecord *record;
  GPtrArray *gaps;
  g_autoptr (GArray) all = NULL;

  if (!exchange)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) tri_gap_free);
  record = tri_exchange_get_record (exchange);
  gaps = tri_record_list_gaps (record);
  if (first && first != exchange)
    compare_whom (gaps, get_whom_asked (record), get_whom_asked (tri_exchange_get_record (first)));
  if (record->raw_body && tri_comparison_get_n_columns (comparison) > 1)
    add_gap (gaps, TRI_GAP_OWN, "body", g_strdup_printf (_ ("%s sends a body of its own."), record->format->title));
  all = collect_sent (comparison, &position);
  list_defaults (gaps, all, position);
  return gaps;
}

/* The line */

static const char *
get_subject (const TriGap *gap)
{
  static const struct
  {
    const char *what;
    const char *label;
  } subjects[] = {
    { "turns", NC_ ("subject", "Turns") },
    { "server", NC_ ("subject", "Server") },
    { "body", NC_ ("subject", "Own body") },
    { "members", NC_ ("subject", "Other members") },
  };
  const TriMeaning *meaning = tri_meaning_find (gap->what);

  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    if (g_str_equal (gap->what, subjects[i].what))
      return g_dpgettext2 (GETTEXT_PACKAGE, "subject", subjects[i].label);
  return meaning ? _ (meaning->title) : gap->what;
}

char *
tri_gap_dup_subject (const TriGap *gap, const char *title)
{
  /* Translators: in what a column is asked otherwise, and which one: "Output limit (Completions)" */
  return g_strdup_printf (C_ ("subject", "%s (%s)"), get_subject (gap), title);
}
