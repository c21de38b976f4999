/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * event-server RATE COUNT: streams COUNT pieces of text at RATE a second to whoever asks, in the format of the path.
 *
 * It is written on bare sockets, because a server that shares libraries with the client would share its habits too.
 * Every event is a write and an HTTP chunk of its own, at its own time, as a model's tokens are; one that is late is
 * sent at once, so that the rate holds over the whole. It prints its port, and ends when its standard input does.
 */
#include <arpa/inet.h>
#include <glib.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "event-text.h"

typedef enum
{
  COMPLETIONS,
  CHAT,
  RESPONSES
} Format;

#define CHAT_HEAD                                                                                                      \
  "\"id\":\"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG\",\"object\":\"chat.completion.chunk\",\"created\":1741570283,"     \
  "\"model\":\"bench\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_fc9f1d7035\""
#define COMPLETIONS_HEAD                                                                                               \
  "\"id\":\"cmpl-7iA7iJjj8V2zOkCGvWF2hAkDWBQZe\",\"object\":\"text_completion\",\"created\":1690759702,"               \
  "\"model\":\"bench\",\"system_fingerprint\":\"fp_fc9f1d7035\""
#define ITEM_ID "msg_67c9fdcf37fc8190ba82116e33fb28c501b8b0ad29296a9e"
#define PLACE "\"item_id\":\"" ITEM_ID "\",\"output_index\":0,\"content_index\":0"

static guint rate;
static guint n_pieces;

/* One answer under way. */
typedef struct
{
  int fd;
  Format format;
  gboolean gone; /* the client wants no more */
  guint sequence;
  GString *event;
  GString *chunk;
} Stream;

static void
write_all (Stream *stream, const char *bytes, gsize n_bytes)
{
  while (n_bytes > 0 && !stream->gone)
    {
      gssize written = send (stream->fd, bytes, n_bytes, MSG_NOSIGNAL);

      if (written <= 0)
        stream->gone = TRUE;
      else
        bytes += written, n_bytes -= (gsize) written;
    }
}

/* Sends what stands in stream->event as one event, and empties it. `name` NULL: the format's events have none. */
static void
send_event (Stream *stream, const char *name)
{
  gsize n_bytes = strlen ("data: \n\n") + (name ? strlen ("event: \n") + strlen (name) : 0) + stream->event->len;

  g_string_printf (stream->chunk, "%" G_GSIZE_MODIFIER "x\r\n", n_bytes);
  if (name)
    g_string_append_printf (stream->chunk, "event: %s\n", name);
  g_string_append (stream->chunk, "data: ");
  g_string_append_len (stream->chunk, stream->event->str, (gssize) stream->event->len);
  g_string_append (stream->chunk, "\n\n\r\n");
  write_all (stream, stream->chunk->str, stream->chunk->len);
  g_string_truncate (stream->event, 0);
}

static void
append_string (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p; p++)
    switch (*p)
      {
      case '"':
      case '\\':
        g_string_append_c (out, '\\');
        g_string_append_c (out, *p);
        break;
      case '\n':
        g_string_append (out, "\\n");
        break;
      case '\t':
        g_string_append (out, "\\t");
        break;
      default:
        g_string_append_c (out, *p);
      }
  g_string_append_c (out, '"');
}

/* Completions and Chat */

static void
send_choice (Stream *stream, const char *text, const char *finish_reason)
{
  GString *event = stream->event;

  g_string_append_printf (event, "{%s,\"choices\":[{", stream->format == CHAT ? CHAT_HEAD : COMPLETIONS_HEAD);
  if (stream->format == COMPLETIONS)
    {
      g_string_append (event, "\"text\":");
      append_string (event, text ? text : "");
      g_string_append (event, ",\"index\":0");
    }
  else
    {
      g_string_append (event, "\"index\":0,\"delta\":{");
      if (text)
        {
          g_string_append (event, "\"content\":");
          append_string (event, text);
        }
      g_string_append_c (event, '}');
    }
  g_string_append (event, ",\"logprobs\":null,\"finish_reason\":");
  g_string_append (event, finish_reason ? finish_reason : "null");
  g_string_append (event, "}],\"usage\":null}");
  send_event (stream, NULL);
}

static void
end_choices (Stream *stream)
{
  send_choice (stream, NULL, "\"stop\"");
  g_string_append_printf (stream->event,
                          "{%s,\"choices\":[],\"usage\":{\"prompt_tokens\":8,\"completion_tokens\":%u,"
                          "\"total_tokens\":%u}}",
                          stream->format == CHAT ? CHAT_HEAD : COMPLETIONS_HEAD, n_pieces, n_pieces + 8);
  send_event (stream, NULL);
  g_string_append (stream->event, "[DONE]");
  send_event (stream, NULL);
}

/* Responses */

static void
begin_response_event (Stream *stream, const char *type)
{
  g_string_append_printf (stream->event, "{\"type\":\"%s\",\"sequence_number\":%u,", type, stream->sequence++);
}

/* `text` NULL: nothing has come yet. */
static void
append_part (GString *event, const char *text)
{
  g_string_append (event, "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":");
  append_string (event, text ? text : "");
  g_string_append_c (event, '}');
}

static void
append_item (GString *event, const char *text)
{
  g_string_append_printf (event,
                          "{\"id\":\"" ITEM_ID "\",\"type\":\"message\",\"status\":\"%s\",\"role\":\"assistant\","
                          "\"content\":[",
                          text ? "completed" : "in_progress");
  if (text)
    append_part (event, text);
  g_string_append (event, "]}");
}

static void
send_response (Stream *stream, const char *type, const char *text)
{
  GString *event = stream->event;

  begin_response_event (stream, type);
  g_string_append_printf (event,
                          "\"response\":{\"id\":\"resp_67c9fdcecf488190bdd9a0409de3a1ec07b8b0ad4e5eb654\","
                          "\"object\":\"response\",\"created_at\":1741487325,\"status\":\"%s\",\"error\":null,"
                          "\"incomplete_details\":null,\"instructions\":null,\"max_output_tokens\":null,"
                          "\"model\":\"bench\",\"parallel_tool_calls\":true,\"store\":true,\"temperature\":1,"
                          "\"tools\":[],\"top_p\":1,\"truncation\":\"disabled\",\"metadata\":{},\"output\":[",
                          text ? "completed" : "in_progress");
  if (text)
    append_item (event, text);
  g_string_append (event, "],\"usage\":");
  if (text)
    g_string_append_printf (event,
                            "{\"input_tokens\":8,\"input_tokens_details\":{\"cached_tokens\":0},\"output_tokens\":%u,"
                            "\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":%u}",
                            n_pieces, n_pieces + 8);
  else
    g_string_append (event, "null");
  g_string_append (event, "}}");
  send_event (stream, type);
}

static void
send_item (Stream *stream, const char *type, const char *text)
{
  begin_response_event (stream, type);
  g_string_append (stream->event, "\"output_index\":0,\"item\":");
  append_item (stream->event, text);
  g_string_append_c (stream->event, '}');
  send_event (stream, type);
}

static void
send_part (Stream *stream, const char *type, const char *text)
{
  begin_response_event (stream, type);
  g_string_append (stream->event, PLACE ",\"part\":");
  append_part (stream->event, text);
  g_string_append_c (stream->event, '}');
  send_event (stream, type);
}

static void
send_text (Stream *stream, const char *type, const char *member, const char *text)
{
  begin_response_event (stream, type);
  g_string_append_printf (stream->event, PLACE ",\"%s\":", member);
  append_string (stream->event, text);
  g_string_append (stream->event, ",\"logprobs\":[],\"obfuscation\":\"vHsq2sNdR7\"}");
  send_event (stream, type);
}

static void
begin_answer (Stream *stream)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
                             "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";

  write_all (stream, head, strlen (head));
  if (stream->format == CHAT)
    {
      g_string_append (stream->event, "{" CHAT_HEAD ",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
                                      "\"content\":\"\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":null}],"
                                      "\"usage\":null}");
      send_event (stream, NULL);
    }
  if (stream->format == RESPONSES)
    {
      send_response (stream, "response.created", NULL);
      send_response (stream, "response.in_progress", NULL);
      send_item (stream, "response.output_item.added", NULL);
      send_part (stream, "response.content_part.added", NULL);
    }
}

static void
end_answer (Stream *stream, const char *text)
{
  if (stream->format == RESPONSES)
    {
      send_text (stream, "response.output_text.done", "text", text);
      send_part (stream, "response.content_part.done", text);
      send_item (stream, "response.output_item.done", text);
      send_response (stream, "response.completed", text);
    }
  else
    end_choices (stream);
  write_all (stream, "0\r\n\r\n", 5);
}

static void
wait_until (gint64 at_us)
{
  struct timespec at = { at_us / G_USEC_PER_SEC, at_us % G_USEC_PER_SEC * 1000 };

  if (at_us > g_get_monotonic_time ())
    clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
}

static void
answer (Stream *stream)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 start_us = g_get_monotonic_time ();

  begin_answer (stream);
  for (guint i = 0; i < n_pieces && !stream->gone; i++)
    {
      gsize before = text->len;

      event_text_append (text, stream->format, i);
      wait_until (start_us + (gint64) i * G_USEC_PER_SEC / rate);
      if (stream->format == RESPONSES)
        send_text (stream, "response.output_text.delta", "delta", text->str + before);
      else
        send_choice (stream, text->str + before, NULL);
    }
  end_answer (stream, text->str);
}

/* The request's head and body; FALSE if the client went away. What the body says is of no interest here. */
static gboolean
read_request (int fd, GString *request)
{
  const char *end = NULL, *length = NULL;
  char bytes[4096];
  gssize n_bytes;

  while ((n_bytes = recv (fd, bytes, sizeof bytes, 0)) > 0)
    {
      g_string_append_len (request, bytes, n_bytes);
      end = strstr (request->str, "\r\n\r\n");
      length = end ? strstr (request->str, "Content-Length: ") : NULL;
      if (length && request->len >= (gsize) (end + 4 - request->str) + strtoul (length + 16, NULL, 10))
        return TRUE;
    }
  return FALSE;
}

static gpointer
serve (gpointer user_data)
{
  g_autoptr (GString) request = g_string_new (NULL);
  Stream stream = { .fd = GPOINTER_TO_INT (user_data) };

  if (read_request (stream.fd, request))
    {
      stream.format = strstr (request->str, "/chat/completions ") ? CHAT
                      : strstr (request->str, "/responses ")      ? RESPONSES
                                                                  : COMPLETIONS;
      stream.event = g_string_new (NULL);
      stream.chunk = g_string_new (NULL);
      answer (&stream);
      g_string_free (stream.event, TRUE);
      g_string_free (stream.chunk, TRUE);
    }
  close (stream.fd);
  return NULL;
}

int
main (int argc, char **argv)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  int listener = socket (AF_INET, SOCK_STREAM, 0);
  int one = 1;

  rate = argc > 2 ? (guint) strtoul (argv[1], NULL, 10) : 0;
  n_pieces = argc > 2 ? (guint) strtoul (argv[2], NULL, 10) : 0;
  if (rate == 0 || listener < 0 || bind (listener, (struct sockaddr *) &address, size) != 0
      || listen (listener, 16) != 0 || getsockname (listener, (struct sockaddr *) &address, &size) != 0)
    {
      g_printerr ("usage: event-server RATE COUNT\n");
      return 2;
    }
  g_print ("%u\n", ntohs (address.sin_port));

  while (TRUE)
    {
      struct pollfd polled[] = { { .fd = listener, .events = POLLIN }, { .fd = STDIN_FILENO, .events = POLLIN } };
      int fd;

      if (poll (polled, G_N_ELEMENTS (polled), -1) < 0)
        continue;
      if (polled[1].revents)
        return 0;
      fd = accept (listener, NULL, NULL);
      if (fd < 0)
        continue;
      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
      g_thread_unref (g_thread_new ("stream", serve, GINT_TO_POINTER (fd)));
    }
}
