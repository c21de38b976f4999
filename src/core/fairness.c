/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fairness.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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
list_storing (GPtrArray *gaps, TriColumn *column, TriPrompt *prompt, const TriSettings *settings)
{
  g_autoptr (GBytes) request = NULL;
  char *note;

  if (!is_away (tri_column_get_server (column)))
    return;
  request = tri_column_preview (column, prompt, settings);
  note = tri_format_dup_storage_note (tri_column_get_format (column), request);
  if (note)
    add_gap (gaps, TRI_GAP_DEFAULT, "store", note);
}

GPtrArray *
tri_comparison_list_gaps (TriComparison *comparison, guint position, TriPrompt *prompt, const TriSettings *settings)
{
  TriColumn *column = tri_comparison_get_column (comparison, position);
  GPtrArray *gaps = tri_column_list_gaps (column, prompt, settings);

  if (tri_comparison_get_n_columns (comparison) < 2)
    return gaps;
  if (position > 0)
    compare_whom (gaps, get_whom (column), get_whom (tri_comparison_get_column (comparison, 0)));
  list_own (gaps, column);
  list_storing (gaps, column, prompt, settings);
  return gaps;
}

GPtrArray *
tri_comparison_list_sent_gaps (TriComparison *comparison, guint position)
{
  TriExchange *exchange = tri_column_get_exchange (tri_comparison_get_column (comparison, position));
  TriExchange *first = tri_column_get_exchange (tri_comparison_get_column (comparison, 0));
  const TriRecord *record;
  GPtrArray *gaps;

  if (!exchange)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) tri_gap_free);
  record = tri_exchange_get_record (exchange);
  gaps = tri_record_list_gaps (record);
  if (first && first != exchange)
    compare_whom (gaps, get_whom_asked (record), get_whom_asked (tri_exchange_get_record (first)));
  if (record->raw_body && tri_comparison_get_n_columns (comparison) > 1)
    add_gap (gaps, TRI_GAP_OWN, "body", g_strdup_printf (_ ("%s sends a body of its own."), record->format->title));
  return gaps;
}
