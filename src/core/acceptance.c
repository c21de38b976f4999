/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "acceptance.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"

typedef struct
{
  char *path;
  TriVerdict verdict;
  char *rule; /* NULL: any */
  char *reason;
} Acceptance;

struct _TriAcceptances
{
  GArray *list; /* Acceptance */
};

static void
clear_acceptance (gpointer data)
{
  Acceptance *acceptance = data;

  g_free (acceptance->path);
  g_free (acceptance->rule);
  g_free (acceptance->reason);
}

/* The members of one; FALSE with an error that names the place. */
static gboolean
read_one (const TriJsonIndex *index, guint token, guint n, Acceptance *acceptance, GError **error)
{
  static const char *const names[] = { "path", "verdict", "reason", "rule", NULL };
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  g_autofree char *verdict
      = tri_json_index_dup_string (index, tri_json_index_get_member (index, token, "verdict"), NULL);

  acceptance->path = tri_json_index_dup_string (index, tri_json_index_get_member (index, token, "path"), NULL);
  acceptance->reason = tri_json_index_dup_string (index, tri_json_index_get_member (index, token, "reason"), NULL);
  acceptance->rule = tri_json_index_dup_string (index, tri_json_index_get_member (index, token, "rule"), NULL);
  for (guint key = token + 1; tokens[token].kind == TRI_JSON_OBJECT && key < tokens[token].next; key = tokens[key].next)
    {
      g_autofree char *name = tri_json_index_dup_string (index, key, NULL);

      if (!g_strv_contains (names, name))
        {
          g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("accept[%u]: there is no member “%s”"), n, name);
          return FALSE;
        }
    }
  if (!acceptance->path || !acceptance->reason || acceptance->reason[strspn (acceptance->reason, " \t\n")] == '\0')
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("accept[%u]: expected a path and a reason, both as strings"),
                 n);
  else if (!verdict || !tri_verdict_find (verdict, &acceptance->verdict) || acceptance->verdict < TRI_VERDICT_DROPPED)
    g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("accept[%u].verdict: expected “dropped” or “refused”"), n);
  else
    return TRUE;
  return FALSE;
}

TriAcceptances *
tri_acceptances_new (GBytes *json, GError **error)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (json, error);
  g_autoptr (TriAcceptances) acceptances = NULL;
  const TriJsonToken *tokens;
  guint list, n = 0;

  if (!index)
    return NULL;
  tokens = tri_json_index_get_tokens (index, NULL);
  list = tri_json_index_get_member (index, 0, "accept");
  if (list == TRI_JSON_NONE || tokens[list].kind != TRI_JSON_ARRAY)
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_SHAPE, _ ("accept: expected an array"));
      return NULL;
    }
  acceptances = g_new0 (TriAcceptances, 1);
  acceptances->list = g_array_new (FALSE, TRUE, sizeof (Acceptance));
  g_array_set_clear_func (acceptances->list, clear_acceptance);
  for (guint token = list + 1; token < tokens[list].next; token = tokens[token].next, n++)
    {
      Acceptance acceptance = { 0 };
      gboolean is_read = read_one (index, token, n, &acceptance, error);

      g_array_append_val (acceptances->list, acceptance);
      if (!is_read)
        return NULL;
    }
  return g_steal_pointer (&acceptances);
}

void
tri_acceptances_free (TriAcceptances *acceptances)
{
  if (!acceptances)
    return;
  g_array_unref (acceptances->list);
  g_free (acceptances);
}

static gboolean
path_matches (const char *wanted, const char *path)
{
  gsize n_bytes = strlen (wanted);

  if (n_bytes > 0 && wanted[n_bytes - 1] == '*')
    return strncmp (wanted, path, n_bytes - 1) == 0;
  return strcmp (wanted, path) == 0;
}

const char *
tri_acceptances_find (const TriAcceptances *acceptances, const TriLedgerRule *rule, const char *pattern)
{
  for (guint i = 0; acceptances && i < acceptances->list->len; i++)
    {
      const Acceptance *each = &g_array_index (acceptances->list, Acceptance, i);

      if (each->verdict == rule->verdict && (!each->rule || strcmp (each->rule, rule->id) == 0)
          && path_matches (each->path, pattern))
        return each->reason;
    }
  return NULL;
}
