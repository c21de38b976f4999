/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "code.h"
#include "server.h"

/* Bytes as Python spells them. */
static void
append_bytes (GString *out, const char *bytes, gsize n_bytes)
{
  if (g_utf8_validate_len (bytes ? bytes : "", n_bytes, NULL))
    {
      tri_code_append_string (out, bytes ? bytes : "", (gssize) n_bytes);
      g_string_append (out, ".encode('utf-8')");
      return;
    }
  g_string_append (out, "b'");
  for (gsize i = 0; i < n_bytes; i++)
    if (bytes[i] == '\\' || bytes[i] == '\'')
      g_string_append_printf (out, "\\%c", bytes[i]);
    else if (g_ascii_isprint (bytes[i]))
      g_string_append_c (out, bytes[i]);
    else
      g_string_append_printf (out, "\\x%02x", (guchar) bytes[i]);
  g_string_append_c (out, '\'');
}

/* The standard library */

static void
append_urllib (GString *out, const TriCode *code)
{
  const char *key_env = tri_code_get_key_env (code);
  gboolean streams = tri_code_streams (code);
  gsize size;
  const char *body = g_bytes_get_data (code->body, &size);

  g_string_append_printf (
      out, "%simport sys\nimport urllib.error\nimport urllib.request\n\nurl = ", key_env ? "import os\n" : "");
  tri_code_append_string (out, code->url, -1);
  g_string_append (out, "\nbody = ");
  append_bytes (out, body, size);
  g_string_append_printf (out, "\nheaders = {\n    'Content-Type': 'application/json',\n    'Accept': '%s',\n",
                          streams ? "text/event-stream" : "application/json");
  if (key_env)
    g_string_append_printf (out, "    'Authorization': 'Bearer ' + os.environ['%s'],\n", key_env);
  g_string_append (out, "}\nrequest = urllib.request.Request(url, data=body, headers=headers, method='POST')\n");
  /* A machine's own server is not asked for through a proxy. */
  g_string_append (out, tri_url_is_loopback (code->url)
                            ? "opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))\n"
                            : "opener = urllib.request.build_opener()\n");
  g_string_append (out, "try:\n    with opener.open(request) as response:\n");
  g_string_append (out, streams ? "        for line in response:\n            sys.stdout.buffer.write(line)\n"
                                  "            sys.stdout.buffer.flush()\n"
                                : "        sys.stdout.buffer.write(response.read())\n");
  g_string_append (out, "except urllib.error.HTTPError as error:\n    sys.stdout.buffer.write(error.read())\n"
                        "    sys.exit('HTTP %d %s' % (error.code, error.reason))\n");
}

/* The official library */

static void append_value (GString *out, const TriJsonIndex *index, guint token, guint depth);

static void
append_line (GString *out, guint depth)
{
  g_string_append_printf (out, "\n%*s", (int) depth * 4, "");
}

static void
append_json_string (GString *out, const TriJsonIndex *index, guint token)
{
  gsize length;
  g_autofree char *text = tri_json_index_dup_string (index, token, &length);

  tri_code_append_string (out, text, (gssize) length);
}

/* The index bounds the depth. */
static void
append_container (GString *out, const TriJsonIndex *index, guint token, guint depth)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  gboolean is_object = tokens[token].kind == TRI_JSON_OBJECT;

  g_string_append_c (out, is_object ? '{' : '[');
  for (guint child = token + 1; child < tokens[token].next; child = tokens[child].next)
    {
      append_line (out, depth + 1);
      if (is_object)
        {
          append_json_string (out, index, child++);
          g_string_append (out, ": ");
        }
      append_value (out, index, child, depth + 1);
      g_string_append_c (out, ',');
    }
  if (tokens[token].next > token + 1)
    append_line (out, depth);
  g_string_append_c (out, is_object ? '}' : ']');
}

static void
append_value (GString *out, const TriJsonIndex *index, guint token, guint depth)
{
  g_autofree char *raw = NULL;

  switch (tri_json_index_get_tokens (index, NULL)[token].kind)
    {
    case TRI_JSON_OBJECT:
    case TRI_JSON_ARRAY:
      append_container (out, index, token, depth);
      break;
    case TRI_JSON_STRING:
      append_json_string (out, index, token);
      break;
    case TRI_JSON_TRUE:
      g_string_append (out, "True");
      break;
    case TRI_JSON_FALSE:
      g_string_append (out, "False");
      break;
    case TRI_JSON_NULL:
      g_string_append (out, "None");
      break;
    default:
      raw = tri_json_index_dup_raw (index, token);
      g_string_append (out, raw);
    }
}

/* What the library has no argument for goes into extra_body, which it sends as it is. */
static void
append_arguments (GString *out, const TriCode *code, const TriJsonIndex *index)
{
  const TriJsonToken *tokens = tri_json_index_get_tokens (index, NULL);
  g_autoptr (GString) extra = g_string_new (NULL);

  for (guint key = 1; key < tokens[0].next; key = tokens[key + 1].next)
    {
      g_autofree char *name = tri_json_index_dup_string (index, key, NULL);
      gboolean known = g_strv_contains (code->format->library->members, name);

      if (tri_json_index_get_member (index, 0, name) != key + 1)
        continue; /* a namesake comes later, and is the one that counts */
      if (known)
        g_string_append_printf (out, "    %s=", name);
      else
        {
          g_string_append (extra, "        ");
          append_json_string (extra, index, key);
          g_string_append (extra, ": ");
        }
      append_value (known ? out : extra, index, key + 1, known ? 1 : 2);
      g_string_append (known ? out : extra, ",\n");
    }
  if (extra->len)
    g_string_append_printf (out, "    extra_body={\n%s    },\n", extra->str);
}

static void
append_sdk (GString *out, const TriCode *code)
{
  const TriLibrary *library = code->format->library;
  const char *key_env = tri_code_get_key_env (code);
  g_autoptr (TriJsonIndex) index = tri_json_index_new (code->body, NULL);
  g_autofree char *base_url = tri_code_dup_base_url (code);

  g_string_append_printf (
      out, "%sfrom openai import OpenAI\n\nclient = OpenAI(\n    base_url=", key_env ? "import os\n" : "");
  tri_code_append_string (out, base_url, -1);
  if (key_env)
    g_string_append_printf (out, ",\n    api_key=os.environ['%s'],\n)\n", key_env);
  else
    g_string_append (out, ",\n    api_key='none',\n)\n");
  g_string_append_printf (out, "answer = client.%s(\n", library->call);
  if (index && tri_json_index_get_tokens (index, NULL)[0].kind == TRI_JSON_OBJECT)
    append_arguments (out, code, index);
  g_string_append (out, ")\n");
  if (!tri_code_streams (code))
    g_string_append_printf (out, "print(answer.%s)\n", library->text);
  else if (library->event)
    g_string_append_printf (out,
                            "for event in answer:\n    if event.type == '%s':\n"
                            "        print(event.%s, end='', flush=True)\nprint()\n",
                            library->event, library->piece);
  else
    g_string_append_printf (out,
                            "for event in answer:\n    if event.choices:\n"
                            "        print(event.%s or '', end='', flush=True)\nprint()\n",
                            library->piece);
}

GBytes *
tri_code_python (const TriCode *code, gboolean sdk)
{
  g_autofree char *remarks = tri_code_dup_remarks (code, "#", sdk);
  GString *out = g_string_new ("#!/usr/bin/env python3\n");

  g_string_append (out, remarks);
  if (sdk)
    append_sdk (out, code);
  else
    append_urllib (out, code);
  return g_string_free_to_bytes (out);
}
