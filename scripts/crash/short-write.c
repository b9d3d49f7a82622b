/* Preloaded into ninethirty: the N-th write to a file of the workspace is really short, and what
 * follows it goes on, fails, or does not follow. strace cannot shorten a write.
 *
 *   SHORT_WRITE_UNDER   the workspace
 *   SHORT_WRITE_AT      N, counted from 1; 0 for none
 *   SHORT_WRITE_THEN    go-on | fail | kill
 *   SHORT_WRITE_TRACE   a file that gets a line for each write
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int fails_next;

ssize_t write(int descriptor, const void *bytes, size_t count) {
  static ssize_t (*real)(int, const void *, size_t);
  static long number;
  if (!real) real = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");

  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  path[length > 0 ? length : 0] = 0;
  const char *under = getenv("SHORT_WRITE_UNDER");
  if (!under || strncmp(path, under, strlen(under)) != 0 || count == 0)
    return real(descriptor, bytes, count);

  number++;
  const char *trace = getenv("SHORT_WRITE_TRACE");
  if (trace) {
    FILE *file = fopen(trace, "a");
    if (file) {
      fprintf(file, "%s\n", path + strlen(under));
      fclose(file);
    }
  }
  const char *at = getenv("SHORT_WRITE_AT"), *then = getenv("SHORT_WRITE_THEN");
  if (fails_next) {
    fails_next = 0;
    errno = EIO;
    return -1;
  }
  if (!at || number != atol(at)) return real(descriptor, bytes, count);
  ssize_t written = real(descriptor, bytes, count / 2);
  if (then && strcmp(then, "kill") == 0) kill(getpid(), SIGKILL);
  if (then && strcmp(then, "fail") == 0) fails_next = 1;
  return written;
}
