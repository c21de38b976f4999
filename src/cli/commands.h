/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The commands of triptych-cli. Each takes the arguments from its own name on and returns the exit code:
 *
 *   0  everything asked for was done; for `send`: every column was answered
 *   1  an answer did not come, or not whole
 *   2  the arguments cannot be used; nothing was sent
 *   3  something could not be started: a port, a key that the environment does not have
 */

#include <glib.h>

G_BEGIN_DECLS

#define TRI_EXIT_OK 0
#define TRI_EXIT_UNANSWERED 1
#define TRI_EXIT_USAGE 2
#define TRI_EXIT_UNAVAILABLE 3

int tri_command_send (int argc, char **argv);
int tri_command_practice (int argc, char **argv);
int tri_command_samples (int argc, char **argv);
int tri_command_explain (int argc, char **argv); /* 1: the error is not known */
int tri_command_scan (int argc, char **argv);    /* 1: something was found */
int tri_command_record (int argc, char **argv);
int tri_command_migrate (int argc, char **argv); /* has codes of its own: triptych-cli(1) */

/* Prints "triptych-cli: MESSAGE" and where help is; returns TRI_EXIT_USAGE. */
int tri_command_usage_error (const char *command, const char *message);

G_END_DECLS
