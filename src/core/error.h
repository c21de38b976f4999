/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The one error domain of the program.
 *
 * There is one code per different reaction of the caller, not one per cause: the cause stands in the message, which
 * names the thing, the place and what was expected ("choices[0].message: expected an object, found a string").
 * Messages are translated and never hold a key.
 */

#include <glib.h>

G_BEGIN_DECLS

#define TRI_ERROR (tri_error_quark ())

typedef enum
{
  TRI_ERROR_INVALID,    /* what the person gave cannot be used: mend the form, the argument or the file */
  TRI_ERROR_SYNTAX,     /* bytes are not JSON (RFC 8259); the message has line and column */
  TRI_ERROR_TRUNCATED,  /* bytes are JSON so far, but end too early */
  TRI_ERROR_SHAPE,      /* valid JSON, but a value has another type than the format says */
  TRI_ERROR_LIMIT,      /* too large, too deep or too many; the message names the limit */
  TRI_ERROR_UNAVAILABLE /* something the program needs is not there: a port, a key in the environment, a file */
} TriError;

GQuark tri_error_quark (void);

G_END_DECLS
