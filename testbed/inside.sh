#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The first process of the guest, started by its kernel with GUEST_JOB, GUEST_TOOLS and GUEST_OUT in the environment: directories of the host. First it makes a root, of the
# host's files below, the tools, and memory that takes the writes. Then, in that root, it makes network and devices and runs the command.
set -u
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
root=/run/root
busybox=/usr/bin/busybox

halt() { exec "$busybox" poweroff -f; }

make_root() {
  mount -t tmpfs -o size=80% tmpfs /run
  mkdir /run/written /run/work /run/tools "$root"
  # A mount of its own: layers of one mount may not lie in each other.
  mount -t hostfs -o "$GUEST_TOOLS" none /run/tools
  mount -t overlay -o lowerdir=/run/tools:/,upperdir=/run/written,workdir=/run/work overlay "$root"
  mkdir -p "$root/job" "$root/out"
  mount -t hostfs -o "$GUEST_JOB" none "$root/job"
  mount -t hostfs -o "$GUEST_OUT" none "$root/out"
  mount -t proc proc "$root/proc"
  mount -t sysfs sys "$root/sys"
  mount -t devtmpfs dev "$root/dev"
}

make_devices() {
  mount -t tmpfs tmpfs /run
  mkdir -p /dev/pts /dev/shm
  mount -t devpts devpts /dev/pts
  mount -t tmpfs -o mode=1777 shm /dev/shm
  ln -sf /proc/self/fd /dev/fd
  ln -sf fd/0 /dev/stdin
  ln -sf fd/1 /dev/stdout
  ln -sf fd/2 /dev/stderr
}

setting() { echo "$2" >"/proc/sys/net/$1"; }

# Two ends of one cable. What this machine sends to itself has to go over the cable, not through the loopback: the rule for local addresses comes after one for each direction.
make_network() {
  ip link set lo up
  # A message of 4 MiB is a thousand packets at once; the default of the queue drops the last ones, and each drop waits for a retry.
  setting core/netdev_max_backlog 50000
  setting core/rmem_max 33554432
  setting core/rmem_default 33554432
  ip link add veth0 type veth peer name veth1
  for end in 0 1; do
    ip address add "10.77.0.$((end + 1))/24" dev "veth$end"
    ip link set "veth$end" mtu 9000 up
    setting "ipv4/conf/veth$end/accept_local" 1
    setting "ipv4/conf/veth$end/rp_filter" 0
  done
  setting ipv4/conf/all/rp_filter 0
  ip rule add pref 100 lookup local
  ip rule del pref 0 lookup local
  direction 0 1
  direction 1 0
}

direction() {
  own=10.77.0.$(($1 + 1)) other=10.77.0.$(($2 + 1)) table=$((101 + $1))
  ip route add "$other" dev "veth$1" src "$own" table "$table"
  ip rule add pref "$((10 + $1))" iif lo from "$own" to "$other" lookup "$table"
  ip neighbour replace "$other" lladdr "$(cat "/sys/class/net/veth$2/address")" dev "veth$1" nud permanent
}

make_rdma() {
  rdma link add rxe0 type rxe netdev veth0
  rdma link add rxe1 type rxe netdev veth1
  chmod 666 /dev/infiniband/*
}

run_command() {
  ulimit -l unlimited
  ulimit -n 65536
  hostname rdma-guest
  # Both ends have IPv4 addresses in one kernel, and UCX finds no way from one to the other by these; by those of the link it does.
  export HOME=/root LANG=C.UTF-8 UCX_IB_GID_INDEX=0
  # A node of UCX pins 100 MiB of buffers when it connects for the first time, and page faults are dear here: twenty seconds. Short queues take less than one.
  export UCX_IB_RX_QUEUE_LEN=128 UCX_IB_RX_BUFS_GROW=64 UCX_IB_TX_BUFS_GROW=32
  cd "$(cat /job/directory)" || cd /
  # xargs has exit codes of its own: the command's is written by a shell between them.
  xargs --null --exit --arg-file=/job/command setsid sh -c '"$@"; echo $? >/job/status' sh </dev/null >>/job/output 2>&1
}

if [ "${1:-}" != in-root ]; then
  make_root
  exec chroot "$root" /bin/sh "$0" in-root
fi
make_devices
{
  make_network
  make_rdma
} >/job/output 2>&1
run_command
sync
halt
