#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A throw-away Linux with real RDMA verbs, for machines that have none: User-Mode Linux with two Soft-RoCE devices, rxe0 (10.77.0.1) and rxe1 (10.77.0.2), joined by a cable
# of two virtual interfaces. It runs as a process of this user, needs no rights, and sees the files of this machine read-only.
#   testbed/guest.sh build                       fetches packages and builds the kernel, once (ten minutes of one core); later it ends at once
#   testbed/guest.sh run [options] -- COMMAND    boots (2 s), runs COMMAND in the present directory, passes on its output and its exit code
#     -t SECONDS   limit of it all (default 600); exit code 124 when it is over
#     -m MIB       memory of the guest (default 3072)
#     -p N         the processor it runs on (default: any)
#     -o DIR       a directory of this machine that is writable in the guest, as /out
#   testbed/guest.sh missing                     what keeps this machine from building it, a line each; nothing when it can be built or is there
#   testbed/guest.sh is-built                    says so by its exit code
# Everything lies in ${XDG_CACHE_HOME:-~/.cache}/tokamak/testbed. Exit code 125: the guest could not be built or started.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tokamak/testbed
kernel=$cache/linux
tools=$cache/tools
# Seen in the guest as if they were installed.
guest_packages='busybox-static iproute2 ibverbs-providers ibverbs-utils perftest libucx0 ucx-utils'
build_packages='flex bison m4 bc'

fail() {
  printf 'testbed: %s\n' "$*" >&2
  exit 125
}

# ---- what has been built

# Changes when the guest has to be built anew.
recipe() { { cat "$here/kernel.config"; echo "$guest_packages"; } | sha256sum | cut -c -16; }

is_built() { [ -x "$kernel" ] && [ -r "$cache/recipe" ] && [ "$(cat "$cache/recipe")" = "$(recipe)" ]; }

missing() {
  is_built && return 0
  [ "$(uname -sm)" = 'Linux x86_64' ] || echo "a machine with Linux x86_64 (this one is $(uname -sm))"
  for program in apt-get apt-cache dpkg-deb gcc make xz flock sha256sum taskset timeout; do
    command -v "$program" >/dev/null || echo "the program $program"
  done
}

# ---- packages: fetched and unpacked, never installed; with lists of our own, so that it needs no rights

apt() {
  tool=$1
  shift
  "$tool" -q -o Dir::State::lists="$cache/apt/lists" -o Dir::Cache="$cache/apt/cache" -o APT::Sandbox::User= -o Debug::NoLocking=1 "$@"
}

# The packages named and those they need that this machine lacks. To be assigned to a variable: elsewhere nobody would see it fail.
with_dependencies() {
  plan=$(apt apt-get --simulate install --no-install-recommends "$@") || return
  printf '%s\n' "$@"
  printf '%s\n' "$plan" | awk '$1 == "Inst" { print $2 }'
}

unpack() {
  directory=$1
  shift
  mkdir -p "$directory" "$cache/apt/debs"
  for package in $(printf '%s\n' "$@" | sort -u); do
    (cd "$cache/apt/debs" && apt apt-get download "$package" && dpkg-deb --extract "$package"_*.deb "$directory")
  done
}

# The guest lays the tools over a root in which /bin, /sbin and /lib are links into /usr: they have to lie there, too.
merge_usr() {
  for name in bin sbin lib lib64; do
    [ -d "$tools/$name" ] || continue
    mkdir -p "$tools/usr/$name"
    cp -a "$tools/$name/." "$tools/usr/$name/"
    rm -rf "${tools:?}/$name"
  done
}

# ---- the kernel

compile_kernel() {
  packages=$(with_dependencies $build_packages)
  unpack "$cache/making/programs" $packages
  source_package=$(apt apt-cache depends linux-source | awk '$1 == "Depends:" { print $2; exit }')
  [ -n "$source_package" ] || {
    echo "apt knows of no package linux-source"
    return 1
  }
  unpack "$cache/making/source" "$source_package"
  export PATH="$cache/making/programs/usr/bin:$PATH" ARCH=um
  export BISON_PKGDATADIR="$cache/making/programs/usr/share/bison" M4="$cache/making/programs/usr/bin/m4"
  cd "$cache/making/source"
  tar --extract --file "usr/src/$source_package.tar.xz"
  mkdir objects
  cd "$source_package"
  make -s O=../objects KCONFIG_ALLCONFIG="$here/kernel.config" allnoconfig
  grep -q '^CONFIG_RDMA_RXE=y' ../objects/.config || {
    echo "this kernel ($source_package) offers no Soft-RoCE for User-Mode Linux"
    return 1
  }
  nice -n 19 make -s O=../objects -j"$(nproc)" linux
  strip -o "$kernel.next" ../objects/linux
}

build_everything() {
  set -ex
  rm -rf "$cache/making" "$tools" "$cache/apt" "$kernel"
  mkdir -p "$cache/making" "$cache/apt/lists/partial" "$cache/apt/cache/archives/partial"
  apt apt-get update
  packages=$(with_dependencies $guest_packages)
  unpack "$tools" $packages
  merge_usr
  (compile_kernel)
  mv "$kernel.next" "$kernel"
  recipe >"$cache/recipe"
  rm -rf "$cache/making" "$cache/apt"
}

build() {
  is_built && return 0
  lacking=$(missing)
  [ -z "$lacking" ] || fail "the guest cannot be built here, it needs" $lacking
  mkdir -p "$cache"
  exec 9>"$cache/lock"
  flock 9
  is_built && return 0
  echo "testbed: building the guest, once (ten minutes of one core; log: $cache/build.log) ..." >&2
  # In a shell of its own: set -e would not hold below ||.
  set +e
  (build_everything) >"$cache/build.log" 2>&1 9<&-
  built=$?
  set -e
  if [ "$built" -ne 0 ]; then
    tail -n 5 "$cache/build.log" >&2
    fail "the guest could not be built, see $cache/build.log"
  fi
}

# ---- a run

# Where the guest's memory lies: in memory when there is room for it.
memory_directory() {
  free_kib=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1)
  if [ "${free_kib:-0}" -gt $((memory_mib * 1024)) ]; then echo /dev/shm; else echo "$job/uml"; fi
}

# A directory for this run, locked as long as this script or its guest lives; those that nobody has locked are what killed runs left.
new_job() {
  mkdir -p "$cache/jobs"
  exec 7>"$cache/jobs.lock"
  flock 7
  for left in "$cache"/jobs/*; do
    if [ -d "$left" ] && (flock -n 6) 6>"$left/lock"; then rm -rf "$left"; fi
  done
  job=$(mktemp -d "$cache/jobs/XXXXXX")
  exec 6>"$job/lock"
  flock 6
  exec 7>&-
}

boot() {
  # All of it on one processor: handing over between processors makes each system call three times as dear.
  # Read-only matters: the guest writes to this machine's files with this user's rights, else.
  # It becomes the process that was started for it, so that this can be stopped.
  exec env TMPDIR="$(memory_directory)" taskset -c "$processor" timeout --foreground -k 10 "$limit_seconds" \
    "$kernel" "mem=${memory_mib}M" root=/dev/root rootfstype=hostfs rootflags=/ ro "init=$here/inside.sh" \
    "uml_dir=$job/uml" con0=null,fd:1 con=null quiet "GUEST_JOB=$job" "GUEST_TOOLS=$tools" "GUEST_OUT=$out" \
    </dev/null >"$job/console" 2>&1
}

# The process group of the guest: its kernel and all that runs in it. Empty when it did not start.
group_of_guest() {
  for _ in $(seq 100); do
    if cat "$job"/uml/*/pid 2>/dev/null || ! kill -0 "$guest" 2>/dev/null; then return; fi
    sleep 0.1
  done
}

# A kernel that is ended from outside leaves processes that go on for ever.
end_guest() {
  kill "$guest" 2>/dev/null || :
  [ -z "$group" ] || kill -s KILL -- "-$group" 2>/dev/null || :
  rm -rf "$job"
}

run() {
  limit_seconds=600 memory_mib=3072 processor=$(($$ % $(nproc))) out= group=
  while getopts t:m:p:o: option; do
    case $option in
      t) limit_seconds=$OPTARG ;;
      m) memory_mib=$OPTARG ;;
      p) processor=$OPTARG ;;
      o) out=$OPTARG ;;
      *) exit 2 ;;
    esac
  done
  shift $((OPTIND - 1))
  [ $# -gt 0 ] || fail "run what? testbed/guest.sh run [-t SECONDS] [-m MIB] [-o DIR] -- COMMAND"
  build
  new_job
  trap 'rm -rf "$job"' EXIT
  out=$(realpath "${out:-$job}")
  mkdir "$job/uml"
  : >"$job/output"
  pwd >"$job/directory"
  # Each argument on its way through a file, whatever it holds.
  for argument in "$@"; do printf '%s\0' "$argument"; done >"$job/command"
  began=$(date +%s)
  boot &
  guest=$!
  trap end_guest EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  tail -n +1 -s 0.2 -f --pid="$guest" "$job/output" &
  follower=$!
  group=$(group_of_guest)
  wait "$follower" # not in the foreground: a signal would wait for its end
  wait "$guest" && ended=0 || ended=$?
  # The second when the kernel had to be killed in the end, by whomever.
  case $ended in
    124 | 137)
      [ $(($(date +%s) - began)) -ge "$limit_seconds" ] || fail "somebody killed the guest (out of memory?)"
      echo "testbed: not done within $limit_seconds s" >&2
      exit 124
      ;;
  esac
  if [ ! -s "$job/status" ]; then
    tail -n 15 "$job/console" >&2
    fail "the guest ended without a result; above are the last words of its kernel"
  fi
  exit "$(cat "$job/status")"
}

case "${1:-}" in
  build) build ;;
  is-built) is_built ;;
  missing) missing ;;
  run)
    shift
    run "$@"
    ;;
  *)
    sed -n '3,14s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
