/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "conformance.h"

#include <string.h>

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
      else if (g_ascii_strcasecmp (header->name, "api-key") == 0)
        g_string_append (out, " \\\n  -H \"api-key: $API_KEY\"");
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

  g_string_append_printf (out, "## To repeat\n\n```sh\ncurl -N %s", url);
  append_headers (out, record);
  if (n_bytes > 0 && n_bytes <= MAX_BODY_BYTES)
    {
      g_autofree char *text = tri_text_dup_displayable (body, (gssize) n_bytes, NULL);
      g_autofree char *quoted = g_shell_quote (text);

      g_string_append_printf (out, " \\\n  -d %s\n```\n", quoted);
    }
  else
    g_string_append_printf (out, " \\\n  -d @request.json\n```\n\n`request.json` has %" G_GSIZE_FORMAT " bytes.\n",
                            n_bytes);
}

/* Text within a line of Markdown: nothing in it is markup. */
static void
append_code (GString *out, const char *text)
{
  g_autofree char *line = tri_text_dup_excerpt (text, 300);

  g_strdelimit (line, "`", '\'');
  g_string_append_printf (out, "`%s`", line);
}

static void
append_finding (GString *out, const TriFinding *finding)
{
  g_string_append (out, finding->severity == TRI_FINDING_BROKEN ? "- **broken** at " : "- odd at ");
  if (finding->event != TRI_CONFORMANCE_NO_EVENT)
    g_string_append_printf (out, "event %u%s", finding->event, *finding->path ? ", " : "");
  if (*finding->path)
    append_code (out, finding->path);
  else if (finding->event == TRI_CONFORMANCE_NO_EVENT)
    g_string_append (out, "the whole body");
  g_string_append_printf (out, " (byte %" G_GSIZE_FORMAT ")\n  - expected: ", finding->offset);
  append_code (out, finding->expected);
  g_string_append (out, "\n  - got: ");
  append_code (out, finding->got);
  g_string_append_printf (out, "\n  - source: %s; rule `%s`", finding->source, finding->rule);
  if (finding->count > 1)
    g_string_append_printf (out, "; %u times in all", finding->count);
  g_string_append_c (out, '\n');
}

char *
tri_conformance_dup_report (const TriConformance *self, const TriRecord *record)
{
  GString *out = g_string_new (NULL);
  const char *type = record->response_headers ? tri_headers_get (record->response_headers, "content-type") : NULL;
  const char *request_id = record->response_headers ? tri_headers_get (record->response_headers, "x-request-id") : NULL;

  g_string_append_printf (out, "# %s: %u broken, %u odd\n\n", record->format ? record->format->title : "API",
                          self->n_broken, self->n_odd);
  g_string_append_printf (out, "Held against OpenAPI %s (openai/openai-openapi, commit %.8s).\n\n",
                          tri_published_version, tri_published_commit);
  g_string_append_printf (out, "- asked: %s\n- HTTP status: %u\n- content type: ",
                          record->started_utc ? record->started_utc : "unknown", record->status);
  append_code (out, type ? type : "none");
  if (request_id)
    {
      g_string_append (out, "\n- request id: ");
      append_code (out, request_id);
    }
  g_string_append (out, "\n\n## Findings\n\n");
  for (guint i = 0; i < self->findings->len; i++)
    append_finding (out, g_ptr_array_index (self->findings, i));
  if (self->findings->len == 0)
    g_string_append (out, "None: the response conforms.\n");
  if (self->n_left_off > 0)
    g_string_append_printf (out, "- … and %u more\n", self->n_left_off);
  g_string_append_c (out, '\n');
  append_curl (out, record);
  return g_string_free (out, FALSE);
}
