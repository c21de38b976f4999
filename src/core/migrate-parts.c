/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-run.h"

/* The content of a message that is no answer, and of a tool's result: a string, or parts. */

static void
convert_text_part (TriRun *run, guint part, const char *meaning)
{
  static const char *const names[] = { "type", "text", "prompt_cache_breakpoint", NULL };
  guint slots[G_N_ELEMENTS (names)];

  tri_run_read (run, part, names, slots);
  tri_run_open (run, NULL, '{');
  tri_run_reshape (run, TRI_RULE_PART_KIND, NULL, "type", slots[0], "\"input_text\"");
  if (slots[1] != TRI_JSON_NONE)
    tri_run_move (run, TRI_RULE_MOVED, meaning, "text", slots[1]);
  tri_run_move_if (run, TRI_RULE_MOVED, "cache-breakpoint", "prompt_cache_breakpoint", slots[2]);
  tri_run_close (run, '}');
}

static void
convert_image_part (TriRun *run, guint part)
{
  static const char *const names[] = { "type", "image_url", "prompt_cache_breakpoint", NULL };
  static const char *const image_names[] = { "url", "detail", NULL };
  guint slots[G_N_ELEMENTS (names)], image[G_N_ELEMENTS (image_names)];

  tri_run_read (run, part, names, slots);
  if (!tri_run_read (run, slots[1], image_names, image) || !tri_run_is (run, image[0], TRI_JSON_STRING))
    {
      tri_run_lose (run, TRI_RULE_WRONG_TYPE, "image-part", slots[0]);
      if (!tri_run_is (run, slots[1], TRI_JSON_OBJECT) || tri_run_is_empty (run, slots[1]))
        tri_run_lose_unless_null (run, TRI_RULE_WRONG_TYPE, "image-url", slots[1]);
      for (guint i = 0; i < 2; i++)
        tri_run_lose_unless_null (run, TRI_RULE_WRONG_TYPE, "image-url", image[i]);
      tri_run_lose_unless_null (run, TRI_RULE_WRONG_TYPE, "cache-breakpoint", slots[2]);
      return;
    }
  tri_run_open (run, NULL, '{');
  tri_run_reshape (run, TRI_RULE_PART_KIND, "image-part", "type", slots[0], "\"input_image\"");
  tri_run_move (run, TRI_RULE_IMAGE_URL, NULL, "image_url", image[0]);
  if (!tri_run_move_if (run, TRI_RULE_MOVED, "image-detail", "detail", image[1]))
    tri_run_say (run, TRI_RULE_DETAIL_AUTO, NULL, "detail", "\"auto\"");
  tri_run_move_if (run, TRI_RULE_MOVED, "cache-breakpoint", "prompt_cache_breakpoint", slots[2]);
  tri_run_close (run, '}');
}

static void
convert_file_part (TriRun *run, guint part)
{
  static const char *const names[] = { "type", "file", "prompt_cache_breakpoint", NULL };
  static const char *const file_names[] = { "file_data", "file_id", "filename", NULL };
  static const char *const meanings[] = { "file-data", "file-id", "file-name" };
  guint slots[G_N_ELEMENTS (names)], file[G_N_ELEMENTS (file_names)];

  tri_run_read (run, part, names, slots);
  tri_run_open (run, NULL, '{');
  tri_run_reshape (run, TRI_RULE_PART_KIND, "file-part", "type", slots[0], "\"input_file\"");
  if (!tri_run_read (run, slots[1], file_names, file) || tri_run_is_empty (run, slots[1]))
    tri_run_lose_unless_null (run, TRI_RULE_WRONG_TYPE, "file-part", slots[1]);
  else
    for (guint i = 0; file_names[i]; i++)
      tri_run_move_if (run, TRI_RULE_FILE, meanings[i], file_names[i], file[i]);
  tri_run_move_if (run, TRI_RULE_MOVED, "cache-breakpoint", "prompt_cache_breakpoint", slots[2]);
  tri_run_close (run, '}');
}

static void
convert_part (TriRun *run, guint part, const char *meaning)
{
  guint type
      = tri_run_is (run, part, TRI_JSON_OBJECT) ? tri_json_index_get_member (run->index, part, "type") : TRI_JSON_NONE;

  if (tri_run_says (run, type, "text"))
    convert_text_part (run, part, meaning);
  else if (tri_run_says (run, type, "image_url"))
    convert_image_part (run, part);
  else if (tri_run_says (run, type, "file"))
    convert_file_part (run, part);
  else
    tri_run_lose (run, tri_run_says (run, type, "input_audio") ? TRI_RULE_AUDIO_PART : TRI_RULE_PART_UNKNOWN, NULL,
                  part);
}

void
tri_run_convert_content (TriRun *run, const char *name, guint content, const char *meaning)
{
  if (!tri_run_is (run, content, TRI_JSON_ARRAY) || tri_run_is_empty (run, content))
    {
      tri_run_move (run, TRI_RULE_MOVED, meaning, name, content);
      return;
    }
  tri_run_open (run, name, '[');
  for (guint part = content + 1; part < run->tokens[content].next; part = run->tokens[part].next)
    convert_part (run, part, meaning);
  tri_run_close (run, ']');
}
