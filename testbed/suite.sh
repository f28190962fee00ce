#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs what testbed/suite lists in the guest. The tests were compiled before, on this machine: the guest only runs them.
#   testbed/suite.sh PLACE REPORTS    PLACE: where modules are built (target, or target/quick); REPORTS: a directory for a JUnit report of each line
# Exit code 0 when all of it passed. JAVA_HOME says which JDK.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
place=$1
reports=$2
libraries=$(cat "$root/system-tests/$place/test-classpath")
failed=0
number=0

# Page faults are dear in the guest, and there is one processor: a small heap, the plain collector, the quick compiler.
run_line() {
  module=$1 selected=$2
  shift 2
  case ${selected##*.} in
    [A-Z]*) selector=--select-class ;;
    *) selector=--select-package ;;
  esac
  number=$((number + 1))
  mkdir -p "$reports/$number"
  printf '\n--> %s: %s %s\n' "$module" "$selected" "$*"
  (cd "$root/$module" && "$here/guest.sh" run -t 1800 -o "$reports/$number" -- \
    "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx256m -Dtokamak.patience=300 -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED --illegal-native-access=deny \
    --sun-misc-unsafe-memory-access=deny "$@" \
    -cp "$root/$module/$place/test-classes:$root/$module/$place/classes:$libraries" \
    org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=tree --fail-if-no-tests \
    --config junit.jupiter.execution.timeout.default="10 m" --reports-dir /out "$selector" "$selected")
}

while read -r line; do
  case $line in
    '#'* | '') continue ;;
  esac
  # Word splitting is meant: the line is a list.
  # shellcheck disable=SC2086
  run_line $line </dev/null || failed=1
done <"$here/suite"
exit "$failed"
