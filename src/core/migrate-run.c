/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-run.h"

#include <string.h>

#include "rosetta.h"

gboolean
tri_run_raw_is (const TriRun *run, guint token, const char *raw)
{
  gsize n_bytes = strlen (raw);

  return token != TRI_JSON_NONE && run->tokens[token].end - run->tokens[token].start == n_bytes
         && memcmp (run->text + run->tokens[token].start, raw, n_bytes) == 0;
}

gboolean
tri_run_says (const TriRun *run, guint token, const char *word)
{
  const TriJsonToken *at;
  gsize n_bytes = strlen (word);

  if (!tri_run_is (run, token, TRI_JSON_STRING))
    return FALSE;
  at = &run->tokens[token];
  if (at->has_escapes)
    {
      gsize n_decoded;
      g_autofree char *decoded = tri_json_index_dup_string (run->index, token, &n_decoded);

      return decoded && n_decoded == n_bytes && memcmp (decoded, word, n_bytes) == 0;
    }
  return at->end - at->start == n_bytes + 2 && memcmp (run->text + at->start + 1, word, n_bytes) == 0;
}

gboolean
tri_run_is_empty (const TriRun *run, guint token)
{
  switch (run->tokens[token].kind)
    {
    case TRI_JSON_STRING:
      return run->tokens[token].end - run->tokens[token].start == 2;
    case TRI_JSON_OBJECT:
    case TRI_JSON_ARRAY:
      return run->tokens[token].next == token + 1;
    default:
      return FALSE;
    }
}

void
tri_run_begin (TriRun *run, TriRule rule, const char *meaning)
{
  tri_ledger_begin (run->ledger, tri_migrate_get_rule (rule), meaning);
}

void
tri_run_take (TriRun *run, guint token)
{
  tri_ledger_add_source (run->ledger, token);
}

void
tri_run_copy (TriRun *run, guint token)
{
  gsize start = tri_json_printer_copy (&run->printer, run->index, token);

  tri_ledger_add_target (run->ledger, start, run->printer.out->len);
}

void
tri_run_write (TriRun *run, const char *json)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TriJsonIndex) index = NULL;
  gsize start;

  if (json[0] == '{')
    {
      bytes = g_bytes_new_static (json, strlen (json));
      index = tri_json_index_new (bytes, NULL);
    }
  start = index ? tri_json_printer_copy (&run->printer, index, 0) : tri_json_printer_raw (&run->printer, json, -1);
  tri_ledger_add_target (run->ledger, start, run->printer.out->len);
}

static void
write_name (TriRun *run, const char *name)
{
  if (name)
    tri_json_printer_key (&run->printer, name);
}

void
tri_run_move (TriRun *run, TriRule rule, const char *meaning, const char *name, guint token)
{
  write_name (run, name);
  tri_run_begin (run, rule, meaning);
  tri_run_take (run, token);
  tri_run_copy (run, token);
}

void
tri_run_reshape (TriRun *run, TriRule rule, const char *meaning, const char *name, guint token, const char *json)
{
  write_name (run, name);
  tri_run_begin (run, rule, meaning);
  tri_run_take (run, token);
  tri_run_write (run, json);
}

void
tri_run_say (TriRun *run, TriRule rule, const char *meaning, const char *name, const char *json)
{
  write_name (run, name);
  tri_run_begin (run, rule, meaning);
  tri_run_write (run, json);
}

void
tri_run_lose (TriRun *run, TriRule rule, const char *meaning, guint token)
{
  tri_run_begin (run, rule, meaning);
  tri_run_take (run, token);
}

void
tri_run_lose_unless_null (TriRun *run, TriRule rule, const char *meaning, guint token)
{
  if (token != TRI_JSON_NONE)
    tri_run_lose (run, tri_run_is (run, token, TRI_JSON_NULL) ? TRI_RULE_NULL : rule, meaning, token);
}

gboolean
tri_run_move_if (TriRun *run, TriRule rule, const char *meaning, const char *name, guint token)
{
  if (token == TRI_JSON_NONE)
    return FALSE;
  if (tri_run_is (run, token, TRI_JSON_NULL))
    {
      tri_run_lose (run, TRI_RULE_NULL, meaning, token);
      return FALSE;
    }
  tri_run_move (run, rule, meaning, name, token);
  return TRUE;
}

void
tri_run_open (TriRun *run, const char *name, char bracket)
{
  write_name (run, name);
  tri_json_printer_begin (&run->printer, bracket);
}

void
tri_run_close (TriRun *run, char bracket)
{
  gboolean is_empty = run->printer.is_fresh;

  tri_json_printer_end (&run->printer, bracket);
  if (!is_empty)
    return;
  tri_run_begin (run, TRI_RULE_NOTHING_LEFT, NULL);
  tri_ledger_add_target (run->ledger, run->printer.out->len - 2, run->printer.out->len);
}

/* The position of a key's name in `names`, or −1. */
static int
find_name (const TriRun *run, guint key, const char *const *names)
{
  for (guint i = 0; names[i]; i++)
    if (tri_run_says (run, key, names[i]))
      return i;
  return -1;
}

gboolean
tri_run_read (TriRun *run, guint object, const char *const *names, guint *slots)
{
  for (guint i = 0; names[i]; i++)
    slots[i] = TRI_JSON_NONE;
  if (!tri_run_is (run, object, TRI_JSON_OBJECT))
    return FALSE;
  for (guint key = object + 1; key < run->tokens[object].next; key = run->tokens[key].next)
    {
      int place = find_name (run, key, names);

      if (place < 0)
        {
          tri_run_lose_unless_null (run, TRI_RULE_UNKNOWN_MEMBER, NULL, key + 1);
          continue;
        }
      if (slots[place] != TRI_JSON_NONE)
        tri_run_lose (run, TRI_RULE_DUPLICATE, NULL, slots[place]);
      slots[place] = key + 1;
    }
  return TRUE;
}

/* ---- Servers ---- */

/* What servers take on Responses beyond the published API, for as long as the Rosetta table does not say it. */
static const struct
{
  const char *server;
  const char *meaning; /* NULL: whatever comes */
} takes[] = {
  { "vllm", "stop" },
  { "vllm", "seed" },
  { "vllm", "logit-bias" },
  { "vllm", "presence-penalty" },
  { "vllm", "frequency-penalty" },
  { "llama.cpp", NULL },
  { "open-responses", "presence-penalty" },
  { "open-responses", "frequency-penalty" },
};

/* "LM Studio" and "lm-studio" name the same server. */
static gboolean
is_server (const char *title, const char *id)
{
  for (; *title && *id; title++, id++)
    if (g_ascii_tolower (*title == ' ' ? '-' : *title) != *id)
      return FALSE;
  return *title == *id;
}

gboolean
tri_run_target_takes (const TriRun *run, const char *meaning)
{
  guint n_facts;
  const TriServerFact *facts = tri_rosetta_list_server_facts (&n_facts);

  if (!run->target || run->to != TRI_WAY_RESPONSES || !meaning)
    return FALSE;
  for (guint i = 0; i < n_facts; i++)
    if (facts[i].word == TRI_SERVER_TAKES && is_server (facts[i].server, run->target)
        && (!facts[i].format || g_str_equal (facts[i].format, "responses")) && g_str_equal (facts[i].meaning, meaning))
      return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (takes); i++)
    if (g_str_equal (takes[i].server, run->target) && g_strcmp0 (takes[i].meaning, meaning) == 0)
      return TRUE;
  return tri_run_target_takes_unknown (run);
}

gboolean
tri_run_target_takes_unknown (const TriRun *run)
{
  if (run->target && run->to == TRI_WAY_RESPONSES)
    for (guint i = 0; i < G_N_ELEMENTS (takes); i++)
      if (!takes[i].meaning && g_str_equal (takes[i].server, run->target))
        return TRUE;
  return FALSE;
}
