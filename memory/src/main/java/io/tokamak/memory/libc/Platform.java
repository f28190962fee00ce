// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.libc;

import java.util.Locale;

/** The numbers that differ between the processors Linux runs on. */
final class Platform {

  private static final String ARCHITECTURE =
      System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
  private static final boolean X86_64 =
      ARCHITECTURE.equals("amd64") || ARCHITECTURE.equals("x86_64");
  private static final boolean AARCH64 =
      ARCHITECTURE.equals("aarch64") || ARCHITECTURE.equals("arm64");

  /** Whether the numbers of this package hold here. */
  static final boolean SUPPORTED =
      (X86_64 || AARCH64) && System.getProperty("os.name", "").equals("Linux");

  static final long SYSCALL_FUTEX = X86_64 ? 202 : 98;
  static final long SYSCALL_SET_MEMPOLICY = X86_64 ? 238 : 237;
  static final long SYSCALL_GET_MEMPOLICY = X86_64 ? 239 : 236;
  static final int O_NOFOLLOW = X86_64 ? 0x20000 : 0x8000;

  /** {@code struct epoll_event} is packed on x86_64 only. */
  static final int EPOLL_EVENT_LENGTH = X86_64 ? 12 : 16;

  static final int EPOLL_EVENT_DATA_OFFSET = X86_64 ? 4 : 8;

  private Platform() {}
}
