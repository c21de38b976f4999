/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "prompt.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "error.h"

struct _TriPrompt
{
  gatomicrefcount ref_count;
  char *instructions;
  char *text;
  TriTurn *turns;
  guint n_turns;
};

static gboolean
check_text (const char *what, const char *text, GError **error)
{
  const char *end;

  if (text == NULL || *text == '\0')
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("%s: expected some text, found none"), what);
      return FALSE;
    }
  if (!g_utf8_validate (text, -1, &end))
    {
      g_set_error (error, TRI_ERROR, TRI_ERROR_INVALID, _ ("%s: byte %zu is not UTF-8"), what,
                   (gsize) (end - text) + 1);
      return FALSE;
    }
  return TRUE;
}

TriPrompt *
tri_prompt_new (const char *instructions, const char *text, GError **error)
{
  return tri_prompt_new_with_turns (instructions, NULL, 0, text, error);
}

TriPrompt *
tri_prompt_new_with_turns (
    const char *instructions, const TriTurn *turns, guint n_turns, const char *text, GError **error)
{
  TriPrompt *prompt;

  if (instructions && *instructions && !check_text (_ ("Instructions"), instructions, error))
    return NULL;
  for (guint i = 0; i < n_turns; i++)
    {
      g_autofree char *what = g_strdup_printf (_ ("Earlier turn %u"), i + 1);

      if (!check_text (what, turns[i].text, error))
        return NULL;
    }
  if (!check_text (_ ("Prompt"), text, error))
    return NULL;

  prompt = g_new0 (TriPrompt, 1);
  g_atomic_ref_count_init (&prompt->ref_count);
  prompt->instructions = instructions && *instructions ? g_strdup (instructions) : NULL;
  prompt->text = g_strdup (text);
  prompt->turns = g_new0 (TriTurn, n_turns);
  prompt->n_turns = n_turns;
  for (guint i = 0; i < n_turns; i++)
    prompt->turns[i] = (TriTurn){ turns[i].role, g_strdup (turns[i].text) };
  return prompt;
}

TriPrompt *
tri_prompt_ref (TriPrompt *prompt)
{
  g_atomic_ref_count_inc (&prompt->ref_count);
  return prompt;
}

void
tri_prompt_unref (TriPrompt *prompt)
{
  if (!g_atomic_ref_count_dec (&prompt->ref_count))
    return;
  for (guint i = 0; i < prompt->n_turns; i++)
    g_free (prompt->turns[i].text);
  g_free (prompt->turns);
  g_free (prompt->instructions);
  g_free (prompt->text);
  g_free (prompt);
}

gboolean
tri_prompt_equal (const TriPrompt *a, const TriPrompt *b)
{
  if (g_strcmp0 (a->instructions, b->instructions) != 0 || strcmp (a->text, b->text) != 0 || a->n_turns != b->n_turns)
    return FALSE;
  for (guint i = 0; i < a->n_turns; i++)
    if (a->turns[i].role != b->turns[i].role || strcmp (a->turns[i].text, b->turns[i].text) != 0)
      return FALSE;
  return TRUE;
}

const char *
tri_prompt_get_instructions (const TriPrompt *prompt)
{
  return prompt->instructions;
}

const char *
tri_prompt_get_text (const TriPrompt *prompt)
{
  return prompt->text;
}

const TriTurn *
tri_prompt_get_turns (const TriPrompt *prompt, guint *n_turns)
{
  *n_turns = prompt->n_turns;
  return prompt->turns;
}

gboolean
tri_prompt_is_conversation (const TriPrompt *prompt)
{
  return prompt->instructions != NULL || prompt->n_turns > 0;
}

char *
tri_prompt_dup_transcript (const TriPrompt *prompt)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (!tri_prompt_is_conversation (prompt))
    return g_strdup (prompt->text);

  if (prompt->instructions)
    g_string_append_printf (out, "System: %s\n\n", prompt->instructions);
  for (guint i = 0; i < prompt->n_turns; i++)
    g_string_append_printf (out, "%s: %s\n\n", prompt->turns[i].role == TRI_ROLE_USER ? "User" : "Assistant",
                            prompt->turns[i].text);
  g_string_append_printf (out, "User: %s\n\nAssistant:", prompt->text);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
