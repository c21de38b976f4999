/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Covers the secrets of a text that must keep them, because it is what will be sent: they are blotted on the screen
 * from the first letter on, as a password is, while the text stays what it is. Texts that need not keep them are under
 * the guard instead (secret-guard.h).
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on, for as long as the buffer lives. */
void tri_secret_ink_add (GtkTextBuffer *buffer);

G_END_DECLS
