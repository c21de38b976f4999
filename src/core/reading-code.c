/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading-code.h"

/* Written as the style guides of the languages have it. Each can be run as it stands. */
static const TriReadingCode codes[] = {
  { "text", "completions", { "text = answer[\"choices\"][0][\"text\"]", "const text = answer.choices[0].text;" } },
  { "text",
    "chat",
    { "text = answer[\"choices\"][0][\"message\"][\"content\"]", "const text = answer.choices[0].message.content;" } },
  { "text",
    "responses",
    { "text = \"\".join(\n"
      "    part[\"text\"]\n"
      "    for item in answer[\"output\"] if item[\"type\"] == \"message\"\n"
      "    for part in item[\"content\"] if part[\"type\"] == \"output_text\"\n"
      ")",
      "const text = answer.output\n"
      "  .filter((item) => item.type === \"message\")\n"
      "  .flatMap((item) => item.content)\n"
      "  .filter((part) => part.type === \"output_text\")\n"
      "  .map((part) => part.text)\n"
      "  .join(\"\");" } },
  { "texts",
    "completions",
    { "texts = [choice[\"text\"] for choice in answer[\"choices\"]]",
      "const texts = answer.choices.map((choice) => choice.text);" } },
  { "texts",
    "chat",
    { "texts = [choice[\"message\"][\"content\"] for choice in answer[\"choices\"]]",
      "const texts = answer.choices.map((choice) => choice.message.content);" } },
  { "texts",
    "responses",
    { "texts = []\n"
      "for answer in answers:  # one request for each\n"
      "    texts.append(\"\".join(\n"
      "        part[\"text\"]\n"
      "        for item in answer[\"output\"] if item[\"type\"] == \"message\"\n"
      "        for part in item[\"content\"] if part[\"type\"] == \"output_text\"\n"
      "    ))",
      "const texts = answers.map((answer) => // one request for each\n"
      "  answer.output\n"
      "    .filter((item) => item.type === \"message\")\n"
      "    .flatMap((item) => item.content)\n"
      "    .filter((part) => part.type === \"output_text\")\n"
      "    .map((part) => part.text)\n"
      "    .join(\"\"));" } },
  { "refusal",
    "chat",
    { "refusal = answer[\"choices\"][0][\"message\"].get(\"refusal\")",
      "const refusal = answer.choices[0].message.refusal ?? null;" } },
  { "refusal",
    "responses",
    { "refusal = next((\n"
      "    part[\"refusal\"]\n"
      "    for item in answer[\"output\"] if item[\"type\"] == \"message\"\n"
      "    for part in item[\"content\"] if part[\"type\"] == \"refusal\"\n"
      "), None)",
      "const refusal = answer.output\n"
      "  .filter((item) => item.type === \"message\")\n"
      "  .flatMap((item) => item.content)\n"
      "  .find((part) => part.type === \"refusal\")?.refusal ?? null;" } },
  { "calls",
    "chat",
    { "calls = [\n"
      "    (call[\"id\"], call[\"function\"][\"name\"], json.loads(call[\"function\"][\"arguments\"]))\n"
      "    for call in answer[\"choices\"][0][\"message\"].get(\"tool_calls\") or []\n"
      "    if call[\"type\"] == \"function\"\n"
      "]",
      "const calls = (answer.choices[0].message.tool_calls ?? [])\n"
      "  .filter((call) => call.type === \"function\")\n"
      "  .map((call) => [call.id, call.function.name, JSON.parse(call.function.arguments)]);" } },
  { "calls",
    "responses",
    { "calls = [\n"
      "    (item[\"call_id\"], item[\"name\"], json.loads(item[\"arguments\"]))\n"
      "    for item in answer[\"output\"] if item[\"type\"] == \"function_call\"\n"
      "]",
      "const calls = answer.output\n"
      "  .filter((item) => item.type === \"function_call\")\n"
      "  .map((item) => [item.call_id, item.name, JSON.parse(item.arguments)]);" } },
  { "logprobs",
    "completions",
    { "found = answer[\"choices\"][0][\"logprobs\"]\n"
      "logprobs = list(zip(found[\"tokens\"], found[\"token_logprobs\"]))",
      "const found = answer.choices[0].logprobs;\n"
      "const logprobs = found.tokens.map((token, i) => [token, found.token_logprobs[i]]);" } },
  { "logprobs",
    "chat",
    { "logprobs = [\n"
      "    (token[\"token\"], token[\"logprob\"])\n"
      "    for token in answer[\"choices\"][0][\"logprobs\"][\"content\"]\n"
      "]",
      "const logprobs = answer.choices[0].logprobs.content\n"
      "  .map((token) => [token.token, token.logprob]);" } },
  { "logprobs",
    "responses",
    { "logprobs = [\n"
      "    (token[\"token\"], token[\"logprob\"])\n"
      "    for item in answer[\"output\"] if item[\"type\"] == \"message\"\n"
      "    for part in item[\"content\"] if part[\"type\"] == \"output_text\"\n"
      "    for token in part[\"logprobs\"]\n"
      "]",
      "const logprobs = answer.output\n"
      "  .filter((item) => item.type === \"message\")\n"
      "  .flatMap((item) => item.content)\n"
      "  .filter((part) => part.type === \"output_text\")\n"
      "  .flatMap((part) => part.logprobs)\n"
      "  .map((token) => [token.token, token.logprob]);" } },
  { "end",
    "completions",
    { "end = answer[\"choices\"][0][\"finish_reason\"]", "const end = answer.choices[0].finish_reason;" } },
  { "end",
    "chat",
    { "end = answer[\"choices\"][0][\"finish_reason\"]", "const end = answer.choices[0].finish_reason;" } },
  { "end",
    "responses",
    { "end = \"stop\"\n"
      "if answer[\"status\"] == \"incomplete\":\n"
      "    end = answer[\"incomplete_details\"][\"reason\"]  # \"content_filter\" keeps its name\n"
      "    if end == \"max_output_tokens\":\n"
      "        end = \"length\"\n"
      "elif any(item[\"type\"] == \"function_call\" for item in answer[\"output\"]):\n"
      "    end = \"tool_calls\"  # there is no word for it",
      "let end = \"stop\";\n"
      "if (answer.status === \"incomplete\") {\n"
      "  end = answer.incomplete_details.reason; // \"content_filter\" keeps its name\n"
      "  if (end === \"max_output_tokens\") end = \"length\";\n"
      "} else if (answer.output.some((item) => item.type === \"function_call\")) {\n"
      "  end = \"tool_calls\"; // there is no word for it\n"
      "}" } },
  { "usage",
    "completions",
    { "used = (answer[\"usage\"][\"prompt_tokens\"], answer[\"usage\"][\"completion_tokens\"])",
      "const used = [answer.usage.prompt_tokens, answer.usage.completion_tokens];" } },
  { "usage",
    "chat",
    { "used = (answer[\"usage\"][\"prompt_tokens\"], answer[\"usage\"][\"completion_tokens\"])",
      "const used = [answer.usage.prompt_tokens, answer.usage.completion_tokens];" } },
  { "usage",
    "responses",
    { "used = (answer[\"usage\"][\"input_tokens\"], answer[\"usage\"][\"output_tokens\"])",
      "const used = [answer.usage.input_tokens, answer.usage.output_tokens];" } },
  { "stream-text",
    "completions",
    { "text = \"\"\n"
      "for event in events:\n"
      "    for choice in event[\"choices\"]:\n"
      "        text += choice[\"text\"]",
      "let text = \"\";\n"
      "for (const event of events)\n"
      "  for (const choice of event.choices) text += choice.text;" } },
  { "stream-text",
    "chat",
    { "text = \"\"\n"
      "for event in events:\n"
      "    for choice in event[\"choices\"]:\n"
      "        text += choice[\"delta\"].get(\"content\") or \"\"",
      "let text = \"\";\n"
      "for (const event of events)\n"
      "  for (const choice of event.choices) text += choice.delta.content ?? \"\";" } },
  { "stream-text",
    "responses",
    { "text = \"\"\n"
      "for event in events:\n"
      "    if event[\"type\"] == \"response.output_text.delta\":\n"
      "        text += event[\"delta\"]",
      "let text = \"\";\n"
      "for (const event of events)\n"
      "  if (event.type === \"response.output_text.delta\") text += event.delta;" } },
  { "stream-calls",
    "chat",
    { "pieces = {}\n"
      "for event in events:\n"
      "    for choice in event[\"choices\"]:\n"
      "        for piece in choice[\"delta\"].get(\"tool_calls\") or []:\n"
      "            call = pieces.setdefault(piece[\"index\"], {\"id\": \"\", \"name\": \"\", \"arguments\": \"\"})\n"
      "            call[\"id\"] += piece.get(\"id\") or \"\"\n"
      "            call[\"name\"] += piece[\"function\"].get(\"name\") or \"\"\n"
      "            call[\"arguments\"] += piece[\"function\"].get(\"arguments\") or \"\"\n"
      "calls = [(call[\"id\"], call[\"name\"], json.loads(call[\"arguments\"])) for call in pieces.values()]",
      "const pieces = [];\n"
      "for (const event of events)\n"
      "  for (const choice of event.choices)\n"
      "    for (const piece of choice.delta.tool_calls ?? []) {\n"
      "      pieces[piece.index] ||= { id: \"\", name: \"\", arguments: \"\" };\n"
      "      const call = pieces[piece.index];\n"
      "      call.id += piece.id ?? \"\";\n"
      "      call.name += piece.function.name ?? \"\";\n"
      "      call.arguments += piece.function.arguments ?? \"\";\n"
      "    }\n"
      "const calls = pieces.map((call) => [call.id, call.name, JSON.parse(call.arguments)]);" } },
  { "stream-calls",
    "responses",
    { "calls = []\n"
      "for event in events:\n"
      "    if event[\"type\"] == \"response.output_item.done\" and event[\"item\"][\"type\"] == \"function_call\":\n"
      "        item = event[\"item\"]\n"
      "        calls.append((item[\"call_id\"], item[\"name\"], json.loads(item[\"arguments\"])))",
      "const calls = [];\n"
      "for (const event of events)\n"
      "  if (event.type === \"response.output_item.done\" && event.item.type === \"function_call\")\n"
      "    calls.push([event.item.call_id, event.item.name, JSON.parse(event.item.arguments)]);" } },
  { "stream-end",
    "completions",
    { "end = None\n"
      "for event in events:\n"
      "    for choice in event[\"choices\"]:\n"
      "        end = choice[\"finish_reason\"] or end",
      "let end = null;\n"
      "for (const event of events)\n"
      "  for (const choice of event.choices) end = choice.finish_reason ?? end;" } },
  { "stream-end",
    "chat",
    { "end = None\n"
      "for event in events:\n"
      "    for choice in event[\"choices\"]:\n"
      "        end = choice[\"finish_reason\"] or end",
      "let end = null;\n"
      "for (const event of events)\n"
      "  for (const choice of event.choices) end = choice.finish_reason ?? end;" } },
  { "stream-end",
    "responses",
    { "end = \"stop\"\n"
      "for event in events:\n"
      "    if event[\"type\"] == \"response.incomplete\":\n"
      "        end = event[\"response\"][\"incomplete_details\"][\"reason\"]\n"
      "        if end == \"max_output_tokens\":\n"
      "            end = \"length\"\n"
      "    elif event[\"type\"] == \"response.output_item.done\" and event[\"item\"][\"type\"] == \"function_call\":\n"
      "        end = \"tool_calls\"  # there is no word for it",
      "let end = \"stop\";\n"
      "for (const event of events)\n"
      "  if (event.type === \"response.incomplete\") {\n"
      "    end = event.response.incomplete_details.reason;\n"
      "    if (end === \"max_output_tokens\") end = \"length\";\n"
      "  } else if (event.type === \"response.output_item.done\" && event.item.type === \"function_call\") {\n"
      "    end = \"tool_calls\"; // there is no word for it\n"
      "  }" } },
  { "stream-usage",
    "completions",
    { "for event in events:\n"
      "    if event.get(\"usage\"):  # in the last one\n"
      "        used = (event[\"usage\"][\"prompt_tokens\"], event[\"usage\"][\"completion_tokens\"])",
      "let used;\n"
      "for (const event of events)\n"
      "  if (event.usage) // in the last one\n"
      "    used = [event.usage.prompt_tokens, event.usage.completion_tokens];" } },
  { "stream-usage",
    "chat",
    { "for event in events:\n"
      "    if event.get(\"usage\"):  # in the last one\n"
      "        used = (event[\"usage\"][\"prompt_tokens\"], event[\"usage\"][\"completion_tokens\"])",
      "let used;\n"
      "for (const event of events)\n"
      "  if (event.usage) // in the last one\n"
      "    used = [event.usage.prompt_tokens, event.usage.completion_tokens];" } },
  { "stream-usage",
    "responses",
    { "for event in events:\n"
      "    if event[\"type\"] in (\"response.completed\", \"response.incomplete\"):\n"
      "        usage = event[\"response\"][\"usage\"]\n"
      "        used = (usage[\"input_tokens\"], usage[\"output_tokens\"])",
      "let used;\n"
      "for (const event of events)\n"
      "  if (event.type === \"response.completed\" || event.type === \"response.incomplete\")\n"
      "    used = [event.response.usage.input_tokens, event.response.usage.output_tokens];" } },
};

const TriReadingCode *
tri_reading_list_codes (guint *n_codes)
{
  *n_codes = G_N_ELEMENTS (codes);
  return codes;
}
