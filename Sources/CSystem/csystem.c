#define _GNU_SOURCE
#include "csystem.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/timex.h>
#include <unistd.h>

int csystem_exchange(const char *a, const char *b) {
  return renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE);
}

int csystem_rename_new(const char *from, const char *to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

int csystem_syncfs(int descriptor) { return syncfs(descriptor); }

void csystem_settle_memory(void) {
  malloc_trim(0);
  // An allocation sorts at most 10,000 of the joined pieces (MAX_ITERS in glibc's malloc.c).
  for (int turn = 0; turn < 256; turn++) {
    void *volatile piece = malloc(100000);
    free(piece);
  }
}

int csystem_clock_state(int64_t *largest_error) {
  struct timex state = {.modes = 0};
  int verdict = adjtimex(&state);
  if (verdict == -1) return -1;
  *largest_error = state.maxerror;
  return verdict != TIME_ERROR && !(state.status & STA_UNSYNC);
}

int csystem_timer(void) {
  return timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
}

int csystem_set_timer(int timer, int64_t seconds, int64_t nanoseconds) {
  struct itimerspec when = {.it_value = {.tv_sec = seconds, .tv_nsec = nanoseconds}};
  int flags = TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET;
  return timerfd_settime(timer, flags, &when, NULL);
}

int csystem_timer_fired(int timer) {
  uint64_t count;
  if (read(timer, &count, sizeof count) == sizeof count) return 1;
  return errno == EAGAIN ? 0 : -1;
}

int csystem_stop_signals(void) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  // Whoever started us with `nohup` wants us to outlive the terminal.
  struct sigaction hangup;
  if (sigaction(SIGHUP, NULL, &hangup) == 0 && hangup.sa_handler != SIG_IGN) {
    sigaddset(&signals, SIGHUP);
  }
  int failure = pthread_sigmask(SIG_BLOCK, &signals, NULL);
  if (failure != 0) {
    errno = failure;
    return -1;
  }
  return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

int csystem_pipe(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC) == -1) return -1;
  // Only for speed: a user over the limit of the system gets a small pipe.
  fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
  return 0;
}

int csystem_memory_file(void) { return memfd_create("ninethirty", MFD_CLOEXEC); }

int csystem_close_from(posix_spawn_file_actions_t *actions, int descriptor) {
  return posix_spawn_file_actions_addclosefrom_np(actions, descriptor);
}

csystem_locale csystem_use_utf8_locale(void) {
  csystem_locale locale = {(locale_t)0, newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0)};
  if (locale.made) locale.before = uselocale(locale.made);
  return locale;
}

void csystem_restore_locale(csystem_locale locale) {
  if (!locale.made) return;
  uselocale(locale.before);
  freelocale(locale.made);
}
