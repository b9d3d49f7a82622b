// The few Linux calls that Swift's Glibc module does not show.
#ifndef CSYSTEM_H
#define CSYSTEM_H

#include <locale.h>
#include <spawn.h>
#include <stdint.h>

// renameat2(2) with RENAME_EXCHANGE: two names change places in one step.
// Returns 0, or -1 with errno set.
int csystem_exchange(const char *a, const char *b);

// renameat2(2) with RENAME_NOREPLACE: fails with EEXIST where rename(2) would replace.
// Returns 0, or -1 with errno set.
int csystem_rename_new(const char *from, const char *to);

// syncfs(2): everything that waits for the file system of this descriptor goes to disk.
// Returns 0, or -1 with errno set (write-back errors too, since Linux 5.8).
int csystem_syncfs(int descriptor);

// adjtimex(2), asking only: 1 where the kernel's clock is held to a source of time, 0 where it says
// that it is not (TIME_ERROR or STA_UNSYNC), -1 with errno set. The error is the kernel's upper
// bound in microseconds.
int csystem_clock_state(int64_t *largest_error);

// timerfd_create(2) on CLOCK_REALTIME. Returns a descriptor that does not block, or -1 with errno
// set.
int csystem_timer(void);

// timerfd_settime(2) for a moment since 1970, absolute, cancelled when the clock is set. Returns 0,
// or -1 with errno set.
int csystem_set_timer(int timer, int64_t seconds, int64_t nanoseconds);

// Whether the timer has fired: 1 yes, 0 not yet, -1 with errno set; ECANCELED says that the clock
// was set.
int csystem_timer_fired(int timer);

// Keeps SIGTERM and SIGINT from ending this thread and those it starts from now on. Returns a
// signalfd(2) that becomes readable when one comes, or -1 with errno set.
int csystem_stop_signals(void);

// pipe2(2) with O_CLOEXEC, a megabyte large where the system allows it: ends[0] is read, ends[1]
// written. Returns 0, or -1 with errno set.
int csystem_pipe(int ends[2]);

// memfd_create(2) with MFD_CLOEXEC: a file that stands in memory alone and has no name.
// Returns a descriptor, or -1 with errno set.
int csystem_memory_file(void);

// posix_spawn_file_actions_addclosefrom_np(3): every descriptor from this one on is closed in the
// new process. Returns 0, or an error number.
int csystem_close_from(posix_spawn_file_actions_t *actions, int descriptor);

// Puts the heap of glibc in order: freed pieces are joined and sorted, and what is free at its end goes
// back to the system. Else the next larger allocation does that, and waits for it.
void csystem_settle_memory(void);

// The characters of this thread, and of no other, become those of C.UTF-8, which glibc brings built in
// since 2.35. A pair: the second gets back what the first gave, whether or not it could do it.
typedef struct {
  locale_t before;
  locale_t made;
} csystem_locale;
csystem_locale csystem_use_utf8_locale(void);
void csystem_restore_locale(csystem_locale locale);

#endif
