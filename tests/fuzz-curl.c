/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reads whatever it is given as a curl command. What it understood is UTF-8, and the key stands nowhere but in its
 * place.
 */

#include <string.h>

#include "core/curl-command.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (TriCurlCommand) command = tri_curl_command_parse (text, NULL);
  gboolean has_key = command && command->key && strlen (command->key) >= 16;

  for (guint i = 0; command && i < command->remarks->len; i++)
    {
      const char *remark = command->remarks->pdata[i];

      g_assert_true (g_utf8_validate (remark, -1, NULL));
      g_assert_true (!has_key || !strstr (remark, command->key));
    }
  /* Masked, every byte keeps its place, and the key is gone. */
  if (g_utf8_validate (text, -1, NULL))
    {
      g_autofree char *masked = tri_curl_dup_masked (text, 0);

      g_assert_true (!masked || strlen (masked) == strlen (text));
      g_assert_true (!has_key || (masked && !strstr (masked, command->key)));
    }
  return 0;
}
