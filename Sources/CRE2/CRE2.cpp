#include "CRE2.h"

#include <re2/re2.h>

struct cre2_pattern {
  RE2 re2;
};

namespace {

RE2::Options options(int64_t max_memory) {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingUTF8);
  options.set_log_errors(false);
  options.set_max_mem(max_memory);
  return options;
}

}  // namespace

extern "C" {

cre2_pattern *cre2_new(const char *text, size_t length, int64_t max_memory) {
  return new cre2_pattern{RE2(re2::StringPiece(text, length), options(max_memory))};
}

const char *cre2_error(const cre2_pattern *pattern) {
  return pattern->re2.ok() ? nullptr : pattern->re2.error().c_str();
}

int cre2_program_size(const cre2_pattern *pattern) { return pattern->re2.ProgramSize(); }

bool cre2_matches(const cre2_pattern *pattern, const char *text, size_t length) {
  return pattern->re2.Match(re2::StringPiece(text, length), 0, length, RE2::UNANCHORED, nullptr, 0);
}

void cre2_delete(cre2_pattern *pattern) { delete pattern; }
}
