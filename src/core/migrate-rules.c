/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "migrate-rules.h"

#include <glib/gi18n-lib.h>

#define KEPT TRI_VERDICT_KEPT, FALSE
#define RENAMED TRI_VERDICT_RENAMED, FALSE
#define MOVED TRI_VERDICT_MOVED, FALSE
#define RESHAPED TRI_VERDICT_RESHAPED, FALSE
#define EXPLICIT TRI_VERDICT_EXPLICIT, FALSE
#define ADDED TRI_VERDICT_ADDED, FALSE
#define DROPPED TRI_VERDICT_DROPPED, FALSE
#define NOTHING_LOST TRI_VERDICT_DROPPED, TRUE
#define REFUSED TRI_VERDICT_REFUSED, FALSE

static const TriLedgerRule rules[TRI_N_RULES] = {
  [TRI_RULE_KEPT] = { "kept", KEPT, NULL, N_ ("The same in both."), "API" },
  [TRI_RULE_RENAMED] = { "renamed", RENAMED, NULL, N_ ("The same value under another name."), "API" },
  [TRI_RULE_MOVED] = { "moved", MOVED, NULL, N_ ("The same value in another place."), "API" },
  [TRI_RULE_IDENTITY] = { "identity", KEPT, NULL, N_ ("From a format to itself nothing changes."), NULL },
  [TRI_RULE_SERVER_TAKES]
  = { "server-takes", KEPT, NULL, N_ ("This server takes it there, though the published API does not have it."),
      "documentation" },
  [TRI_RULE_BATCH_URL] = { "batch-url", RESHAPED, NULL, N_ ("The line asks the other endpoint now."), "API" },
  [TRI_RULE_DUPLICATE] = { "duplicate-key", NOTHING_LOST, NULL,
                           N_ ("A later member has the same name, and readers take that one."), "RFC 8259" },
  [TRI_RULE_NEUTRAL] = { "says-nothing", NOTHING_LOST, NULL, N_ ("It says what holds anyway."), "API" },
  [TRI_RULE_NULL] = { "null", NOTHING_LOST, NULL, N_ ("null says nothing here."), "API" },
  [TRI_RULE_UNKNOWN]
  = { "unknown-field", REFUSED, NULL,
      N_ ("The published API does not have it, so that nobody can say what it does, and it would be refused by name. "
          "Take it out, or name the server that has it."),
      "live" },
  [TRI_RULE_UNKNOWN_MEMBER]
  = { "unknown-member", REFUSED, NULL,
      N_ ("The published API does not have this member, and it would be refused by name. Take "
          "it out, or put what it says into the text."),
      "live" },
  [TRI_RULE_WRONG_TYPE] = { "wrong-type", REFUSED, NULL,
                            N_ ("It is of another type than the published API says, and cannot be converted. Mend it "
                                "first."),
                            "API" },
  [TRI_RULE_LEFT_OVER]
  = { "left-over", REFUSED, NULL, N_ ("No rule says what becomes of it. Carry it over by hand."), NULL },
  [TRI_RULE_NOTHING_LEFT]
  = { "nothing-left", ADDED, NULL, N_ ("Nothing of what stood in it could be converted."), NULL },

  [TRI_RULE_LIMIT_TOO_SMALL]
  = { "limit-below-16", REFUSED, "output-limit",
      N_ ("Responses takes no limit below 16 tokens. Ask for 16 and cut the text yourself; a model that reasons would "
          "have spent so few on reasoning anyway."),
      "live" },
  [TRI_RULE_LIMIT_ZERO]
  = { "limit-zero", REFUSED, "output-limit",
      N_ ("Only Completions can be asked for no token at all. Ask for 1 and cut it off."), "API" },
  [TRI_RULE_LIMIT_TWICE]
  = { "limit-twice", REFUSED, "output-limit",
      N_ ("Both limits are there, and the API refuses the two together. Leave one of them."), "live" },
  [TRI_RULE_LIMIT_DEFAULT] = { "limit-default", EXPLICIT, "output-limit",
                               N_ ("Completions stops after 16 tokens when nothing is said, the other API does not. "
                                   "Take it out if that was never "
                                   "meant."),
                               "API" },
  [TRI_RULE_MANY_ANSWERS] = { "many-answers", REFUSED, "answers-asked",
                              N_ ("Responses gives one answer a request. Send the request that many times."), "guide" },
  [TRI_RULE_STOP]
  = { "stop-cut-yourself", DROPPED, "stop",
      N_ ("Responses has no stop sequences: the text goes on past them. Cut it at the first one yourself."), "API" },
  [TRI_RULE_SEED] = { "no-seed", DROPPED, "seed", N_ ("Responses has no seed: repeats will differ more."), "API" },
  [TRI_RULE_PENALTY]
  = { "no-penalty", DROPPED, NULL,
      N_ ("The documented Responses API has no penalties: the text may repeat itself more."), "live" },
  [TRI_RULE_LOGIT_BIAS] = { "no-logit-bias", DROPPED, "logit-bias",
                            N_ ("Responses has no bias of tokens: those it was to forbid or to favour are drawn as any "
                                "other."),
                            "API" },
  [TRI_RULE_SUFFIX] = { "no-suffix", REFUSED, "suffix",
                        N_ ("Only Completions can write what stands before a given text. Describe the insertion in the "
                            "prompt."),
                        "API" },
  [TRI_RULE_ECHO] = { "no-echo", DROPPED, "echo",
                      N_ ("The prompt does not come back with the answer. Put it before the text yourself."), "API" },
  [TRI_RULE_BEST_OF] = { "no-best-of", DROPPED, "best-of",
                         N_ ("The best of several is not chosen: what comes is as any answer. Ask several times, and "
                             "choose yourself."),
                         "API" },
  [TRI_RULE_LOGPROBS] = { "logprobs-include", RESHAPED, "logprobs-asked",
                          N_ ("Log probabilities are asked for by a word in include."), "API" },
  [TRI_RULE_LOGPROBS_NUMBER]
  = { "logprobs-number", RESHAPED, "logprobs-asked",
      N_ ("One number becomes two members: whether, and how many of the likeliest."), "API" },
  [TRI_RULE_STREAM_USAGE]
  = { "usage-always-comes", NOTHING_LOST, "stream-usage",
      N_ ("Responses always tells usage, in the last event, and refuses the question."), "live" },
  [TRI_RULE_STREAM_USAGE_BACK]
  = { "usage-asked-for", EXPLICIT, "stream-usage",
      N_ ("A stream of Responses always tells usage; one of Chat Completions only if asked."), "API" },
  [TRI_RULE_USER_SPLIT] = { "user-split", RESHAPED, "user",
                            N_ ("user is deprecated and had two uses: telling people apart for safety, and keeping "
                                "caches apart. A name or an "
                                "address should be hashed."),
                            "API" },
  [TRI_RULE_USER_HASHED]
  = { "user-hashed", RESHAPED, "user",
      N_ ("A safety identifier has at most 64 characters: the SHA-256 of user stands in its place."), "API" },
  [TRI_RULE_USER_SAID]
  = { "user-said", DROPPED, "user",
      N_ ("What took its place, safety_identifier and prompt_cache_key, is there already."), "API" },
  [TRI_RULE_AUDIO] = { "no-audio", REFUSED, "audio-asked",
                       N_ ("Responses does not speak. Stay with Chat Completions for audio."), "guide" },
  [TRI_RULE_MODALITIES]
  = { "only-text", REFUSED, "modalities",
      N_ ("Responses answers in text. Audio stays with Chat Completions, and images come from the tool "
          "image_generation."),
      "guide" },
  [TRI_RULE_PREDICTION] = { "no-prediction", DROPPED, "prediction",
                            N_ ("Responses takes no prediction: the answer is the same, but comes slower."), "API" },
  [TRI_RULE_STORE_FALSE]
  = { "store-false", EXPLICIT, "store",
      N_ ("Responses stores every answer unless it is told not to; the other API does not."), "API" },
  [TRI_RULE_STORE_TRUE]
  = { "store-true", EXPLICIT, "store",
      N_ ("Responses stores every answer unless it is told not to; the other API does not."), "API" },
  [TRI_RULE_PROMPT] = { "prompt-to-message", RESHAPED, "user-text",
                        N_ ("A text to be gone on with becomes a message to be answered: what comes is an answer, not "
                            "the rest of the text."),
                        "guide" },
  [TRI_RULE_PROMPT_ROLE] = { "prompt-role", ADDED, "user-role", N_ ("A message says who speaks."), "API" },
  [TRI_RULE_PROMPT_LIST]
  = { "many-prompts", REFUSED, "prompt-list",
      N_ ("Only Completions answers several prompts at once. Send one request for each."), "API" },
  [TRI_RULE_PROMPT_TOKENS] = { "token-prompt", REFUSED, "prompt-list",
                               N_ ("Only Completions takes tokens for a prompt. Turn them back into text."), "API" },
  [TRI_RULE_PROMPT_NONE]
  = { "no-prompt", REFUSED, "user-text",
      N_ ("Without a prompt Completions begins a document of its own. Say what is to be written."), "API" },

  [TRI_RULE_ONLY_MESSAGE] = { "only-message", RESHAPED, "user-text",
                              N_ ("The only message is the user's: its text is the whole input."), "guide" },
  [TRI_RULE_NO_MESSAGES] = { "no-messages", REFUSED, "user-text",
                             N_ ("There are no messages, and without an input there is no answer."), "live" },
  [TRI_RULE_TO_INSTRUCTIONS]
  = { "to-instructions", MOVED, "instructions",
      N_ ("As asked for, it stands beside the input now. It is not carried over by previous_response_id: send it again "
          "each turn."),
      "guide" },
  [TRI_RULE_INSTRUCTIONS_JOINED]
  = { "instructions-joined", RESHAPED, "instructions",
      N_ ("As asked for, they stand beside the input now, joined by blank lines. They are not carried over by "
          "previous_response_id: send them again each turn."),
      "guide" },
  [TRI_RULE_NAME]
  = { "no-name", DROPPED, "message-name",
      N_ ("Messages of Responses have no name: the model does not learn who spoke. Put it into the text."), "live" },
  [TRI_RULE_ASSISTANT_PARTS]
  = { "answer-as-text", RESHAPED, "assistant-part",
      N_ ("An earlier answer goes as plain text: a typed part would need an id and a status."), "API" },
  [TRI_RULE_ASSISTANT_JOINED]
  = { "answer-joined", RESHAPED, "assistant-text",
      N_ ("The parts of an earlier answer go as one plain text, with nothing between them."), "API" },
  [TRI_RULE_ASSISTANT_TEXT]
  = { "answer-part", RESHAPED, "assistant-text",
      N_ ("Beside a refusal the text of an earlier answer stands in a part of its own."), "API" },
  [TRI_RULE_REFUSAL] = { "refusal-part", RESHAPED, "refusal", N_ ("A refusal is a part of the answer."), "API" },
  [TRI_RULE_REFUSAL_PART] = { "part-kind", ADDED, "refusal-part", N_ ("A part says of what kind it is."), "API" },
  [TRI_RULE_EMPTY_TEXT] = { "empty-beside-calls", NOTHING_LOST, "assistant-text",
                            N_ ("Beside calls of tools, no text is no message."), "API" },
  [TRI_RULE_EMPTY_TURN] = { "empty-turn", NOTHING_LOST, "assistant-role",
                            N_ ("A turn that says nothing and calls nothing has no item."), "API" },
  [TRI_RULE_ROLE_TO_KIND] = { "role-to-type", RESHAPED, NULL,
                              N_ ("Calls of tools and their results are items of their own: their type says whose they "
                                  "are."),
                              "API" },
  [TRI_RULE_ROLE_UNKNOWN] = { "unknown-role", REFUSED, NULL,
                              N_ ("The published API does not have this role, so that the message is left out. Give it "
                                  "one that exists."),
                              "API" },
  [TRI_RULE_NO_CONTENT] = { "no-content", REFUSED, NULL,
                            N_ ("The message says nothing where the API wants a content, and is left out."), "API" },
  [TRI_RULE_PART_KIND] = { "part-renamed", RESHAPED, "text-part",
                           N_ ("Parts have other names: input_text, input_image, input_file."), "API" },
  [TRI_RULE_PART_UNKNOWN]
  = { "unknown-part", REFUSED, NULL, N_ ("Such a part cannot stand in this message, and is left out."), "API" },
  [TRI_RULE_IMAGE_URL] = { "image-flat", MOVED, "image-url", N_ ("The object around the address is gone."), "API" },
  [TRI_RULE_DETAIL_AUTO]
  = { "detail-auto", EXPLICIT, "image-detail", N_ ("Responses wants the detail said; this is what held."), "API" },
  [TRI_RULE_FILE] = { "file-flat", MOVED, "file-data", N_ ("The object around the file's members is gone."), "API" },
  [TRI_RULE_AUDIO_PART]
  = { "no-audio-part", REFUSED, "audio-part",
      N_ ("Responses does not hear. Send a transcript, or stay with Chat Completions."), "guide" },
  [TRI_RULE_ANSWER_AUDIO]
  = { "no-answer-audio", REFUSED, "assistant-audio",
      N_ ("Responses knows no earlier spoken answer. Send its transcript as the text."), "guide" },

  [TRI_RULE_CALL_KIND] = { "call-item", RESHAPED, "tool-call-kind", N_ ("A call is an item of its own."), "API" },
  [TRI_RULE_CALL_KIND_ADDED]
  = { "call-item-kind", ADDED, "tool-call-kind", N_ ("An item says of what kind it is."), "API" },
  [TRI_RULE_CALL_ID]
  = { "call-id", MOVED, "tool-call-id",
      N_ ("It joins a call and its result, and is call_id there; the id of an item is another thing."), "API" },
  [TRI_RULE_CALL_ID_MADE] = { "call-id-made", ADDED, "tool-call-id",
                              N_ ("It had no id of its own; this one joins the call and its result."), "API" },
  [TRI_RULE_CALL_UNKNOWN] = { "unknown-call", REFUSED, "tool-call-kind",
                              N_ ("Calls of this kind cannot be converted, and this one is left out."), "API" },
  [TRI_RULE_RESULT_NAME] = { "result-name", RESHAPED, "tool-result-name",
                             N_ ("A result names its call by id, not its function by name."), "API" },
  [TRI_RULE_RESULT_ORPHAN]
  = { "orphan-result", REFUSED, "tool-result-id",
      N_ ("No earlier message calls this function, so that the result has no call to belong to. "
          "Add the call."),
      "live" },

  [TRI_RULE_TOOL_FLAT] = { "tool-flat", MOVED, NULL, N_ ("The object around the tool's members is gone."), "API" },
  [TRI_RULE_TOOL_STRICT]
  = { "strict-false", EXPLICIT, "tool-strict",
      N_ ("Where nothing is said Responses tries to make the schema strict, which can turn optional parameters into "
          "required ones; this is what held."),
      "guide" },
  [TRI_RULE_TOOL_PARAMETERS] = { "no-parameters", EXPLICIT, "tool-parameters",
                                 N_ ("Responses wants the parameters said; this is a function without any."), "API" },
  [TRI_RULE_TOOL_KIND] = { "tool-kind", ADDED, "function-tool", N_ ("A tool says of what kind it is."), "API" },
  [TRI_RULE_TOOL_UNKNOWN]
  = { "unknown-tool", REFUSED, "tools", N_ ("Chat Completions has no such tool, and it is left out."), "API" },
  [TRI_RULE_FUNCTION_TOOL]
  = { "function-to-tool", MOVED, NULL, N_ ("Functions are deprecated: each is a tool of the kind function."), "API" },
  [TRI_RULE_WEB_SEARCH]
  = { "web-search-tool", RESHAPED, "web-search",
      N_ ("The search is a tool now, and the model may use it; web_search_options always searched."), "guide" },
  [TRI_RULE_WEB_LOCATION]
  = { "location-flat", MOVED, "web-search-location", N_ ("The object around the place is gone."), "API" },
  [TRI_RULE_CHOICE_FLAT]
  = { "choice-flat", MOVED, "tool-choice-name", N_ ("The object around the name is gone."), "API" },
  [TRI_RULE_CHOICE_UNKNOWN]
  = { "unknown-choice", REFUSED, "tool-choice", N_ ("This choice cannot be said there. Choose by hand."), "API" },
  [TRI_RULE_CHOICE_TWICE] = { "choice-twice", REFUSED, "tool-choice",
                              N_ ("Both tool_choice and function_call are there. Leave one of them."), "API" },
  [TRI_RULE_SCHEMA_FLAT]
  = { "schema-flat", MOVED, "schema", N_ ("The object around the schema's members is gone."), "API" },
  [TRI_RULE_SCHEMA_MADE] = { "schema-made", EXPLICIT, "schema",
                             N_ ("Responses wants a schema; this one takes any object, as none did."), "API" },
  [TRI_RULE_FORMAT_UNKNOWN]
  = { "unknown-format", REFUSED, "answer-format", N_ ("There is no such format of the answer."), "API" },

  [TRI_RULE_BACK_INPUT]
  = { "input-to-message", RESHAPED, "user-text", N_ ("The input is a message of the user."), "API" },
  [TRI_RULE_BACK_INSTRUCTIONS] = { "instructions-to-message", RESHAPED, "instructions",
                                   N_ ("Instructions are the first message, of the system."), "API" },
  [TRI_RULE_BACK_NESTED] = { "nested", MOVED, NULL, N_ ("Chat Completions keeps it in an object of its own."), "API" },
  [TRI_RULE_BACK_CALLS] = { "calls-to-message", ADDED, "assistant-role",
                            N_ ("Calls of tools that follow one another are one message of the assistant."), "API" },
  [TRI_RULE_BACK_ITEM]
  = { "no-such-item", REFUSED, NULL, N_ ("Chat Completions has no such item, and it is left out."), "API" },
  [TRI_RULE_BACK_ITEM_ID]
  = { "item-id", NOTHING_LOST, NULL, N_ ("It names an item of a stored answer, and Chat Completions stores no items."),
      "API" },
  [TRI_RULE_BACK_REASONING] = { "no-reasoning", DROPPED, NULL,
                                N_ ("Chat Completions takes no earlier reasoning: the model thinks anew."), "guide" },
  [TRI_RULE_BACK_PART] = { "back-part", REFUSED, NULL,
                           N_ ("Only text is converted back to Chat Completions, and this part is left out."), NULL },
  [TRI_RULE_BACK_STATE]
  = { "no-state", REFUSED, NULL,
      N_ ("Chat Completions remembers nothing: what is meant by it must be sent as messages."), "guide" },
  [TRI_RULE_BACK_RESPONSES_ONLY]
  = { "responses-only", REFUSED, NULL, N_ ("Only Responses has it. Do without it there."), "API" },
  [TRI_RULE_BACK_INCLUDE]
  = { "no-include", DROPPED, NULL, N_ ("Chat Completions cannot be asked for it: the answer comes without."), "API" },
  [TRI_RULE_BACK_TRUNCATION]
  = { "no-truncation", DROPPED, NULL, N_ ("Chat Completions cuts nothing away: an input that is too long is refused."),
      "API" },
  [TRI_RULE_BACK_HOSTED_TOOL]
  = { "no-hosted-tool", REFUSED, "tools",
      N_ ("Chat Completions has functions and custom tools only, and this tool is left out."), "API" },
};

const TriLedgerRule *
tri_migrate_get_rule (TriRule rule)
{
  return &rules[rule];
}

const TriLedgerRule *
tri_migrate_find_rule (const char *id)
{
  for (guint i = 0; i < TRI_N_RULES; i++)
    if (g_str_equal (rules[i].id, id))
      return &rules[i];
  return NULL;
}
