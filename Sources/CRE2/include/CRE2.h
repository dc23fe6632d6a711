// RE2 behind plain C functions: compile, match, measure, free. No logic.
#ifndef CRE2_H
#define CRE2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A compiled pattern.
typedef struct cre2_pattern cre2_pattern;

// Compiles UTF-8 text. Never null; ask cre2_error whether it can be used.
cre2_pattern *cre2_new(const char *text, size_t length, int64_t max_memory);

// What is wrong with the pattern as a C string that lives as long as it; null where nothing is.
const char *cre2_error(const cre2_pattern *pattern);

// The number of instructions of the compiled program.
int cre2_program_size(const cre2_pattern *pattern);

// Whether the text holds a match anywhere. Safe to call from many threads at once.
bool cre2_matches(const cre2_pattern *pattern, const char *text, size_t length);

void cre2_delete(cre2_pattern *pattern);

#ifdef __cplusplus
}
#endif

#endif
