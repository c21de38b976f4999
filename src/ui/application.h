/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The program: its servers, which live for the session, the practice server behind the first of them, and its windows,
 * one for each comparison.
 */

#include <adwaita.h>

G_BEGIN_DECLS

#define TRI_APPLICATION_ID "app.triptych.Triptych"

#define TRI_TYPE_APPLICATION (tri_application_get_type ())
G_DECLARE_FINAL_TYPE (TriApplication, tri_application, TRI, APPLICATION, AdwApplication)

TriApplication *tri_application_new (void);

G_END_DECLS
