// A real-time clock that stands as far off as a file says, for a process that is started with this
// library: so a test can let an instant of another century come in a second, and can let a machine
// sleep for ten minutes without waiting for them.
//
// SHIFTED_CLOCK names a file of eight bytes, a signed number of milliseconds, read at each call.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *shift;

__attribute__((constructor)) static void attach(void) {
  const char *path = getenv("SHIFTED_CLOCK");
  int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) abort();
  void *memory = mmap(NULL, sizeof *shift, PROT_READ, MAP_SHARED, file, 0);
  if (memory == MAP_FAILED) abort();
  shift = memory;
  close(file);
}

static void add(struct timespec *time, int64_t milliseconds) {
  int64_t nanoseconds = time->tv_sec * 1000000000LL + time->tv_nsec + milliseconds * 1000000LL;
  time->tv_sec = nanoseconds / 1000000000LL;
  time->tv_nsec = nanoseconds % 1000000000LL;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, time);
  if (result == 0 && clock == CLOCK_REALTIME && shift) add(time, *shift);
  return result;
}

// Every absolute timer of the program is on the real-time clock.
int timerfd_settime(
    int timer, int flags, const struct itimerspec *new, struct itimerspec *old) {
  static int (*real)(int, int, const struct itimerspec *, struct itimerspec *);
  if (!real) {
    real = (int (*)(int, int, const struct itimerspec *, struct itimerspec *))dlsym(
        RTLD_NEXT, "timerfd_settime");
  }
  struct itimerspec moved = *new;
  if (flags & TFD_TIMER_ABSTIME) add(&moved.it_value, -*shift);
  return real(timer, flags, &moved, old);
}

// A clock that is set by hand would call itself unsynchronised; this one is right by definition.
int adjtimex(struct timex *state) {
  memset(state, 0, sizeof *state);
  return TIME_OK;
}
