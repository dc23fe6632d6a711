// Counts the heap allocations of this process: it stands in for the C library's allocator.
#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

#include <stdint.h>

// How many blocks were asked for since the process began.
int64_t allocation_count(void);

#endif
