// The few Linux calls that Swift's Glibc module does not show.
#ifndef CSYSTEM_H
#define CSYSTEM_H

// renameat2(2) with RENAME_EXCHANGE: two names change places in one step.
// Returns 0, or -1 with errno set.
int csystem_exchange(const char *a, const char *b);

// renameat2(2) with RENAME_NOREPLACE: fails with EEXIST where rename(2) would replace.
// Returns 0, or -1 with errno set.
int csystem_rename_new(const char *from, const char *to);

// syncfs(2): everything that waits for the file system of this descriptor goes to disk.
// Returns 0, or -1 with errno set (write-back errors too, since Linux 5.8).
int csystem_syncfs(int descriptor);

// pipe2(2) with O_CLOEXEC, a megabyte large where the system allows it: ends[0] is read, ends[1]
// written. Returns 0, or -1 with errno set.
int csystem_pipe(int ends[2]);

// memfd_create(2) with MFD_CLOEXEC: a file that stands in memory alone and has no name.
// Returns a descriptor, or -1 with errno set.
int csystem_memory_file(void);

#endif
