/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "code.h"

static void
append_fetch (GString *out, const TriCode *code)
{
  const char *key_env = tri_code_get_key_env (code);
  gsize size;
  const char *body = g_bytes_get_data (code->body, &size);

  g_string_append (out, "const url = ");
  tri_code_append_string (out, code->url, -1);
  g_string_append (out, ";\nconst body = ");
  if (g_utf8_validate_len (body ? body : "", size, NULL))
    tri_code_append_string (out, body ? body : "", (gssize) size);
  else
    {
      g_autofree char *encoded = g_base64_encode ((const guchar *) body, size);

      g_string_append_printf (out, "Buffer.from('%s', 'base64')", encoded);
    }
  g_string_append_printf (out, ";\nconst headers = {\n  'Content-Type': 'application/json',\n  'Accept': '%s',\n",
                          tri_code_streams (code) ? "text/event-stream" : "application/json");
  if (key_env)
    g_string_append_printf (out, "  'Authorization': `Bearer ${process.env.%s}`,\n", key_env);
  g_string_append (out,
                   "};\n\nasync function main() {\n"
                   "  const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual' });\n");
  g_string_append (out, tri_code_streams (code)
                            ? "  for await (const piece of response.body)\n    process.stdout.write(piece);\n"
                            : "  process.stdout.write(Buffer.from(await response.arrayBuffer()));\n");
  g_string_append (out, "  if (!response.ok) {\n    console.error(`HTTP ${response.status} ${response.statusText}`);\n"
                        "    process.exitCode = 1;\n  }\n}\n\nmain();\n");
}

/* JSON is JavaScript, but for the member "__proto__", which is no name there. */
static void
append_request (GString *out, const TriCode *code)
{
  g_autoptr (TriJsonIndex) index = tri_json_index_new (code->body, NULL);
  g_autoptr (GBytes) shown = index ? tri_json_index_reindent (index, 2, NULL) : NULL;
  const char *text = shown ? g_bytes_get_data (shown, NULL) : NULL;
  gsize size = shown ? g_bytes_get_size (shown) : 0;

  if (!shown)
    g_string_append (out, "{}");
  else if (g_strstr_len (text, (gssize) size, "__proto__"))
    {
      g_string_append (out, "JSON.parse(");
      tri_code_append_string (out, text, (gssize) size);
      g_string_append_c (out, ')');
    }
  else
    g_string_append_len (out, text, (gssize) size);
}

static void
append_sdk (GString *out, const TriCode *code)
{
  const TriLibrary *library = code->format->library;
  const char *key_env = tri_code_get_key_env (code);
  g_autofree char *base_url = tri_code_dup_base_url (code);

  g_string_append (out, "const request = ");
  append_request (out, code);
  g_string_append (out, ";\n\nasync function main() {\n  const { default: OpenAI } = await import('openai');\n"
                        "  const client = new OpenAI({\n    baseURL: ");
  tri_code_append_string (out, base_url, -1);
  if (key_env)
    g_string_append_printf (out, ",\n    apiKey: process.env.%s,\n  });\n", key_env);
  else
    g_string_append (out, ",\n    apiKey: 'none',\n  });\n");
  g_string_append_printf (out, "  const answer = await client.%s(request);\n", library->call);
  if (!tri_code_streams (code))
    g_string_append_printf (out, "  console.log(answer.%s);\n", library->text);
  else if (library->event)
    g_string_append_printf (out,
                            "  for await (const event of answer)\n    if (event.type === '%s')\n"
                            "      process.stdout.write(event.%s);\n  console.log();\n",
                            library->event, library->piece);
  else
    g_string_append_printf (out,
                            "  for await (const event of answer)\n    if (event.choices.length > 0)\n"
                            "      process.stdout.write(event.%s ?? '');\n  console.log();\n",
                            library->piece);
  g_string_append (out, "}\n\nmain();\n");
}

GBytes *
tri_code_javascript (const TriCode *code, gboolean sdk)
{
  g_autofree char *remarks = tri_code_dup_remarks (code, "//", sdk);
  GString *out = g_string_new ("#!/usr/bin/env node\n");

  g_string_append (out, remarks);
  if (sdk)
    append_sdk (out, code);
  else
    append_fetch (out, code);
  return g_string_free_to_bytes (out);
}
