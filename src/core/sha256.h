/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * SHA-256 (FIPS 180-4) of whole bodies, by which people know that a byte is still the same.
 *
 * Saving and opening hash every byte, and with GLib's own that was a third of their cost. Nettle, which libarchive
 * brings along anyway, uses the instructions that processors have for it, and is four times as fast there; on others
 * both take as long.
 */

#include <glib.h>

G_BEGIN_DECLS

/* 64 hexadecimal digits in small letters. (transfer full) */
char *tri_sha256_dup (GBytes *bytes);
char *tri_sha256_dup_data (const void *bytes, gsize n_bytes);

G_END_DECLS
