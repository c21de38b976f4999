/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "event-text.h"

/* Short ones and long ones, what JSON must escape, and letters of two, three and four bytes. */
static const char *const words[] = {
  " the", " of",  " unicorn", ",",     " naïve", "世", " \"quoted\"", " C:\\", " a",  " and",
  "界",   " her", " moon",    "light", " 🦄",  ".",  " slept",      "\ttab", " in", " 1/2",
};

void
event_text_append (GString *out, guint stream, guint position)
{
  /* Lines of some hundred words, and now and then the position itself, so that no part equals another one. */
  if (position % 120 == 119)
    g_string_append_c (out, '\n');
  else if (position % 40 == 7)
    g_string_append_printf (out, " #%u/%u", stream, position);
  else
    g_string_append (out, words[(position * 7 + position / 20 + stream) % G_N_ELEMENTS (words)]);
}
