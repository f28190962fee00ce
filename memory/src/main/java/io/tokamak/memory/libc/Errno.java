// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.libc;

import io.tokamak.memory.SystemCallException;

/** Error numbers of Linux (the same on x86_64 and aarch64). */
public final class Errno {

  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int EBADF = 9;
  public static final int EAGAIN = 11;
  public static final int ENOMEM = 12;
  public static final int EACCES = 13;
  public static final int EEXIST = 17;
  public static final int EINVAL = 22;
  public static final int EMFILE = 24;
  public static final int EFBIG = 27;
  public static final int ENOSPC = 28;
  public static final int EPIPE = 32;
  public static final int ENOSYS = 38;
  public static final int EADDRINUSE = 98;
  public static final int ECONNRESET = 104;
  public static final int ENOTCONN = 107;
  public static final int ETIMEDOUT = 110;
  public static final int ECONNREFUSED = 111;

  private Errno() {}

  /** The name of an error number, for instance {@code ENOENT}. */
  public static String name(int errno) {
    return switch (errno) {
      case EPERM -> "EPERM";
      case ENOENT -> "ENOENT";
      case 3 -> "ESRCH";
      case EINTR -> "EINTR";
      case 5 -> "EIO";
      case EBADF -> "EBADF";
      case EAGAIN -> "EAGAIN";
      case ENOMEM -> "ENOMEM";
      case EACCES -> "EACCES";
      case 14 -> "EFAULT";
      case 16 -> "EBUSY";
      case EEXIST -> "EEXIST";
      case 19 -> "ENODEV";
      case 20 -> "ENOTDIR";
      case 21 -> "EISDIR";
      case EINVAL -> "EINVAL";
      case 23 -> "ENFILE";
      case EMFILE -> "EMFILE";
      case 26 -> "ETXTBSY";
      case EFBIG -> "EFBIG";
      case ENOSPC -> "ENOSPC";
      case 29 -> "ESPIPE";
      case 30 -> "EROFS";
      case EPIPE -> "EPIPE";
      case 36 -> "ENAMETOOLONG";
      case ENOSYS -> "ENOSYS";
      case 40 -> "ELOOP";
      case 71 -> "EPROTO";
      case 75 -> "EOVERFLOW";
      case 88 -> "ENOTSOCK";
      case 91 -> "EPROTOTYPE";
      case 93 -> "EPROTONOSUPPORT";
      case 95 -> "EOPNOTSUPP";
      case EADDRINUSE -> "EADDRINUSE";
      case ECONNRESET -> "ECONNRESET";
      case 105 -> "ENOBUFS";
      case 106 -> "EISCONN";
      case ENOTCONN -> "ENOTCONN";
      case 109 -> "ETOOMANYREFS";
      case ETIMEDOUT -> "ETIMEDOUT";
      case ECONNREFUSED -> "ECONNREFUSED";
      case 133 -> "EHWPOISON";
      default -> "error " + errno;
    };
  }

  /** The exception for a failed call; the remedy follows from the error where none is given. */
  public static SystemCallException failure(String call, int errno, String arguments) {
    return failure(call, errno, arguments, remedy(errno));
  }

  /** The exception for a failed call. */
  public static SystemCallException failure(
      String call, int errno, String arguments, String remedy) {
    return new SystemCallException(call, errno, name(errno), arguments, remedy);
  }

  private static String remedy(int errno) {
    return switch (errno) {
      case EMFILE -> "Too many open files in this process: raise `ulimit -n`.";
      case 23 -> "Too many open files on this machine: raise fs.file-max.";
      case EACCES, EPERM -> "Use the user who owns it, or change its permissions.";
      case ENOENT -> "Check the path.";
      case ENOMEM, 105 -> "The machine is short of memory.";
      case ENOSYS -> "This kernel is too old: Linux 5.4 or newer is needed.";
      default -> "Arguments and machine do not fit each other; see the error name.";
    };
  }
}
