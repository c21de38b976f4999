/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Runs a fuzz target without a fuzzer: over every file of a folder of seeds, and over each of them changed in a few
 * thousand ways that are the same each time. ./dev fuzz runs the same target with a fuzzer.
 */

#include <glib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define N_CHANGES 300

static void
change (GRand *rand, GByteArray *bytes)
{
  static const char *const words[]
      = { "{", "}", "[", "]", "\"", ",", "-1", "1e999", "null", "\\u0000", "9223372036854775808" };
  guint at = bytes->len ? (guint) g_rand_int_range (rand, 0, (gint32) bytes->len) : 0;
  const char *word = words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))];
  guint n;

  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0:
      g_byte_array_set_size (bytes, at);
      break;
    case 1:
      if (bytes->len)
        bytes->data[at] = (guint8) g_rand_int_range (rand, 0, 256);
      break;
    case 2:
      n = (guint) g_rand_int_range (rand, 0, 40);
      g_byte_array_remove_range (bytes, at, MIN (bytes->len - at, n));
      break;
    default:
      for (guint i = 0; word[i] && at + i < bytes->len; i++)
        bytes->data[at + i] = (guint8) word[i];
    }
}

static void
run_seed (gconstpointer path)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  LLVMFuzzerTestOneInput ((const guint8 *) contents, size);
  for (guint i = 0; i < N_CHANGES; i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      g_byte_array_append (bytes, (const guint8 *) contents, (guint) size);
      for (gint n = g_rand_int_range (rand, 1, 4); n > 0; n--)
        change (rand, bytes);
      LLVMFuzzerTestOneInput (bytes->data, bytes->len);
    }
}

int
main (int argc, char **argv)
{
  const char *folder = argc > 1 ? argv[argc - 1] : "";
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  dir = g_dir_open (folder, 0, NULL);
  if (!dir)
    g_error ("“%s” is no folder of seeds", folder);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_strconcat ("/fuzz/", name, NULL);

      g_test_add_data_func_full (path, g_build_filename (folder, name, NULL), run_seed, g_free);
    }
  return g_test_run ();
}
