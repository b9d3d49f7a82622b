// The few Linux calls that Swift's Glibc module does not show.
#ifndef CSYSTEM_H
#define CSYSTEM_H

// renameat2(2) with RENAME_EXCHANGE: two names change places in one step.
// Returns 0, or -1 with errno set.
int csystem_exchange(const char *a, const char *b);

#endif
