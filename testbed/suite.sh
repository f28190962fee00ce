#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs what testbed/suite lists in guests, each line in one of its own. The tests were compiled before, on this machine: guests only run them.
#   testbed/suite.sh PLACE REPORTS [all]    PLACE: where modules are built (target, or target/quick); REPORTS: a directory for a JUnit report of each line;
#                                           all: also the lines that begin with the word long
# Exit code 0 when all of it passed. JAVA_HOME says which JDK.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
place=$1
reports=$2
length=${3:-short}
libraries=$(cat "$root/system-tests/$place/test-classpath")
workers=$(nproc)

# Page faults are dear in the guest, and there is one processor: a small heap, the plain collector, the quick compiler.
run_line() {
  number=$1 module=$2 selected=$3
  shift 3
  case ${selected##*.} in
    [A-Z]*) selector=--select-class ;;
    *) selector=--select-package ;;
  esac
  printf '\n--> %s: %s %s\n' "$module" "$selected" "$*"
  cd "$root/$module"
  "$here/guest.sh" run -t 1800 -p "$((number % workers))" -o "$reports/$number" -- \
    "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx256m -Dtokamak.patience=300 -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED --illegal-native-access=deny \
    --sun-misc-unsafe-memory-access=deny "$@" \
    -cp "$root/$module/$place/test-classes:$root/$module/$place/classes:$libraries" \
    org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=tree --fail-if-no-tests \
    --config junit.jupiter.execution.timeout.default="10 m" --reports-dir /out "$selector" "$selected" &
  guest=$!
  echo "$guest" >"$reports/$number.guest"
  wait "$guest"
}

# Runs every so-manieth line, one after the other.
work() {
  worker=$1
  number=0
  failed=0
  while read -r line; do
    case $line in
      '#'* | '') continue ;;
      'long '*)
        [ "$length" = all ] || continue
        line=${line#long }
        ;;
    esac
    number=$((number + 1))
    [ $((number % workers)) -eq "$worker" ] || continue
    mkdir -p "$reports/$number"
    # Word splitting is meant: the line is a list.
    # shellcheck disable=SC2086
    (run_line "$number" $line) </dev/null >"$reports/$number.log" 2>&1 || failed=1
  done <"$here/suite"
  return "$failed"
}

stop() {
  # shellcheck disable=SC2086
  kill $started 2>/dev/null
  # shellcheck disable=SC2046
  kill $(cat "$reports"/*.guest) 2>/dev/null
  exit 130
}

# A guest has one processor: as many at a time as there are here.
mkdir -p "$reports"
started=
for worker in $(seq 0 $((workers - 1))); do
  work "$worker" &
  started="$started $!"
done
trap stop INT TERM
failed=0
for worker in $started; do
  wait "$worker" || failed=1
done
number=1
while [ -f "$reports/$number.log" ]; do
  cat "$reports/$number.log"
  number=$((number + 1))
done
exit "$failed"
