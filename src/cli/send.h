/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * What “triptych-cli send” was asked, and where it stands: filled by the arguments, then shown and sent.
 */

#include "core/comparison.h"
#include "core/samples.h"
#include "practice/practice-server.h"

G_BEGIN_DECLS

typedef struct
{
  TriServer *server;
  TriPracticeServer *practice;
  TriComparison *comparison;
  TriPrompt *prompt;
  TriSettings *settings;
  GPtrArray *gaps; /* GPtrArray of TriGap, a column each, as they were when it was sent */
  GArray *turns;   /* TriTurn */
  char *instructions;
  const TriSample *sample;

  GBytes *body;  /* a raw body instead of a composed one */
  char *members; /* other members of a composed one */

  TriSchedule schedule;
  gboolean json;
  gboolean dry_run;

  GMainLoop *loop;
  guint drawn_lines; /* of the picture that stands in the terminal now */
  gboolean interrupted;
} TriSend;

void tri_send_init (TriSend *send);
void tri_send_clear (TriSend *send);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TriSend, tri_send_clear)

/* Reads the arguments: makes server, columns, prompt and settings. FALSE with TRI_ERROR_UNAVAILABLE if the practice
 * server cannot be started; with any other error the arguments are wrong. */
gboolean tri_send_parse (TriSend *send, int argc, char **argv, GError **error);

G_END_DECLS
