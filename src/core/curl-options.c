/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "curl-options.h"

#include <string.h>

/* All that "curl --help all" of 7.88.1 names, in its order. */
static const TriCurlOption options[] = {
  { 0, "abstract-unix-socket", TRI_CURL_LEFT_OUT_WORD },
  { 0, "alt-svc", TRI_CURL_LEFT_OUT_WORD },
  { 0, "anyauth", TRI_CURL_LEFT_OUT },
  { 'a', "append", TRI_CURL_LEFT_OUT },
  { 0, "aws-sigv4", TRI_CURL_LEFT_OUT_WORD },
  { 0, "basic", TRI_CURL_FLAG },
  { 0, "cacert", TRI_CURL_LEFT_OUT_WORD },
  { 0, "capath", TRI_CURL_LEFT_OUT_WORD },
  { 'E', "cert", TRI_CURL_SECRET },
  { 0, "cert-status", TRI_CURL_LEFT_OUT },
  { 0, "cert-type", TRI_CURL_LEFT_OUT_WORD },
  { 0, "ciphers", TRI_CURL_LEFT_OUT_WORD },
  { 0, "compressed", TRI_CURL_FLAG },
  { 0, "compressed-ssh", TRI_CURL_LEFT_OUT },
  { 'K', "config", TRI_CURL_FILE },
  { 0, "connect-timeout", TRI_CURL_WORD },
  { 0, "connect-to", TRI_CURL_LEFT_OUT_WORD },
  { 'C', "continue-at", TRI_CURL_LEFT_OUT_WORD },
  { 'b', "cookie", TRI_CURL_SECRET },
  { 'c', "cookie-jar", TRI_CURL_WORD },
  { 0, "create-dirs", TRI_CURL_FLAG },
  { 0, "create-file-mode", TRI_CURL_WORD },
  { 0, "crlf", TRI_CURL_LEFT_OUT },
  { 0, "crlfile", TRI_CURL_LEFT_OUT_WORD },
  { 0, "curves", TRI_CURL_LEFT_OUT_WORD },
  { 'd', "data", TRI_CURL_DATA },
  { 0, "data-ascii", TRI_CURL_DATA },
  { 0, "data-binary", TRI_CURL_DATA },
  { 0, "data-raw", TRI_CURL_DATA_RAW },
  { 0, "data-urlencode", TRI_CURL_LEFT_OUT_PAIR },
  { 0, "delegation", TRI_CURL_LEFT_OUT_WORD },
  { 0, "digest", TRI_CURL_LEFT_OUT },
  { 'q', "disable", TRI_CURL_FLAG },
  { 0, "disable-eprt", TRI_CURL_LEFT_OUT },
  { 0, "disable-epsv", TRI_CURL_LEFT_OUT },
  { 0, "disallow-username-in-url", TRI_CURL_LEFT_OUT },
  { 0, "dns-interface", TRI_CURL_LEFT_OUT_WORD },
  { 0, "dns-ipv4-addr", TRI_CURL_LEFT_OUT_WORD },
  { 0, "dns-ipv6-addr", TRI_CURL_LEFT_OUT_WORD },
  { 0, "dns-servers", TRI_CURL_LEFT_OUT_WORD },
  { 0, "doh-cert-status", TRI_CURL_LEFT_OUT },
  { 0, "doh-insecure", TRI_CURL_LEFT_OUT },
  { 0, "doh-url", TRI_CURL_LEFT_OUT_WORD },
  { 'D', "dump-header", TRI_CURL_WORD },
  { 0, "egd-file", TRI_CURL_LEFT_OUT_WORD },
  { 0, "engine", TRI_CURL_LEFT_OUT_WORD },
  { 0, "etag-compare", TRI_CURL_LEFT_OUT_WORD },
  { 0, "etag-save", TRI_CURL_WORD },
  { 0, "expect100-timeout", TRI_CURL_WORD },
  { 'f', "fail", TRI_CURL_FLAG },
  { 0, "fail-early", TRI_CURL_FLAG },
  { 0, "fail-with-body", TRI_CURL_FLAG },
  { 0, "false-start", TRI_CURL_LEFT_OUT },
  { 'F', "form", TRI_CURL_FILE },
  { 0, "form-escape", TRI_CURL_LEFT_OUT },
  { 0, "form-string", TRI_CURL_FILE },
  { 0, "ftp-account", TRI_CURL_SECRET },
  { 0, "ftp-alternative-to-user", TRI_CURL_SECRET },
  { 0, "ftp-create-dirs", TRI_CURL_LEFT_OUT },
  { 0, "ftp-method", TRI_CURL_LEFT_OUT_WORD },
  { 0, "ftp-pasv", TRI_CURL_LEFT_OUT },
  { 'P', "ftp-port", TRI_CURL_LEFT_OUT_WORD },
  { 0, "ftp-pret", TRI_CURL_LEFT_OUT },
  { 0, "ftp-skip-pasv-ip", TRI_CURL_LEFT_OUT },
  { 0, "ftp-ssl-ccc", TRI_CURL_LEFT_OUT },
  { 0, "ftp-ssl-ccc-mode", TRI_CURL_LEFT_OUT_WORD },
  { 0, "ftp-ssl-control", TRI_CURL_LEFT_OUT },
  { 'G', "get", TRI_CURL_LEFT_OUT },
  { 'g', "globoff", TRI_CURL_FLAG },
  { 0, "happy-eyeballs-timeout-ms", TRI_CURL_WORD },
  { 0, "haproxy-protocol", TRI_CURL_LEFT_OUT },
  { 'I', "head", TRI_CURL_LEFT_OUT },
  { 'H', "header", TRI_CURL_HEADER },
  { 'h', "help", TRI_CURL_LEFT_OUT_WORD },
  { 0, "hostpubmd5", TRI_CURL_LEFT_OUT_WORD },
  { 0, "hostpubsha256", TRI_CURL_LEFT_OUT_WORD },
  { 0, "hsts", TRI_CURL_LEFT_OUT_WORD },
  { 0, "http0.9", TRI_CURL_FLAG },
  { '0', "http1.0", TRI_CURL_FLAG },
  { 0, "http1.1", TRI_CURL_FLAG },
  { 0, "http2", TRI_CURL_FLAG },
  { 0, "http2-prior-knowledge", TRI_CURL_FLAG },
  { 0, "http3", TRI_CURL_FLAG },
  { 0, "http3-only", TRI_CURL_FLAG },
  { 0, "ignore-content-length", TRI_CURL_LEFT_OUT },
  { 'i', "include", TRI_CURL_FLAG },
  { 'k', "insecure", TRI_CURL_LEFT_OUT },
  { 0, "interface", TRI_CURL_LEFT_OUT_WORD },
  { '4', "ipv4", TRI_CURL_FLAG },
  { '6', "ipv6", TRI_CURL_FLAG },
  { 0, "json", TRI_CURL_JSON },
  { 'j', "junk-session-cookies", TRI_CURL_LEFT_OUT },
  { 0, "keepalive-time", TRI_CURL_WORD },
  { 0, "key", TRI_CURL_SECRET },
  { 0, "key-type", TRI_CURL_LEFT_OUT_WORD },
  { 0, "krb", TRI_CURL_LEFT_OUT_WORD },
  { 0, "libcurl", TRI_CURL_WORD },
  { 0, "limit-rate", TRI_CURL_WORD },
  { 'l', "list-only", TRI_CURL_LEFT_OUT },
  { 0, "local-port", TRI_CURL_LEFT_OUT_WORD },
  { 'L', "location", TRI_CURL_LEFT_OUT },
  { 0, "location-trusted", TRI_CURL_LEFT_OUT },
  { 0, "login-options", TRI_CURL_LEFT_OUT_WORD },
  { 0, "mail-auth", TRI_CURL_LEFT_OUT_WORD },
  { 0, "mail-from", TRI_CURL_LEFT_OUT_WORD },
  { 0, "mail-rcpt", TRI_CURL_LEFT_OUT_WORD },
  { 0, "mail-rcpt-allowfails", TRI_CURL_LEFT_OUT },
  { 'M', "manual", TRI_CURL_FLAG },
  { 0, "max-filesize", TRI_CURL_WORD },
  { 0, "max-redirs", TRI_CURL_LEFT_OUT_WORD },
  { 'm', "max-time", TRI_CURL_WORD },
  { 0, "metalink", TRI_CURL_LEFT_OUT },
  { 0, "negotiate", TRI_CURL_LEFT_OUT },
  { 'n', "netrc", TRI_CURL_LEFT_OUT },
  { 0, "netrc-file", TRI_CURL_LEFT_OUT_WORD },
  { 0, "netrc-optional", TRI_CURL_LEFT_OUT },
  { ':', "next", TRI_CURL_LEFT_OUT },
  { 0, "no-alpn", TRI_CURL_FLAG },
  { 'N', "no-buffer", TRI_CURL_FLAG },
  { 0, "no-clobber", TRI_CURL_FLAG },
  { 0, "no-keepalive", TRI_CURL_FLAG },
  { 0, "no-npn", TRI_CURL_FLAG },
  { 0, "no-progress-meter", TRI_CURL_FLAG },
  { 0, "no-sessionid", TRI_CURL_FLAG },
  { 0, "noproxy", TRI_CURL_LEFT_OUT_WORD },
  { 0, "ntlm", TRI_CURL_LEFT_OUT },
  { 0, "ntlm-wb", TRI_CURL_LEFT_OUT },
  { 0, "oauth2-bearer", TRI_CURL_KEY },
  { 'o', "output", TRI_CURL_WORD },
  { 0, "output-dir", TRI_CURL_WORD },
  { 'Z', "parallel", TRI_CURL_LEFT_OUT },
  { 0, "parallel-immediate", TRI_CURL_FLAG },
  { 0, "parallel-max", TRI_CURL_LEFT_OUT_WORD },
  { 0, "pass", TRI_CURL_SECRET },
  { 0, "path-as-is", TRI_CURL_FLAG },
  { 0, "pinnedpubkey", TRI_CURL_LEFT_OUT_WORD },
  { 0, "post301", TRI_CURL_LEFT_OUT },
  { 0, "post302", TRI_CURL_LEFT_OUT },
  { 0, "post303", TRI_CURL_LEFT_OUT },
  { 0, "preproxy", TRI_CURL_LEFT_OUT },
  { '#', "progress-bar", TRI_CURL_FLAG },
  { 0, "proto", TRI_CURL_LEFT_OUT_WORD },
  { 0, "proto-default", TRI_CURL_LEFT_OUT_WORD },
  { 0, "proto-redir", TRI_CURL_LEFT_OUT_WORD },
  { 'x', "proxy", TRI_CURL_LEFT_OUT_WORD },
  { 0, "proxy-anyauth", TRI_CURL_LEFT_OUT },
  { 0, "proxy-basic", TRI_CURL_LEFT_OUT },
  { 0, "proxy-cacert", TRI_CURL_LEFT_OUT_WORD },
  { 0, "proxy-capath", TRI_CURL_LEFT_OUT_WORD },
  { 0, "proxy-cert", TRI_CURL_SECRET },
  { 0, "proxy-cert-type", TRI_CURL_LEFT_OUT_WORD },
  { 0, "proxy-ciphers", TRI_CURL_LEFT_OUT_WORD },
  { 0, "proxy-crlfile", TRI_CURL_LEFT_OUT_WORD },
  { 0, "proxy-digest", TRI_CURL_LEFT_OUT },
  { 0, "proxy-header", TRI_CURL_SECRET_HEADER },
  { 0, "proxy-insecure", TRI_CURL_LEFT_OUT },
  { 0, "proxy-key", TRI_CURL_SECRET },
  { 0, "proxy-key-type", TRI_CURL_LEFT_OUT_WORD },
  { 0, "proxy-negotiate", TRI_CURL_LEFT_OUT },
  { 0, "proxy-ntlm", TRI_CURL_LEFT_OUT },
  { 0, "proxy-pass", TRI_CURL_SECRET },
  { 0, "proxy-pinnedpubkey", TRI_CURL_LEFT_OUT_WORD },
  { 0, "proxy-service-name", TRI_CURL_LEFT_OUT_WORD },
  { 0, "proxy-ssl-allow-beast", TRI_CURL_LEFT_OUT },
  { 0, "proxy-ssl-auto-client-cert", TRI_CURL_LEFT_OUT },
  { 0, "proxy-tls13-ciphers", TRI_CURL_LEFT_OUT_WORD },
  { 0, "proxy-tlsauthtype", TRI_CURL_LEFT_OUT_WORD },
  { 0, "proxy-tlspassword", TRI_CURL_SECRET },
  { 0, "proxy-tlsuser", TRI_CURL_SECRET },
  { 0, "proxy-tlsv1", TRI_CURL_LEFT_OUT },
  { 'U', "proxy-user", TRI_CURL_SECRET },
  { 0, "proxy1.0", TRI_CURL_LEFT_OUT_WORD },
  { 'p', "proxytunnel", TRI_CURL_LEFT_OUT },
  { 0, "pubkey", TRI_CURL_LEFT_OUT_WORD },
  { 'Q', "quote", TRI_CURL_LEFT_OUT_WORD },
  { 0, "random-file", TRI_CURL_LEFT_OUT_WORD },
  { 'r', "range", TRI_CURL_LEFT_OUT_WORD },
  { 0, "rate", TRI_CURL_LEFT_OUT_WORD },
  { 0, "raw", TRI_CURL_FLAG },
  { 'e', "referer", TRI_CURL_LEFT_OUT_WORD },
  { 'J', "remote-header-name", TRI_CURL_FLAG },
  { 'O', "remote-name", TRI_CURL_FLAG },
  { 0, "remote-name-all", TRI_CURL_FLAG },
  { 'R', "remote-time", TRI_CURL_FLAG },
  { 0, "remove-on-error", TRI_CURL_FLAG },
  { 'X', "request", TRI_CURL_METHOD },
  { 0, "request-target", TRI_CURL_LEFT_OUT_WORD },
  { 0, "resolve", TRI_CURL_LEFT_OUT_WORD },
  { 0, "retry", TRI_CURL_WORD },
  { 0, "retry-all-errors", TRI_CURL_FLAG },
  { 0, "retry-connrefused", TRI_CURL_FLAG },
  { 0, "retry-delay", TRI_CURL_WORD },
  { 0, "retry-max-time", TRI_CURL_WORD },
  { 0, "sasl-authzid", TRI_CURL_SECRET },
  { 0, "sasl-ir", TRI_CURL_LEFT_OUT },
  { 0, "service-name", TRI_CURL_LEFT_OUT_WORD },
  { 'S', "show-error", TRI_CURL_FLAG },
  { 's', "silent", TRI_CURL_FLAG },
  { 0, "socks4", TRI_CURL_LEFT_OUT_WORD },
  { 0, "socks4a", TRI_CURL_LEFT_OUT_WORD },
  { 0, "socks5", TRI_CURL_LEFT_OUT_WORD },
  { 0, "socks5-basic", TRI_CURL_LEFT_OUT },
  { 0, "socks5-gssapi", TRI_CURL_LEFT_OUT },
  { 0, "socks5-gssapi-nec", TRI_CURL_LEFT_OUT },
  { 0, "socks5-gssapi-service", TRI_CURL_LEFT_OUT_WORD },
  { 0, "socks5-hostname", TRI_CURL_LEFT_OUT_WORD },
  { 'Y', "speed-limit", TRI_CURL_WORD },
  { 'y', "speed-time", TRI_CURL_WORD },
  { 0, "ssl", TRI_CURL_LEFT_OUT },
  { 0, "ssl-allow-beast", TRI_CURL_LEFT_OUT },
  { 0, "ssl-auto-client-cert", TRI_CURL_LEFT_OUT },
  { 0, "ssl-no-revoke", TRI_CURL_LEFT_OUT },
  { 0, "ssl-reqd", TRI_CURL_LEFT_OUT },
  { 0, "ssl-revoke-best-effort", TRI_CURL_LEFT_OUT },
  { '2', "sslv2", TRI_CURL_LEFT_OUT },
  { '3', "sslv3", TRI_CURL_LEFT_OUT },
  { 0, "stderr", TRI_CURL_WORD },
  { 0, "styled-output", TRI_CURL_FLAG },
  { 0, "suppress-connect-headers", TRI_CURL_FLAG },
  { 0, "tcp-fastopen", TRI_CURL_FLAG },
  { 0, "tcp-nodelay", TRI_CURL_FLAG },
  { 't', "telnet-option", TRI_CURL_LEFT_OUT_WORD },
  { 0, "tftp-blksize", TRI_CURL_LEFT_OUT_WORD },
  { 0, "tftp-no-options", TRI_CURL_LEFT_OUT },
  { 'z', "time-cond", TRI_CURL_LEFT_OUT_WORD },
  { 0, "tls-max", TRI_CURL_LEFT_OUT_WORD },
  { 0, "tls13-ciphers", TRI_CURL_LEFT_OUT_WORD },
  { 0, "tlsauthtype", TRI_CURL_LEFT_OUT_WORD },
  { 0, "tlspassword", TRI_CURL_SECRET },
  { 0, "tlsuser", TRI_CURL_SECRET },
  { '1', "tlsv1", TRI_CURL_FLAG },
  { 0, "tlsv1.0", TRI_CURL_FLAG },
  { 0, "tlsv1.1", TRI_CURL_FLAG },
  { 0, "tlsv1.2", TRI_CURL_FLAG },
  { 0, "tlsv1.3", TRI_CURL_FLAG },
  { 0, "tr-encoding", TRI_CURL_LEFT_OUT },
  { 0, "trace", TRI_CURL_WORD },
  { 0, "trace-ascii", TRI_CURL_WORD },
  { 0, "trace-time", TRI_CURL_FLAG },
  { 0, "unix-socket", TRI_CURL_LEFT_OUT_WORD },
  { 'T', "upload-file", TRI_CURL_FILE },
  { 0, "url", TRI_CURL_URL },
  { 0, "url-query", TRI_CURL_LEFT_OUT_PAIR },
  { 'B', "use-ascii", TRI_CURL_FLAG },
  { 'u', "user", TRI_CURL_SECRET },
  { 'A', "user-agent", TRI_CURL_LEFT_OUT_WORD },
  { 'v', "verbose", TRI_CURL_FLAG },
  { 'V', "version", TRI_CURL_LEFT_OUT },
  { 'w', "write-out", TRI_CURL_WORD },
  { 0, "xattr", TRI_CURL_FLAG },
};

const TriCurlOption *
tri_curl_option_find_letter (char letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (options[i].letter == letter && letter)
      return &options[i];
  return NULL;
}

/* A switch can be turned off by its name with "no-" before it, and one that is named so be turned on without. */
static const TriCurlOption *
find_switch (const char *name, gsize n_bytes)
{
  gboolean is_off = n_bytes > 3 && g_ascii_strncasecmp (name, "no-", 3) == 0;

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      const char *own = options[i].name;

      if (tri_curl_option_takes_word (&options[i]))
        continue;
      if (is_off ? strlen (own) == n_bytes - 3 && g_ascii_strncasecmp (own, name + 3, n_bytes - 3) == 0
                 : g_str_has_prefix (own, "no-") && strlen (own) == n_bytes + 3
                       && g_ascii_strncasecmp (own + 3, name, n_bytes) == 0)
        return &options[i];
    }
  return NULL;
}

/* Its word is one, whatever it is. */
static gboolean
is_secret (const TriCurlOption *option)
{
  return option->kind == TRI_CURL_KEY || option->kind == TRI_CURL_SECRET;
}

const TriCurlOption *
tri_curl_option_find (const char *name, gsize n_bytes, gboolean *may_be_secret)
{
  const TriCurlOption *found = NULL;
  guint n_found = 0;

  *may_be_secret = FALSE;
  for (guint i = 0; n_bytes > 0 && i < G_N_ELEMENTS (options); i++)
    {
      const TriCurlOption *option = &options[i];

      if (g_ascii_strncasecmp (option->name, name, n_bytes) != 0)
        continue;
      if (!option->name[n_bytes])
        {
          *may_be_secret = is_secret (option);
          return option;
        }
      *may_be_secret |= is_secret (option);
      found = option;
      n_found++;
    }
  return n_found == 1 ? found : n_found == 0 ? find_switch (name, n_bytes) : NULL;
}

gboolean
tri_curl_option_takes_word (const TriCurlOption *option)
{
  return option->kind != TRI_CURL_FLAG && option->kind != TRI_CURL_LEFT_OUT;
}
