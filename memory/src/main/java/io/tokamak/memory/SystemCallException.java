// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory;

/** A system call failed for a reason that has no better name here. */
public final class SystemCallException extends MemoryException {

  private static final long serialVersionUID = 1L;

  private final String call;
  private final int errno;

  /**
   * @param call name of the call, for instance {@code "connect"}
   * @param errno error number
   * @param errnoName name of the error number, for instance {@code "ECONNREFUSED"}
   * @param arguments the arguments, readable
   * @param remedy what the user can do
   */
  public SystemCallException(
      String call, int errno, String errnoName, String arguments, String remedy) {
    super(
        "%s(%s) failed with %s (errno %d). %s"
            .formatted(call, arguments, errnoName, errno, remedy));
    this.call = call;
    this.errno = errno;
  }

  /** Name of the call that failed. */
  public String call() {
    return call;
  }

  /** Error number as Linux defines it. */
  public int errno() {
    return errno;
  }
}
