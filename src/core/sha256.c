/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sha256.h"

#include <nettle/base16.h>
#include <nettle/sha2.h>

char *
tri_sha256_dup_data (const void *bytes, gsize n_bytes)
{
  struct sha256_ctx context;
  guint8 digest[SHA256_DIGEST_SIZE];
  char *text = g_malloc (BASE16_ENCODE_LENGTH (SHA256_DIGEST_SIZE) + 1);

  sha256_init (&context);
  sha256_update (&context, n_bytes, bytes);
  sha256_digest (&context, sizeof digest, digest);
  base16_encode_update (text, sizeof digest, digest);
  text[BASE16_ENCODE_LENGTH (SHA256_DIGEST_SIZE)] = '\0';
  return text;
}

char *
tri_sha256_dup (GBytes *bytes)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  return tri_sha256_dup_data (data, size);
}
