/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-canonical.h"

#include <string.h>

#include "json-writer.h"

/* Numbers up to that many digits are written without an exponent, so that people can read them. */
#define MAX_PLAIN_DIGITS 40

typedef struct
{
  char *name; /* as the inside of a JSON string, which sorts and compares like the name itself */
  guint value;
} Member;

static void
member_clear (gpointer data)
{
  g_free (((Member *) data)->name);
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Member *) a)->name, ((const Member *) b)->name);
}

static char *
dup_inside (const TriJsonIndex *index, guint token)
{
  gsize n_bytes = 0;
  g_autofree char *text = tri_json_index_dup_string (index, token, &n_bytes);
  GString *out = g_string_new (NULL);

  tri_json_escape (out, text ? text : "", (gssize) n_bytes);
  return g_string_free (out, FALSE);
}

/* Element type Member, sorted, without those that a later namesake hides. */
static GArray *
list_members (const TriJsonIndex *index, guint object)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  GArray *members = g_array_new (FALSE, FALSE, sizeof (Member));
  g_autoptr (GHashTable) last = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_kept = 0;

  g_array_set_clear_func (members, member_clear);
  for (guint key = object + 1; key < tokens[object].next; key = tokens[key].next)
    {
      Member member = { dup_inside (index, key), key + 1 };

      g_array_append_val (members, member);
    }
  for (guint i = 0; i < members->len; i++)
    g_hash_table_insert (last, g_array_index (members, Member, i).name, GUINT_TO_POINTER (i));
  for (guint i = 0; i < members->len; i++)
    {
      Member *member = &g_array_index (members, Member, i);

      if (GPOINTER_TO_UINT (g_hash_table_lookup (last, member->name)) == i)
        {
          Member kept = *member;

          *member = g_array_index (members, Member, n_kept);
          g_array_index (members, Member, n_kept++) = kept;
        }
    }
  g_hash_table_remove_all (last);
  g_array_set_size (members, n_kept);
  g_array_sort (members, compare_members);
  return members;
}

/* The exact value of a number in one spelling: digits without zeros around them, and where the point is. */
static void
append_number (GString *out, const char *raw)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  const char *place = raw + (*raw == '-');
  gint64 exponent = 0; /* of the last digit */
  gboolean is_fraction = FALSE;
  gsize n_zeros;

  for (; *place && *place != 'e' && *place != 'E'; place++)
    {
      is_fraction = is_fraction || *place == '.';
      if (*place == '.')
        continue;
      g_string_append_c (digits, *place);
      exponent -= is_fraction;
    }
  if (*place)
    exponent += CLAMP (g_ascii_strtoll (place + 1, NULL, 10), -G_MAXINT32 * G_GINT64_CONSTANT (1024),
                       G_MAXINT32 * G_GINT64_CONSTANT (1024));
  g_string_erase (digits, 0, (gssize) strspn (digits->str, "0"));
  for (n_zeros = 0; n_zeros < digits->len && digits->str[digits->len - 1 - n_zeros] == '0'; n_zeros++)
    ;
  g_string_truncate (digits, digits->len - n_zeros);
  exponent += (gint64) n_zeros;
  if (digits->len == 0)
    {
      g_string_append_c (out, '0'); /* −0 too */
      return;
    }
  if (*raw == '-')
    g_string_append_c (out, '-');
  if (exponent >= 0 && exponent + (gint64) digits->len <= MAX_PLAIN_DIGITS)
    {
      g_string_append (out, digits->str);
      for (gint64 i = 0; i < exponent; i++)
        g_string_append_c (out, '0');
    }
  else if (exponent < 0 && -exponent <= MAX_PLAIN_DIGITS)
    {
      for (gint64 i = (gint64) digits->len; i <= -exponent; i++)
        g_string_prepend_c (digits, '0');
      g_string_insert_c (digits, (gssize) ((gint64) digits->len + exponent), '.');
      g_string_append (out, digits->str);
    }
  else
    g_string_append_printf (out, "%se%" G_GINT64_FORMAT, digits->str, exponent);
}

static void
append_value (GString *out, const TriJsonIndex *index, guint token)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  g_autofree char *raw = NULL;

  switch ((TriJsonKind) tokens[token].kind)
    {
    case TRI_JSON_OBJECT:
      {
        g_autoptr (GArray) members = list_members (index, token);

        g_string_append_c (out, '{');
        for (guint i = 0; i < members->len; i++)
          {
            const Member *member = &g_array_index (members, Member, i);

            g_string_append_printf (out, "%s\"%s\":", i > 0 ? "," : "", member->name);
            append_value (out, index, member->value);
          }
        g_string_append_c (out, '}');
        return;
      }
    case TRI_JSON_ARRAY:
      g_string_append_c (out, '[');
      for (guint element = token + 1; element < tokens[token].next; element = tokens[element].next)
        {
          if (element > token + 1)
            g_string_append_c (out, ',');
          append_value (out, index, element);
        }
      g_string_append_c (out, ']');
      return;
    case TRI_JSON_STRING:
      raw = dup_inside (index, token);
      g_string_append_printf (out, "\"%s\"", raw);
      return;
    case TRI_JSON_NUMBER:
      raw = tri_json_index_dup_raw (index, token);
      append_number (out, raw);
      return;
    case TRI_JSON_TRUE:
    case TRI_JSON_FALSE:
    case TRI_JSON_NULL:
    default:
      raw = tri_json_index_dup_raw (index, token);
      g_string_append (out, raw);
      return;
    }
}

char *
tri_json_dup_canonical (const TriJsonIndex *index, guint token)
{
  GString *out = g_string_new (NULL);

  append_value (out, index, token);
  return g_string_free (out, FALSE);
}

GPtrArray *
tri_json_list_names (const TriJsonIndex *index, guint token)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) members = NULL;

  if (tri_json_index_get_tokens (index, NULL)[token].kind != TRI_JSON_OBJECT)
    return names;
  members = list_members (index, token);
  for (guint i = 0; i < members->len; i++)
    g_ptr_array_add (names,
                     tri_json_index_dup_text (index, g_array_index (members, Member, i).value - 1)); /* the key */
  return names;
}
