// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a node can have its memory in pages of 2 MiB, which makes mapping it much cheaper.
 *
 * @param machine where to look
 */
record HugePagesCheck(Machine machine) implements Check {
  private static final String NAME = "huge pages";
  private static final String KERNEL = "proc/sys/kernel/osrelease";
  private static final String THP = "sys/kernel/mm/transparent_hugepage";
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

  /** From Linux 6.1 on a program can ask for them by itself. */
  private static final int[] ON_REQUEST = {6, 1};

  @Override
  public List<Finding> look() {
    return List.of(judged(machine.text(THP + "/shmem_enabled")));
  }

  private Finding judged(Optional<String> enabled) {
    if (!Files.isDirectory(machine.path(THP))) {
      return Finding.better(
          NAME,
          "this kernel has none",
          "use a kernel with CONFIG_TRANSPARENT_HUGEPAGE; mapping memory takes longer without");
    }
    if (enabled.orElse("").contains("[deny]")) {
      return Finding.better(
          NAME,
          "forbidden for shared memory",
          "echo never > /sys/kernel/mm/transparent_hugepage/shmem_enabled");
    }
    String kernel = machine.text(KERNEL).orElse("");
    return isOnRequest(kernel)
        ? Finding.ok(NAME, "nodes make them by themselves (Linux " + kernel + ")")
        : Finding.better(
            NAME,
            "not for programs that ask (Linux " + kernel + ")",
            "mount -t tmpfs -o huge=always,size=16g tmpfs /mnt/huge, and start nodes with --dir"
                + " /mnt/huge");
  }

  private static boolean isOnRequest(String kernel) {
    Matcher version = VERSION.matcher(kernel);
    if (!version.lookingAt()) {
      return false;
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    return major > ON_REQUEST[0] || (major == ON_REQUEST[0] && minor >= ON_REQUEST[1]);
  }
}
