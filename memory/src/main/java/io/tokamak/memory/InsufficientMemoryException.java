// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory;

/** The machine or the file system has less memory than was asked for; nothing was taken. */
public final class InsufficientMemoryException extends MemoryException {

  private static final long serialVersionUID = 1L;

  private final long askedBytes;
  private final long availableBytes;

  /**
   * @param what what the memory was for, for instance {@code "reserve 32 MiB of
   *     /dev/shm/a/segment"}
   * @param askedBytes bytes asked for
   * @param availableBytes bytes that were there at that moment
   * @param remedy what the user can do
   */
  public InsufficientMemoryException(
      String what, long askedBytes, long availableBytes, String remedy) {
    super(
        "%s: asked for %d bytes, available %d bytes. %s"
            .formatted(what, askedBytes, availableBytes, remedy));
    this.askedBytes = askedBytes;
    this.availableBytes = availableBytes;
  }

  /** Bytes that were asked for. */
  public long askedBytes() {
    return askedBytes;
  }

  /** Bytes that were available when the request failed. */
  public long availableBytes() {
    return availableBytes;
  }
}
