/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats.h"

#include <string.h>

#include "format-chat.h"
#include "format-completions.h"
#include "format-responses.h"

static const TriFormat *const formats[] = { &tri_format_completions, &tri_format_chat, &tri_format_responses };

const TriFormat *const *
tri_formats_list (guint *n_formats)
{
  *n_formats = G_N_ELEMENTS (formats);
  return formats;
}

/* One path may be the end of another, so the longest counts. */
const TriFormat *
tri_format_find_for_url (const char *url)
{
  g_autofree char *path = g_strndup (url, strcspn (url, "?#"));
  const TriFormat *found = NULL;

  while (g_str_has_suffix (path, "/"))
    path[strlen (path) - 1] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (path, formats[i]->path) && (!found || strlen (formats[i]->path) > strlen (found->path)))
      found = formats[i];
  return found;
}

const TriFormat *
tri_format_find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_strcmp0 (formats[i]->id, id) == 0)
      return formats[i];
  return NULL;
}
