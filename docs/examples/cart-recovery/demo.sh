#!/usr/bin/env bash
# Gates one campaign for three recipients: denied, sent to review, allowed. Ends with 0 where each
# got the answer that the example tells.
set -uo pipefail
scruple=${1:-scruple}
folder=$(dirname "$0")
failures=0

judge() {
  local facts=$1 wanted=$2
  echo
  echo "\$ scruple gate $facts"
  echo
  "$scruple" gate "$facts"
  local code=$?
  if [[ $code -ne $wanted ]]; then
    echo "expected exit code $wanted, got $code" >&2
    failures=1
  fi
}

judge "$folder/anna.yaml" 1
judge "$folder/ben.yaml" 3
judge "$folder/chris.yaml" 0
exit $failures
