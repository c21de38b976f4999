/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cost COMMAND [ARGS]: runs a command, its output thrown away, and prints what it cost: CPU time and peak memory.
 *
 * It exists because it is small: a process inherits the peak memory of the one that it was forked from, and an
 * interpreter's would hide what is to be measured.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static long long
to_us (struct timeval time)
{
  return (long long) time.tv_sec * 1000000 + time.tv_usec;
}

int
main (int argc, char **argv)
{
  struct rusage usage;
  int status = 0;
  pid_t child;

  if (argc < 2)
    return 2;
  child = fork ();
  if (child == 0)
    {
      int null = open ("/dev/null", O_WRONLY);

      dup2 (null, STDOUT_FILENO);
      execvp (argv[1], argv + 1);
      _exit (127);
    }
  if (child < 0 || wait4 (child, &status, 0, &usage) != child)
    return 2;
  printf ("cpu_us %lld\npeak_bytes %lld\n", to_us (usage.ru_utime) + to_us (usage.ru_stime),
          (long long) usage.ru_maxrss * 1024);
  return WIFEXITED (status) ? WEXITSTATUS (status) : 2;
}
