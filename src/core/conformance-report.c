/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "conformance.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "redact.h"
#include "text.h"

/* Bodies that are longer than this are told by their length: nobody reads them in a report. */
#define MAX_BODY_BYTES 8192u

static gboolean
may_be_secret (const char *name)
{
  static const char *const harmless[] = { "content-type", "accept", "openai-beta" };

  for (guint i = 0; i < G_N_ELEMENTS (harmless); i++)
    if (g_ascii_strcasecmp (name, harmless[i]) == 0)
      return FALSE;
  return TRUE;
}

/* The way a key is sent, with a variable in the place of the key. Other headers may hold anything: only those that are
 * known to be harmless are repeated. */
static void
append_headers (GString *out, const TriRecord *record)
{
  for (guint i = 0; record->request_headers && i < record->request_headers->len; i++)
    {
      const TriHeader *header = g_ptr_array_index (record->request_headers, i);
      g_autofree char *line = NULL;
      g_autofree char *quoted = NULL;

      if (g_ascii_strcasecmp (header->name, "authorization") == 0)
        g_string_append (out, " \\\n  -H \"Authorization: Bearer $API_KEY\"");
      else if (tri_redact_is_secret_name (header->name, strlen (header->name), TRI_NAME_HEADER))
        {
          line = g_strconcat (header->name, ": ", NULL);
          quoted = g_shell_quote (line);
          g_string_append_printf (out, " \\\n  -H %s\"$API_KEY\"", quoted);
        }
      else if (!may_be_secret (header->name))
        {
          line = g_strconcat (header->name, ": ", header->value, NULL);
          quoted = g_shell_quote (line);
          g_string_append_printf (out, " \\\n  -H %s", quoted);
        }
    }
}

/* Without what may be a name, a password or a key in it. */
static char *
dup_plain_url (const char *url)
{
  const char *end = url + strcspn (url, "?#");
  const char *host = strstr (url, "://");
  const char *at = NULL;

  host = host ? host + 3 : url;
  for (const char *c = host; c < end && *c != '/'; c++)
    if (*c == '@')
      at = c;
  return at ? g_strdup_printf ("%.*s%.*s", (int) (host - url), url, (int) (end - at - 1), at + 1)
            : g_strndup (url, end - url);
}

static void
append_curl (GString *out, const TriRecord *record)
{
  g_autofree char *plain = dup_plain_url (record->url ? record->url : "");
  g_autofree char *url = g_shell_quote (plain);
  gsize n_bytes = 0;
  const char *body = record->request_body ? g_bytes_get_data (record->request_body, &n_bytes) : NULL;

  g_string_append_printf (out, "## %s\n\n```sh\ncurl -N %s", _ ("To repeat"), url);
  append_headers (out, record);
  if (n_bytes > 0 && n_bytes <= MAX_BODY_BYTES)
    {
      g_autofree char *text = tri_text_dup_displayable (body, (gssize) n_bytes, NULL);
      g_autofree char *quoted = g_shell_quote (text);

      g_string_append_printf (out, " \\\n  -d %s\n```\n", quoted);
    }
  else
    {
      g_autofree char *size = g_strdup_printf ("%" G_GSIZE_FORMAT, n_bytes);

      g_string_append (out, " \\\n  -d @request.json\n```\n\n");
      /* Translators: a file, and how many bytes it has. */
      g_string_append_printf (out, _ ("`request.json` has %s bytes."), size);
      g_string_append_c (out, '\n');
    }
}

/* Text within a line of Markdown: nothing in it is markup. (transfer full) */
static char *
dup_code (const char *text)
{
  g_autofree char *line = tri_text_dup_excerpt (text, 300);

  g_strdelimit (line, "`", '\'');
  return g_strdup_printf ("`%s`", line);
}

static void
append_finding (GString *out, const TriFinding *finding)
{
  g_autofree char *path = dup_code (finding->path);
  g_autofree char *expected = dup_code (finding->expected);
  g_autofree char *got = dup_code (finding->got);
  g_autofree char *offset = g_strdup_printf ("%" G_GSIZE_FORMAT, finding->offset);

  g_string_append_printf (out, "- **%s**: ", finding->severity == TRI_FINDING_BROKEN ? _ ("broken") : _ ("odd"));
  if (finding->event != TRI_CONFORMANCE_NO_EVENT)
    g_string_append_printf (out, _ ("event %u"), finding->event);
  if (finding->event != TRI_CONFORMANCE_NO_EVENT && *finding->path)
    g_string_append (out, " · ");
  if (*finding->path)
    g_string_append (out, path);
  else if (finding->event == TRI_CONFORMANCE_NO_EVENT)
    g_string_append (out, _ ("the whole"));
  g_string_append (out, " · ");
  g_string_append_printf (out, _ ("byte %s"), offset);
  g_string_append (out, "\n  - ");
  g_string_append_printf (out, _ ("Expected: %s"), expected);
  g_string_append (out, "\n  - ");
  g_string_append_printf (out, _ ("Found: %s"), got);
  g_string_append (out, "\n  - ");
  /* Translators: who says so, and the stable name of the rule */
  g_string_append_printf (out, _ ("Source: %s; rule `%s`"), finding->source, finding->rule);
  if (finding->count > 1)
    {
      g_string_append (out, " · ");
      g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "%u time", "%u times", finding->count),
                              finding->count);
    }
  g_string_append_c (out, '\n');
}

static void
append_head (GString *out, const TriConformance *self, const TriRecord *record)
{
  const char *type = record->response_headers ? tri_headers_get (record->response_headers, "content-type") : NULL;
  const char *request_id = record->response_headers ? tri_headers_get (record->response_headers, "x-request-id") : NULL;
  g_autofree char *type_code = dup_code (type ? type : "–");
  g_autofree char *id_code = dup_code (request_id ? request_id : "");

  g_string_append (out, "# ");
  /* Translators: the title of a format, and how many deviations are broken or merely odd */
  g_string_append_printf (out, _ ("%s: %u broken, %u odd"), record->format ? record->format->title : "API",
                          self->n_broken, self->n_odd);
  g_string_append (out, "\n\n");
  g_string_append_printf (out, _ ("Held against OpenAPI %s"), tri_published_version);
  g_string_append_printf (out, " (openai/openai-openapi, commit %.8s)\n\n- ", tri_published_commit);
  g_string_append_printf (out, _ ("Asked: %s"), record->started_utc ? record->started_utc : "–");
  g_string_append (out, "\n- ");
  g_string_append_printf (out, _ ("HTTP status: %u"), record->status);
  g_string_append (out, "\n- ");
  g_string_append_printf (out, _ ("Content type: %s"), type_code);
  if (request_id)
    {
      g_string_append (out, "\n- ");
      g_string_append_printf (out, _ ("Request id: %s"), id_code);
    }
  g_string_append (out, "\n\n");
}

char *
tri_conformance_dup_report (const TriConformance *self, const TriRecord *record)
{
  GString *out = g_string_new (NULL);

  append_head (out, self, record);
  g_string_append_printf (out, "## %s\n\n", _ ("Deviations"));
  for (guint i = 0; i < self->findings->len; i++)
    append_finding (out, g_ptr_array_index (self->findings, i));
  if (self->findings->len == 0)
    g_string_append_printf (out, "%s\n", _ ("None: the response conforms."));
  if (self->n_left_off > 0)
    {
      g_string_append (out, "- ");
      g_string_append_printf (out, g_dngettext (GETTEXT_PACKAGE, "… and %u more", "… and %u more", self->n_left_off),
                              self->n_left_off);
      g_string_append_c (out, '\n');
    }
  g_string_append_c (out, '\n');
  append_curl (out, record);
  return g_string_free (out, FALSE);
}
