/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * curl commands as documentation has them and as nobody should paste them: what is understood, what is named as not
 * understood, and that keys go nowhere but where keys belong.
 */

#include <string.h>

#include "core/curl-command.h"
#include "core/error.h"
#include "core/formats.h"

#define KEY "sk-CANARY-0123456789abcdef"

typedef struct
{
  const char *text;
  const char *url;
  const char *body;
  const char *key;     /* or "$NAME" for a variable */
  const char *remarks; /* "" for none, else words that one of them has */
} Row;

static const Row rows[] = {
  /* As in the documentation of OpenAI. */
  { "curl https://api.openai.com/v1/chat/completions \\\n"
    "  -H \"Content-Type: application/json\" \\\n"
    "  -H \"Authorization: Bearer $OPENAI_API_KEY\" \\\n"
    "  -d '{\n    \"model\": \"gpt-5.5\",\n    \"n\": 1.0\n  }'\n",
    "https://api.openai.com/v1/chat/completions", "{\n    \"model\": \"gpt-5.5\",\n    \"n\": 1.0\n  }",
    "$OPENAI_API_KEY", "" },
  /* As browsers copy it. */
  { "curl 'https://h/v1/responses' -X 'POST' -H 'authorization: Bearer " KEY
    "' --data-raw $'{\"a\":\"it\\'s \\u00e9\\n\"}' "
    "--compressed",
    "https://h/v1/responses", "{\"a\":\"it's é\n\"}", KEY, "" },
  { "$ curl -sS -XPOST --url https://h/v1/completions --json '{}'", "https://h/v1/completions", "{}", NULL, "" },
  { "curl h/v1/responses -d \"{\\\"a\\\": \\\"\\$5 \\\\\\\\\\\"}\"", "h/v1/responses", "{\"a\": \"$5 \\\\\"}", NULL,
    "" },
  { "curl\t-d a\\ b -d 'c' https://h/", "https://h/", "a b&c", NULL, "" },
  { "curl https://h/ --json '{' --json '}'", "https://h/", "{}", NULL, "" },
  { "curl https://h/ -d'{}' -kN", "https://h/", "{}", NULL, "-k" },
  { "curl https://h/ -d ''", "https://h/", "", NULL, "" },
  { "curl https://h/ -d '{}' \\ \n -s", "https://h/", "{}", NULL, "" },
  { "curl https://h/ -d '{}' \\\r\n -s\r\n", "https://h/", "{}", NULL, "" },
  { "curl https://h/ -d '{}' # a remark 'of' mine", "https://h/", "{}", NULL, "" },
  { "curl -d @not-a-file --data-raw @x https://h/", "https://h/", NULL, NULL, "not read" },
  { "curl https://h/ --data-raw @x", "https://h/", "@x", NULL, "" },
  { "curl https://h/ -d\"{\\\"t\\\":\\\"$(cat /etc/passwd)\\\"}\"", "https://h/", "{\"t\":\"$(cat /etc/passwd)\"}",
    NULL, "not executed" },
  { "curl https://h/ -d \"`id`\"", "https://h/", "`id`", NULL, "not executed" },
  { "curl https://h/ -d \"{\\\"u\\\":\\\"$USER\\\"}\"", "https://h/", "{\"u\":\"$USER\"}", NULL, "USER" },
  { "curl https://h/ -d \"${X:-y}\"", "https://h/", "${X:-y}", NULL, "looked up" },
  { "curl https://h/ -d '$USER'", "https://h/", "$USER", NULL, "" },
  { "curl https://h/ -d '{}'; rm -rf /", "https://h/", "{}", NULL, "left out" },
  { "curl https://h/ -d '{}' | jq .", "https://h/", "{}", NULL, "left out" },
  { "curl https://h/ -d '{}'\n\nrm x", "https://h/", "{}", NULL, "left out" },
  { "curl https://h/ -H 'api-key: " KEY "' -d '{}'", "https://h/", "{}", KEY, "api-key" },
  { "curl https://h/ -H 'Authorization: Basic " KEY "' -d '{}'", "https://h/", "{}", NULL, "Bearer" },
  { "curl https://h/ --oauth2-bearer " KEY " -d '{}'", "https://h/", "{}", KEY, "" },
  { "curl https://h/ -H \"Authorization: Bearer $(pass key)\" -d '{}'", "https://h/", "{}", NULL, "not executed" },
  { "curl https://h/ -H \"Authorization: Bearer $A$B\" -d '{}'", "https://h/", "{}", NULL, "A" },
  { "curl https://h/ -H 'Authorization: Bearer \xc3\xa9" KEY "' -d '{}'", "https://h/", "{}", NULL, "ASCII" },
  { "curl -u me:" KEY " -b c=" KEY " -H 'Cookie: c=" KEY "' https://h/ -d '{}'", "https://h/", "{}", NULL, "-u" },
  { "curl https://me:" KEY "@h/v1/responses?key=" KEY "#x -d '{}'", "https://h/v1/responses", "{}", NULL, "password" },
  { "curl https://h/ -H Authorization: Bearer " KEY " -d '{}'", "https://h/", "{}", NULL, "Word" },
  { "curl -H Authorization: Bearer " KEY " https://h/ -d '{}'", "https://h/", "{}", NULL, "before the URL" },
  { "curl https://h/ --" KEY " -d '{}'", "https://h/", "{}", NULL, "not understood" },
  { "curl https://h/ --frobnicate -d '{}'", "https://h/", "{}", NULL, "--frobnicate" },
  { "curl https://h/ -Z9 -d '{}'", "https://h/", "{}", NULL, "-Z" },
  { "curl https://h/ -F f=@x -T y", "https://h/", NULL, NULL, "file" },
  { "curl https://h/ -G -d a", "https://h/", "a", NULL, "-G" },
  { "curl https://h/ -X PUT -d a", "https://h/", "a", NULL, "POST" },
  { "curl https://h/", "https://h/", NULL, NULL, "POST" },
  { "curl https://h/ -d", "https://h/", NULL, NULL, "lacks" },
  { "curl https://h/ -H 'X-Org: 1' -d '{}'", "https://h/", "{}", NULL, "X-Org" },
  { "curl https://h/ -H @x -H ':v' -d '{}'", "https://h/", "{}", NULL, "without a name" },
  { "curl -d '{}'", NULL, "{}", NULL, "" },
  { "curl -- -d", "-d", NULL, NULL, "POST" },
};

static void
assert_hides_key (TriCurlCommand *command)
{
  for (guint i = 0; i < command->remarks->len; i++)
    g_assert_null (strstr (command->remarks->pdata[i], "CANARY"));
  for (guint i = 0; i < command->headers->len; i++)
    g_assert_null (strstr (((TriHeader *) command->headers->pdata[i])->value, "CANARY"));
  g_assert_null (command->url ? strstr (command->url, "CANARY") : NULL);
}

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Row *row = &rows[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (TriCurlCommand) command = tri_curl_command_parse (row->text, &error);
      g_autoptr (GString) remarks = g_string_new (NULL);
      g_autofree char *shown = g_strescape (row->text, NULL); /* what a test says must be UTF-8 */

      g_test_message ("%s", shown);
      g_assert_no_error (error);
      g_assert_true (tri_curl_command_is_one (row->text));
      g_assert_cmpstr (command->url, ==, row->url);
      g_assert_cmpint (command->body != NULL, ==, row->body != NULL);
      if (row->body)
        g_assert_cmpmem (g_bytes_get_data (command->body, NULL), g_bytes_get_size (command->body), row->body,
                         strlen (row->body));
      g_assert_cmpstr (command->key_env, ==, row->key && row->key[0] == '$' ? row->key + 1 : NULL);
      g_assert_cmpstr (command->key, ==, row->key && row->key[0] != '$' ? row->key : NULL);
      for (guint k = 0; k < command->remarks->len; k++)
        g_string_append_printf (remarks, "%s\n", (char *) command->remarks->pdata[k]);
      if (row->remarks[0])
        g_assert_nonnull (strstr (remarks->str, row->remarks));
      else
        g_assert_cmpstr (remarks->str, ==, "");
      assert_hides_key (command);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *words;
  } refused[] = {
    { "", "curl" },
    { "wget https://h/", "curl" },
    { "curly https://h/", "curl" },
    { "curl https://h/ -H 'Authorization: Bearer " KEY, "line 1, column 20" },
    { "curl https://h/ \\\n  -d \"{", "line 2, column 6" },
    { "curl https://h/ -d $'{", "never closed" },
    { "curl https://h/ -d $'a\\x00b'", "no character" },
    { "curl https://h/ -d $'\\ud800'", "no character" },
    { "curl https://h/ -d $'\\U7fffffff'", "no character" },
    { "curl \"https://h/\" ^\r\n  -H ^\"Authorization: Bearer " KEY "^\"", "Windows" },
    { "curl.exe https://h/ `\n  -d '{}'", "Windows" },
    { "curl https://h/ -d '\xff'", "UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_autofree char *shown = g_strescape (refused[i].text, NULL);

      g_test_message ("%s", shown);
      g_assert_null (tri_curl_command_parse (refused[i].text, &error));
      g_assert_error (error, TRI_ERROR, TRI_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, refused[i].words));
      g_assert_null (strstr (error->message, "CANARY"));
    }
}

/* Every beginning of every command, and every command with one byte changed: never more than an error. */
static void
test_damaged (void)
{
  static const char signs[] = "'\"\\$`(){}@-\n ^;\x01\xff";

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize at = 0; at <= strlen (rows[i].text); at++)
      {
        g_autofree char *cut = g_strndup (rows[i].text, at);
        g_autofree char *changed = g_strdup (rows[i].text);
        g_autoptr (TriCurlCommand) first = tri_curl_command_parse (cut, NULL);
        g_autoptr (TriCurlCommand) second = NULL;

        if (changed[at])
          changed[at] = signs[(i + at) % (sizeof signs - 1)];
        second = tri_curl_command_parse (changed, NULL);
      }
}

/* 8 MB of the worst, in linear time. */
static void
test_large (void)
{
  static const char *const pieces[] = { "'a'", "\\\n", "$A", "`", "\"\"", " ", "^", "-d x ", "-H a:b " };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) text = g_string_new ("curl https://h/ ");
      g_autoptr (TriCurlCommand) command = NULL;

      while (text->len < 1024 * 1024)
        g_string_append (text, pieces[i]);
      command = tri_curl_command_parse (text->str, NULL);
      g_assert_nonnull (command);
    }
}

/* The same for what is searched. */
static void
test_large_masked (void)
{
  static const char *const pieces[]
      = { "api_key=None(", "api_key: '", "token,",  "Bearer ", "https://", "?key=a&", "--user ",
          "sk-",           "\\\n",       "{\"a\":", "\"",      "-",        "= ",      "key is " };

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString) text = g_string_new ("x ");
      g_autofree char *got = NULL;

      while (text->len < 128 * 1024)
        g_string_append (text, pieces[i]);
      g_string_append (text, "\nBearer " KEY);
      got = tri_curl_dup_masked (text->str, 0);
      g_assert_nonnull (got);
      g_assert_cmpuint (strlen (got), ==, text->len);
    }
}

static void
test_endpoints (void)
{
  static const struct
  {
    const char *url;
    const char *format;
  } urls[] = {
    { "https://api.openai.com/v1/completions", "completions" },
    { "https://api.openai.com/v1/chat/completions", "chat" },
    { "http://localhost:1/x/chat/completions/?api-version=1", "chat" },
    { "h/v1/responses#a", "responses" },
    { "https://h/v1/embeddings", NULL },
    { "https://h/?x=/responses", NULL },
    { "", NULL },
    { "///", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      const TriFormat *format = tri_format_find_for_url (urls[i].url);

      g_assert_cmpstr (format ? format->id : NULL, ==, urls[i].format);
    }
}

/* ---- Masked, to be shown ---- */

#define PLAIN "Zq-CANARY-0123456789abcdef" /* a key that does not look like one */
#define STARS "**************************" /* as long as KEY */

static const struct
{
  const char *text;
  const char *masked; /* NULL: nothing is secret */
} masked[] = {
  { "curl https://h/ -H 'Authorization: Bearer " KEY "' -d '{}'",
    "curl https://h/ -H 'Authorization: Bearer " STARS "' -d '{}'" },
  { "curl https://h/ -H \"x-api-key: " KEY "\"", "curl https://h/ -H \"x-api-key: " STARS "\"" },
  { "  $ curl -Hapi-key:" KEY " h/", "  $ curl -Hapi-key:" STARS " h/" },
  { "curl --oauth2-bearer " KEY " h/", "curl --oauth2-bearer " STARS " h/" },
  { "curl h/ -d '{\"user\": \"" KEY "\"}' -H 'Authorization: Bearer " KEY "'",
    "curl h/ -d '{\"user\": \"" STARS "\"}' -H 'Authorization: Bearer " STARS "'" },
  { "curl -u me:secret -b 'a=12; b=345' https://me:pw@h/v1?key=abc&x=1#f",
    "curl -u ********* -b 'a=**; b=***' https://*****@h/v1?key=***"
    "&x=1#f" },
  { "curl 'https://h/v1?key=abc&x=1#f' -H 'Cookie: s=1; t=22'",
    "curl 'https://h/v1?key=***&x=*#f' -H 'Cookie: s=*; t=**'" },
  { "curl h/ -x http://me:pw@proxy/", "curl h/ -x http://*****@proxy/" },
  /* Written in pieces: all of the word goes. */
  { "curl h/ -H \"Authorization: \"'Bearer " KEY "'",
    "curl h/ -H ****************************************************" },
  { "curl h/ -H Authorization:\\ Bearer\\ " KEY, "curl h/ -H **************************************************" },
  { "curl h/ -H $'Authorization: Bearer " PLAIN "'", "curl h/ -H ***************************************************" },
  { "curl h/ -H $'Authoriz\\x61tion: Bearer " PLAIN "'",
    "curl h/ -H ******************************************************" },
  { "curl h/ -u $'me:" PLAIN "'", "curl h/ -u ********************************" },
  { "curl h/ -H 'X-A: 1\nAuthorization: Bearer " PLAIN "'",
    "curl h/ -H '*******************************************************'" },
  /* Headers of any name that says what they hold. */
  { "curl h/ -H 'CF-Access-Client-Secret: " PLAIN "'", "curl h/ -H 'CF-Access-Client-Secret: " STARS "'" },
  { "curl h/ -H 'X-Session-Token: " PLAIN "'", "curl h/ -H 'X-Session-Token: " STARS "'" },
  { "curl h/ -H 'X-Password: " PLAIN "' -d '", "curl h/ -H 'X-Password: " STARS "' -d '" },
  { "curl h/ --tlspassword " PLAIN " --proxy-pass " PLAIN, "curl h/ --tlspassword " STARS " --proxy-pass " STARS },
  /* A variable is none. */
  { "curl h/ -H \"Authorization: Bearer $OPENAI_API_KEY\"", NULL },
  { "curl h/ -H \"Authorization: Bearer ${KEY}\" -d '{\"a\": \"Authorization: Bearer x\"}'", NULL },
  { "curl h/ -H \"Authorization: Bearer $(cat key)\"", NULL },
  { "curl h/ -H \"Authorization: Bearer $A-0123\"", "curl h/ -H \"Authorization: Bearer $A*****\"" },
  /* Behind the command, before it, and where none can be read. */
  { "curl h/ -d '{}'\ncurl h/ -H 'Authorization: Bearer " KEY "'",
    "curl h/ -d '{}'\ncurl h/ -H 'Authorization: Bearer " STARS "'" },
  { "export OPENAI_API_KEY=" KEY "\ncurl h/", "export OPENAI_API_KEY=" STARS "\ncurl h/" },
  { "curl h/ -H 'Authorization: Bearer " KEY, "curl h/ -H 'Authorization: Bearer " STARS },
  { "curl h/ ^\n -H \"Authorization: Bearer " KEY "\" ^\n", "curl h/ ^\n -H \"Authorization: Bearer " STARS "\" ^\n" },
  { "client = OpenAI(api_key=\"" KEY "\")", "client = OpenAI(api_key=\"" STARS "\")" },
  { "curl h/ -ume:" PLAIN " -d '{", "curl h/ -u***" STARS " -d '{" },
  { "curl h/ --user=me:" PLAIN " -d '{", "curl h/ --user=***" STARS " -d '{" },
  { "curl h/ --pass " PLAIN " --cert a:" PLAIN " -d '{", "curl h/ --pass " STARS " --cert **" STARS " -d '{" },
  { "client = OpenAI(api_key = \"" PLAIN "\")", "client = OpenAI(api_key = \"" STARS "\")" },
  { "$env:OPENAI_API_KEY = '" PLAIN "'", "$env:OPENAI_API_KEY = '" STARS "'" },
  { "My key is " KEY ".", "My key is " STARS "." },
  /* What is asked is not touched. */
  { "{\"messages\": [{\"content\": \"Authorization: Bearer " KEY "\"}]}", NULL },
  { "curl h/ -d '{\"input\": \"What is Authorization: Bearer x?\"}'", NULL },
  { "curl h/ -H 'Authorization: Bearer ********'", NULL },
  { "Hello", NULL },
  { "", NULL },
};

static void
test_masked (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (masked); i++)
    {
      g_autofree char *got = tri_curl_dup_masked (masked[i].text, 0);

      g_assert_cmpstr (got, ==, masked[i].masked);
      g_assert_true (!got || strlen (got) == strlen (masked[i].text));
    }
}

/* A key that does not look like one, wherever it is written: it goes, and what stands around it stays. */
static void
test_hidden (void)
{
  static const struct
  {
    const char *text;
    const char *kept;
  } hidden[] = {
    /* Commands of curl that can be read. */
    { "curl h/ -H \"Authorization: Bearer $(echo " PLAIN ")\" -d '{}'", "Authorization: Bearer ***" },
    { "curl h/ -H \"Authorization: Bearer `echo " PLAIN "`\" -d '{}'", "Authorization: Bearer ***" },
    { "curl h/ -H \"Authorization: Bearer $(cat <<< " PLAIN ")\"", "Bearer ***" },
    { "curl h/ -H \"Authorization: Bearer $(cat " KEY ")\"", "Bearer ***" },
    { "curl h/ -H \"Authorization: Bearer $(pass; true " PLAIN ")\"", "Bearer ***" },
    { "curl h/ -H \"Authorization: Bearer ${KEY:-" PLAIN "}\"", "Bearer ***" },
    { "curl h/ -H Authorization:$(echo " PLAIN ")", "curl h/ -H Authorization:" },
    { "curl h/ --oauth2-b " PLAIN " -d '{}'", "curl h/ --oauth2-b ***" },
    { "curl h/ --OAUTH2-bearer " PLAIN, "--OAUTH2-bearer ***" },
    { "curl h/ --heade 'authorization: " PLAIN "'", "authorization: ***" },
    { "curl --head 'authorization: " PLAIN "' https://h/", "https://h/" },
    { "curl h/ --use me:" PLAIN " -d '{}'", "--use ***" },
    { "curl h/ --user=me:" PLAIN, "--user=***" },
    { "curl h/ --proxy-u me:" PLAIN " -d '{}'", "--proxy-u ***" },
    { "curl h/ --proxy-header 'Proxy-Authorization: Basic " PLAIN "'", "Proxy-Authorization: Basic ***" },
    { "curl h/ -A " KEY, "curl h/ -A ***" },
    { "curl h/ -F api_key=" PLAIN " -F a=b", "-F api_key=**" },
    { "curl h/ --form-s 'token=" PLAIN "'", "token=***" },
    { "curl h/ --data-urlencode api_key=" PLAIN, "--data-urlencode api_key=***" },
    { "curl h/ --url-query key=" PLAIN, "--url-query key=***" },
    { "curl h/ -d 'a=b&api_key=" PLAIN "&c=d'", "a=b&api_key=**************************&c=d" },
    { "curl h/ -d '{\"tools\":[{\"authorization\":\"" PLAIN "\"}]}'",
      "{\"tools\":[{\"authorization\":\"**************************\"}]}" },
    { "curl h/ -d \"{\\\"api_key\\\": \\\"" PLAIN "\\\", \\\"a\\\": 1}\"", "\\\"api_key\\\": \\\"***" },
    { "curl h/ -d $'{\"a\": \"it\\'s\", \"headers\": {\"X-Api-Key\": \"" PLAIN "\"}}'", "\"X-Api-Key\": \"***" },
    { "curl h/ -d '{\"api_key\":'\"'\"'\"" PLAIN "\"}'", "{\"api_key\":'\"'\"'" },
    { "curl h/ -H \"Authorization: \\\nBearer " PLAIN "\"", "curl h/ -H ***" },
    { "curl h/ \\\n  -H 'x-api-key: " PLAIN "'", "x-api-key: ***" },
    { "curl h/ -H Authorization: Bearer " PLAIN " -d '{}'", "-d '{}'" },
    { "curl " PLAIN " https://h/", " https://h/" },
    { "curl -X POST " PLAIN, "curl -X POST ***" },
    { "curl h/ -u me:" PLAIN " -x http://me:" PLAIN "@p/", "-x http://***" },
    { "curl h/ -e 'https://h/?token=" PLAIN "'", "https://h/?token=***" },
    { "curl h/ -k" PLAIN, "curl h/ -k" },
    /* Such that cannot be read, and what stands behind one. */
    { "curl h/ --oauth2-b " PLAIN " -d '{", "--oauth2-b ***" },
    { "curl h/ -H 'Authorization: \\\n  Bearer " PLAIN, "Authorization: " },
    { "curl h/ -d 'x\nAuthorization: Bearer " PLAIN "\n", "Authorization: Bearer ***" },
    { "curl h/ -d '{}'\nexport TOKEN=" PLAIN, "export TOKEN=***" },
    { "curl h/ -H \"Authorization: Bearer $(echo " PLAIN ")\" -d '{", "Authorization: " },
    /* Code and configuration. */
    { "const client = new OpenAI({ apiKey: '" PLAIN "', timeout: 5 });",
      "apiKey: '**************************', timeout: 5" },
    { "api_key: " PLAIN "\nmodel: gpt-4o\n", "\nmodel: gpt-4o\n" },
    { "  api-key = \"" PLAIN "\" # mine", "\" # mine" },
    { "setx OPENAI_API_KEY " PLAIN, "setx OPENAI_API_KEY ***" },
    { "setx OPENAI_API_KEY \"" PLAIN "\" /M", "\" /M" },
    { "set -gx OPENAI_API_KEY " PLAIN, "set -gx OPENAI_API_KEY ***" },
    { "setenv OPENAI_API_KEY " PLAIN, "setenv OPENAI_API_KEY ***" },
    { "export OPENAI_API_KEY=" PLAIN "; python a.py", "; python a.py" },
    { "OPENAI_API_KEY='" PLAIN "' python a.py", "' python a.py" },
    { "docker run -e OPENAI_API_KEY=" PLAIN " image", " image" },
    { "[Environment]::SetEnvironmentVariable(\"OPENAI_API_KEY\", \"" PLAIN "\", \"User\")", "\", \"User\")" },
    { "os.environ[\"OPENAI_API_KEY\"] = \"" PLAIN "\"", "os.environ[\"OPENAI_API_KEY\"] = \"***" },
    { "headers = {'Authorization': f'Bearer " PLAIN "'}", "{'Authorization': f'Bearer ***" },
    { "headers.set(\"x-api-key\", \"" PLAIN "\")", "headers.set(\"x-api-key\", \"***" },
    { ".header(\"Authorization\", format!(\"Bearer " PLAIN "\"))", "format!(\"Bearer ***" },
    { "{'error': 1}\n{\"api_key\": \"" PLAIN "\"}", "{'error': 1}\n" },
    { "{\"error\": {\"message\": \"no\"}}\ncurl h/ -H 'Authorization: Bearer " PLAIN "'",
      "{\"error\": {\"message\": \"no\"}}\ncurl h/" },
    { "{\"api_key\": \"" PLAIN "\", \"a\": \"b\"}", "\"a\": \"b\"}" },
    { "POST /v1/responses HTTP/1.1\nAuthorization: Bearer " PLAIN "\nAccept: a/b\n\n{}", "\nAccept: a/b\n\n{}" },
    { "POST /v1/responses?key=" PLAIN " HTTP/1.1\n", "POST /v1/responses?key=***" },
    { "my-tool --api-key " PLAIN " run", " run" },
    { "my-tool --token=" PLAIN " run", " run" },
    { "use the header Bearer " PLAIN ".", "use the header Bearer ***" },
    { "Incorrect API key provided: " PLAIN ". You can find it", "You can find it" },
    { "<add key=\"ApiKey\" value=\"" PLAIN "\" />", "\" />" },
    { "My key is " KEY ", and \"" KEY "\"", ", and \"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++)
    {
      g_autofree char *got = tri_curl_dup_masked (hidden[i].text, 0);
      g_autofree char *again = got ? tri_curl_dup_masked (got, 0) : NULL;

      g_test_message ("%s\n→ %s", hidden[i].text, got);
      g_assert_nonnull (got);
      g_assert_null (strstr (got, "CANARY"));
      g_assert_cmpuint (strlen (got), ==, strlen (hidden[i].text));
      g_assert_nonnull (strstr (got, hidden[i].kept));
      g_assert_null (again);
    }
}

/* Where there is no secret, nothing goes. */
static void
test_readable (void)
{
  static const char *const texts[] = {
    "curl h/ -H \"Authorization: Bearer $(cat ~/.key)\" -H \"x-api-key: `pass openai`\"",
    "curl h/ -d '{\"max_tokens\": 5, \"logit_bias\": {\"50256\": 1}, \"prompt_cache_key\": "
    "\"customer-0123456789-abc\"}'",
    "curl h/ -A 'my-program/1.0' -F file=@a.png -d 'model=gpt-4o&max_tokens=100'",
    "curl h/ -b cookies.txt --max-time 10 -o answer.json",
    "client = OpenAI(api_key=os.environ[\"OPENAI_API_KEY\"])",
    "client = OpenAI(api_key=os.getenv('OPENAI_API_KEY'), max_tokens=100)",
    "const client = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });",
    "const client = new OpenAI({ apiKey: config.apiKey, token: getToken() });",
    "headers = {\"Authorization\": f\"Bearer {api_key}\"}",
    "headers: { Authorization: `Bearer ${process.env.OPENAI_API_KEY}` }",
    "def ask(api_key: str, token: Optional[str] = None):",
    "interface Options { apiKey?: string; password: string }",
    "api_key: ${OPENAI_API_KEY}",
    "api_key: ${{ secrets.OPENAI_API_KEY }}",
    "export OPENAI_API_KEY=\"$(pass openai)\"",
    "api_key = \"YOUR_API_KEY\"\nbase_url = \"https://api.openai.com/v1\"",
    "Put your own key where sk-your-key-goes-here stands.",
    "max_tokens: 100\nmax_completion_tokens = 5\nprompt_cache_key: customer-0123456789-abcdef\n",
    "safety_identifier: user-0123456789-abcdef\nx-ratelimit-remaining-tokens: 149984\n",
    "{'required': ['api_key', 'token'], 'eos_token': '</s>'}",
    "if token == 'abc': pass",
    "You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer "
    "YOUR_KEY). You can obtain an API key from https://platform.openai.com/account/api-keys.",
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
    "the risk-assessment-of-0123456789 of a task-0123456789abcdef",
    "Invalid type for 'tools[0].authorization': expected a string, but got an integer instead.",
    "Unexpected token: '}' at line 3",
    "-Hello",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *got = tri_curl_dup_masked (texts[i], 0);

      g_test_message ("%s", texts[i]);
      g_assert_cmpstr (got, ==, NULL);
    }
}

/* What is being typed is let alone while it is short; what was masked gives no key. */
static void
test_masked_again (void)
{
  g_autofree char *shorter = tri_curl_dup_masked ("curl h/ -H 'Authorization: Bearer 0123456789'", 16);
  g_autofree char *longer = tri_curl_dup_masked ("curl h/ -H 'Authorization: Bearer " KEY "'", 16);
  g_autofree char *again = longer ? tri_curl_dup_masked (longer, 0) : NULL;
  g_autoptr (TriCurlCommand) command = longer ? tri_curl_command_parse (longer, NULL) : NULL;

  g_assert_null (shorter);
  g_assert_nonnull (longer);
  g_assert_null (again);
  g_assert_null (command->key);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curl-command/rows", test_rows);
  g_test_add_func ("/curl-command/refused", test_refused);
  g_test_add_func ("/curl-command/damaged", test_damaged);
  g_test_add_func ("/curl-command/large", test_large);
  g_test_add_func ("/curl-command/large-masked", test_large_masked);
  g_test_add_func ("/curl-command/endpoints", test_endpoints);
  g_test_add_func ("/curl-command/masked", test_masked);
  g_test_add_func ("/curl-command/hidden", test_hidden);
  g_test_add_func ("/curl-command/readable", test_readable);
  g_test_add_func ("/curl-command/masked-again", test_masked_again);
  return g_test_run ();
}
