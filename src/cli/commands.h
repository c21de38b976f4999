/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The commands of triptych-cli. Each takes the arguments from its own name on and returns the exit code:
 *
 *   0  everything asked for was done; for `send`: every column was answered; for `check`: nothing is broken
 *   1  an answer did not come, or not whole; for `check`: something is broken
 *   2  the arguments cannot be used; nothing was sent
 *   3  something could not be started: a port, a key that the environment does not have; or the input of `check`
 *      could not be read
 */

#include "core/comparison-archive.h"

G_BEGIN_DECLS

#define TRI_EXIT_OK 0
#define TRI_EXIT_UNANSWERED 1
#define TRI_EXIT_USAGE 2
#define TRI_EXIT_UNAVAILABLE 3

int tri_command_check (int argc, char **argv);
int tri_command_send (int argc, char **argv);
int tri_command_show (int argc, char **argv);
int tri_command_export (int argc, char **argv);
int tri_command_practice (int argc, char **argv);
int tri_command_samples (int argc, char **argv);
int tri_command_fields (int argc, char **argv);
int tri_command_explain (int argc, char **argv); /* 1: the error is not known */
int tri_command_scan (int argc, char **argv);    /* 1: something was found */
int tri_command_record (int argc, char **argv);
int tri_command_migrate (int argc, char **argv); /* has codes of its own: triptych-cli(1) */
int tri_command_prove (int argc, char **argv);   /* the same */

/* Prints "triptych-cli: MESSAGE" and where help is; returns TRI_EXIT_USAGE. */
int tri_command_usage_error (const char *command, const char *message);

/* Opens a saved comparison and says what is odd about it; NULL with the exit code set if it cannot be opened. (transfer
 * full) */
TriArchive *tri_command_open (const char *command, const char *path, int *code);

G_END_DECLS
