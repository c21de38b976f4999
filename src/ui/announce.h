/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What happens where nobody's focus is, said to those who do not see it.
 *
 * GTK can announce something to screen readers since 4.14. Before, of all that GTK tells the accessibility bus while
 * the focus stays where it is, only one thing is read out by Orca: that the window in use is called otherwise. So there
 * the news follows the title in the name that the window has for screen readers, and stays until there are other news;
 * a reader who comes back to the window hears them once more. The title that is seen stays as it is.
 */

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `words`: a phrase or a sentence, translated. Nothing happens where `widget` is in no window. */
void tri_announce (GtkWidget *widget, const char *words);

G_END_DECLS
