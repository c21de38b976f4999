/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A disk that is full, for those who may not mount one: loaded before a program (LD_PRELOAD), it lets what is written
 * below the folder TRI_FULL_DISK fail with ENOSPC once TRI_FULL_DISK_BYTES bytes (0) were taken, as a disk does: what
 * still fits is written, and the rest is not. Every other file is left alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static size_t taken;

static int
is_on_full_disk (int fd)
{
  const char *folder = getenv ("TRI_FULL_DISK");
  char link[64], path[PATH_MAX];
  ssize_t n;

  if (!folder)
    return 0;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  n = readlink (link, path, sizeof path - 1);
  if (n <= 0)
    return 0;
  path[n] = '\0';
  return strncmp (path, folder, strlen (folder)) == 0;
}

ssize_t
write (int fd, const void *bytes, size_t n_bytes)
{
  static ssize_t (*plain) (int, const void *, size_t);
  const char *room = getenv ("TRI_FULL_DISK_BYTES");
  size_t free_bytes = room ? strtoul (room, NULL, 10) : 0;

  if (!plain)
    plain = (ssize_t (*) (int, const void *, size_t)) dlsym (RTLD_NEXT, "write");
  if (n_bytes == 0 || !is_on_full_disk (fd))
    return plain (fd, bytes, n_bytes);
  if (taken >= free_bytes)
    {
      errno = ENOSPC;
      return -1;
    }
  if (n_bytes > free_bytes - taken)
    n_bytes = free_bytes - taken;
  taken += n_bytes;
  return plain (fd, bytes, n_bytes);
}
