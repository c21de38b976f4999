/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault-server.h"

#include <string.h>
#include <sys/socket.h>

/* No blocking call lasts longer, whatever happens: a test that hangs should say where, not stand still. */
#define PATIENCE_S 30

struct _FaultServer
{
  GSocket *listener;
  GTlsCertificate *certificate;
  guint16 port;
  GThread *acceptor;
  GCancellable *stop;

  GMutex lock; /* guards all below */
  GCond changed;
  gboolean stopping;
  GHashTable *scripts; /* path → GArray of FaultStep */
  GArray *deaf;
  GPtrArray *requests; /* FaultRequest */
  GPtrArray *threads;
  guint n_received;
  guint barrier;
  gboolean gate_is_open;
  guint n_accepted;
  guint n_open;
};

typedef struct
{
  FaultServer *server;
  GSocket *socket;
  GIOStream *stream;
} Connection;

/* Healthy answers */

#define STREAM_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"

static const struct
{
  const char *path;
  const char *answer;
} healthy[] = {
  { "/v1/completions", STREAM_HEAD
    "data: {\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"choices\":[{\"index\":0,\"text\":\"Hello "
    "\",\"finish_reason\":"
    "null}]}\n\n"
    "data: "
    "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"choices\":[{\"index\":0,\"text\":\"there\",\"finish_reason\":"
    "\"stop\"}]}\n\n"
    "data: [DONE]\n\n" },
  { "/v1/chat/completions", STREAM_HEAD
    "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"role\":"
    "\"assistant\",\"content\":\"Hello \"},\"finish_reason\":null}]}\n\n"
    "data: "
    "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
    "\"there\"},\"finish_reason\":null}]}\n\n"
    "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{},"
    "\"finish_reason\":\"stop\"}]}\n\n"
    "data: [DONE]\n\n" },
  { "/v1/responses", STREAM_HEAD
    "event: response.output_text.delta\n"
    "data: {\"type\":\"response.output_text.delta\",\"sequence_number\":0,\"item_id\":\"msg_1\",\"output_index\":0,"
    "\"content_index\":0,\"delta\":\"Hello \",\"logprobs\":[]}\n\n"
    "event: response.output_text.delta\n"
    "data: {\"type\":\"response.output_text.delta\",\"sequence_number\":1,\"item_id\":\"msg_1\",\"output_index\":0,"
    "\"content_index\":0,\"delta\":\"there\",\"logprobs\":[]}\n\n"
    "event: response.completed\n"
    "data: "
    "{\"type\":\"response.completed\",\"sequence_number\":2,\"response\":{\"id\":\"resp_1\",\"object\":\"response\","
    "\"status\":\"completed\",\"output\":[{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"status\":"
    "\"completed\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hello there\",\"annotations\":[]}]}]}}\n\n" },
};

/* Receiving */

static void
request_free (gpointer data)
{
  FaultRequest *request = data;

  g_free (request->path);
  g_free (request->head);
  g_bytes_unref (request->body);
  g_free (request);
}

static gsize
get_content_length (const char *head)
{
  g_auto (GStrv) lines = g_strsplit (head, "\r\n", -1);

  for (guint i = 0; lines[i]; i++)
    if (g_ascii_strncasecmp (lines[i], "Content-Length:", 15) == 0)
      return g_ascii_strtoull (lines[i] + 15, NULL, 10);
  return 0;
}

/* Reads one request as it comes; NULL if the other side went away before it was whole. */
static FaultRequest *
receive_request (Connection *connection)
{
  GInputStream *input = g_io_stream_get_input_stream (connection->stream);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize n_head = 0, n_wanted = 0;
  FaultRequest *request;
  const char *space;

  while (n_head == 0 || bytes->len < n_head + n_wanted)
    {
      guint8 buffer[4096];
      gssize n = g_input_stream_read (input, buffer, sizeof buffer, connection->server->stop, NULL);

      if (n <= 0)
        return NULL;
      g_byte_array_append (bytes, buffer, n);
      if (n_head == 0)
        {
          const char *end = g_strstr_len ((const char *) bytes->data, bytes->len, "\r\n\r\n");

          if (end)
            {
              g_autofree char *head = NULL;

              n_head = end + 4 - (const char *) bytes->data;
              head = g_strndup ((const char *) bytes->data, n_head);
              n_wanted = get_content_length (head);
            }
        }
    }
  request = g_new0 (FaultRequest, 1);
  request->head = g_strndup ((const char *) bytes->data, n_head);
  request->body = g_bytes_new (bytes->data + n_head, bytes->len - n_head);
  space = strchr (request->head, ' ');
  request->path = space ? g_strndup (space + 1, strcspn (space + 1, " \r")) : g_strdup ("");
  return request;
}

/* Doing */

/* TRUE as long as the server lasts. */
static gboolean
rest (FaultServer *server, guint rest_ms)
{
  gint64 until_us = g_get_monotonic_time () + rest_ms * G_TIME_SPAN_MILLISECOND;
  gboolean goes_on;

  g_mutex_lock (&server->lock);
  while (!server->stopping && rest_ms && g_cond_wait_until (&server->changed, &server->lock, until_us))
    ;
  goes_on = !server->stopping;
  g_mutex_unlock (&server->lock);
  return goes_on;
}

static gboolean
send_bytes (Connection *connection, const char *bytes, gsize n_bytes)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (connection->stream), bytes, n_bytes, NULL,
                                    connection->server->stop, NULL);
}

static void
hang (Connection *connection)
{
  GInputStream *input = g_io_stream_get_input_stream (connection->stream);
  guint8 buffer[4096];

  while (g_input_stream_read (input, buffer, sizeof buffer, connection->server->stop, NULL) > 0)
    ;
}

static void
reset (Connection *connection)
{
  struct linger now = { 1, 0 };

  setsockopt (g_socket_get_fd (connection->socket), SOL_SOCKET, SO_LINGER, &now, sizeof now);
  g_socket_close (connection->socket, NULL);
}

/* FALSE: nothing more can be done on this connection. */
static gboolean
do_step (Connection *connection, const FaultStep *step)
{
  FaultServer *server = connection->server;

  switch (step->action)
    {
    case FAULT_SEND:
      return send_bytes (connection, step->bytes, step->n_bytes);
    case FAULT_REPEAT:
      for (guint i = 0; step->times == 0 || i < step->times; i++)
        if (!send_bytes (connection, step->bytes, step->n_bytes) || !rest (server, step->rest_ms))
          return FALSE;
      return TRUE;
    case FAULT_DRIP:
      for (gsize i = 0; i < step->n_bytes; i++)
        if (!send_bytes (connection, step->bytes + i, 1) || !rest (server, step->rest_ms))
          return FALSE;
      return TRUE;
    case FAULT_REST:
      return rest (server, step->rest_ms);
    case FAULT_GATE:
      g_mutex_lock (&server->lock);
      while (!server->gate_is_open && !server->stopping)
        g_cond_wait (&server->changed, &server->lock);
      g_mutex_unlock (&server->lock);
      return TRUE;
    case FAULT_HANG:
      hang (connection);
      return FALSE;
    case FAULT_RESET:
      reset (connection);
      return FALSE;
    case FAULT_CLOSE:
    default:
      return FALSE;
    }
}

/* Steps belong to their array and hold bytes of their own, so that a copy is enough for a thread to go on with. */
static void
clear_step (gpointer data)
{
  g_free ((char *) ((FaultStep *) data)->bytes);
}

static GArray *
copy_steps (const FaultStep *steps, guint n_steps)
{
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (FaultStep));

  g_array_set_clear_func (copy, clear_step);
  for (guint i = 0; i < n_steps; i++)
    {
      FaultStep step = steps[i];

      if (step.bytes && step.n_bytes == 0)
        step.n_bytes = strlen (step.bytes);
      step.bytes = g_memdup2 (step.bytes, step.n_bytes);
      g_array_append_val (copy, step);
    }
  return copy;
}

static void
do_steps (Connection *connection, GArray *steps)
{
  for (guint i = 0; i < steps->len; i++)
    if (!do_step (connection, &g_array_index (steps, FaultStep, i)))
      return;
}

static void
answer_well (Connection *connection, const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (healthy); i++)
    if (strcmp (healthy[i].path, path) == 0)
      send_bytes (connection, healthy[i].answer, strlen (healthy[i].answer));
}

/* Keeps the request, waits at the barrier, and tells what is to be done: NULL to answer well. */
static GArray *
take_request (FaultServer *server, FaultRequest *request)
{
  GArray *steps;

  g_mutex_lock (&server->lock);
  g_ptr_array_add (server->requests, request);
  server->n_received++;
  g_cond_broadcast (&server->changed);
  while (server->n_received < server->barrier && !server->stopping)
    g_cond_wait (&server->changed, &server->lock);
  steps = g_hash_table_lookup (server->scripts, request->path);
  if (steps)
    steps = copy_steps ((const FaultStep *) (gpointer) steps->data, steps->len);
  g_mutex_unlock (&server->lock);
  return steps;
}

static void
serve (Connection *connection)
{
  FaultServer *server = connection->server;
  g_autoptr (GArray) steps = NULL;
  FaultRequest *request;
  g_autofree char *path = NULL;

  g_mutex_lock (&server->lock);
  if (server->deaf)
    steps = copy_steps ((const FaultStep *) (gpointer) server->deaf->data, server->deaf->len);
  g_mutex_unlock (&server->lock);
  if (steps)
    {
      do_steps (connection, steps);
      return;
    }

  request = receive_request (connection);
  if (request == NULL)
    return;
  path = g_strdup (request->path);
  steps = take_request (server, request);
  if (steps)
    do_steps (connection, steps);
  else
    answer_well (connection, path);
}

static gpointer
run_connection (gpointer data)
{
  Connection *connection = data;
  FaultServer *server = connection->server;
  g_autoptr (GSocketConnection) plain = g_socket_connection_factory_create_connection (connection->socket);

  connection->stream = server->certificate
                           ? g_tls_server_connection_new (G_IO_STREAM (plain), server->certificate, NULL)
                           : G_IO_STREAM (g_object_ref (plain));
  if (connection->stream)
    serve (connection);
  /* A FIN first, and what the other side still sends is read away: closing with unread bytes would be a reset. */
  if (connection->stream && !g_socket_is_closed (connection->socket))
    {
      g_socket_shutdown (connection->socket, FALSE, TRUE, NULL);
      hang (connection);
    }
  g_clear_object (&connection->stream);
  g_socket_close (connection->socket, NULL);
  g_object_unref (connection->socket);
  g_free (connection);

  g_mutex_lock (&server->lock);
  server->n_open--;
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
  return NULL;
}

static gpointer
run_acceptor (gpointer data)
{
  FaultServer *server = data;
  GSocket *socket;

  while ((socket = g_socket_accept (server->listener, server->stop, NULL)))
    {
      Connection *connection = g_new0 (Connection, 1);

      connection->server = server;
      connection->socket = socket;
      g_socket_set_timeout (socket, PATIENCE_S);
      g_mutex_lock (&server->lock);
      server->n_accepted++;
      server->n_open++;
      g_ptr_array_add (server->threads, g_thread_new ("fault-connection", run_connection, connection));
      g_cond_broadcast (&server->changed);
      g_mutex_unlock (&server->lock);
    }
  return NULL;
}

/* The server */

FaultServer *
fault_server_new (GTlsCertificate *certificate)
{
  FaultServer *server = g_new0 (FaultServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;

  g_mutex_init (&server->lock);
  g_cond_init (&server->changed);
  server->certificate = certificate ? g_object_ref (certificate) : NULL;
  server->stop = g_cancellable_new ();
  server->scripts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  server->requests = g_ptr_array_new_with_free_func (request_free);
  server->threads = g_ptr_array_new ();
  server->listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_assert_true (g_socket_bind (server->listener, address, TRUE, NULL));
  g_assert_true (g_socket_listen (server->listener, NULL));
  bound = g_socket_get_local_address (server->listener, NULL);
  server->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  server->acceptor = g_thread_new ("fault-acceptor", run_acceptor, server);
  return server;
}

void
fault_server_free (FaultServer *server)
{
  g_mutex_lock (&server->lock);
  server->stopping = TRUE;
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
  g_cancellable_cancel (server->stop);
  g_thread_join (server->acceptor);
  /* Nobody adds a thread any more. */
  for (guint i = 0; i < server->threads->len; i++)
    g_thread_join (g_ptr_array_index (server->threads, i));

  g_ptr_array_unref (server->threads);
  g_ptr_array_unref (server->requests);
  g_hash_table_unref (server->scripts);
  g_clear_pointer (&server->deaf, g_array_unref);
  g_socket_close (server->listener, NULL);
  g_object_unref (server->listener);
  g_object_unref (server->stop);
  g_clear_object (&server->certificate);
  g_cond_clear (&server->changed);
  g_mutex_clear (&server->lock);
  g_free (server);
}

guint16
fault_server_get_port (FaultServer *server)
{
  return server->port;
}

char *
fault_server_dup_base_url (FaultServer *server)
{
  return g_strdup_printf ("%s://127.0.0.1:%u/v1", server->certificate ? "https" : "http", server->port);
}

void
fault_server_script (FaultServer *server, const char *path, const FaultStep *steps, guint n_steps)
{
  g_mutex_lock (&server->lock);
  g_hash_table_replace (server->scripts, g_strdup (path), copy_steps (steps, n_steps));
  g_mutex_unlock (&server->lock);
}

void
fault_server_script_deaf (FaultServer *server, const FaultStep *steps, guint n_steps)
{
  g_mutex_lock (&server->lock);
  g_clear_pointer (&server->deaf, g_array_unref);
  server->deaf = copy_steps (steps, n_steps);
  g_mutex_unlock (&server->lock);
}

void
fault_server_set_barrier (FaultServer *server, guint n)
{
  g_mutex_lock (&server->lock);
  server->barrier = n;
  g_mutex_unlock (&server->lock);
}

void
fault_server_open_gate (FaultServer *server)
{
  g_mutex_lock (&server->lock);
  server->gate_is_open = TRUE;
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
}

GPtrArray *
fault_server_dup_requests (FaultServer *server)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (request_free);

  g_mutex_lock (&server->lock);
  for (guint i = 0; i < server->requests->len; i++)
    {
      const FaultRequest *from = g_ptr_array_index (server->requests, i);
      FaultRequest *to = g_new (FaultRequest, 1);

      *to = (FaultRequest){ g_strdup (from->path), g_strdup (from->head), g_bytes_ref (from->body) };
      g_ptr_array_add (copy, to);
    }
  g_mutex_unlock (&server->lock);
  return copy;
}

guint
fault_server_get_n_accepted (FaultServer *server)
{
  guint n;

  g_mutex_lock (&server->lock);
  n = server->n_accepted;
  g_mutex_unlock (&server->lock);
  return n;
}

guint
fault_server_get_n_open (FaultServer *server)
{
  guint n;

  g_mutex_lock (&server->lock);
  n = server->n_open;
  g_mutex_unlock (&server->lock);
  return n;
}
