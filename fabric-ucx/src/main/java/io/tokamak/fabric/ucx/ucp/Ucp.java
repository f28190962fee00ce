// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx.ucp;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The library that this process uses, loaded once, and what its statuses mean. */
public final class Ucp {
  /** libucp, or why there is none. */
  public static final UcpLibrary LIBRARY = UcpLibrary.usual();

  /** A status: done. */
  public static final byte OK = 0;

  /** A status: goes on. */
  public static final byte IN_PROGRESS = 1;

  /** A status: it was closed while it went on. */
  public static final byte CANCELED = -16;

  private static final long ERRORS = UcpConstant.UCS_ERR_LAST.value();
  private static final MethodHandle TEXT = UcpFunction.UCS_STATUS_STRING.handle();

  private Ucp() {}

  /** Whether what came instead of a request is an error. */
  public static boolean isError(long request) {
    return request < 0 && request >= ERRORS;
  }

  /** What UCX says of a status, with its number. */
  public static String text(long status) {
    try {
      String text = ((MemorySegment) TEXT.invokeExact((byte) status)).getString(0);
      return text + " (" + status + ")";
    } catch (Throwable thrown) {
      throw UcpFunction.rethrow(thrown);
    }
  }

  /**
   * Refuses whatever is not OK.
   *
   * @throws UcpException with the name of the function
   */
  static void check(String function, byte status) {
    if (status != OK) {
      throw new UcpException(function, status);
    }
  }
}
