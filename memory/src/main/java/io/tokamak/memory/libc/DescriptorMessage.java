// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A {@code struct msghdr} with room for bytes and one descriptor (SCM_RIGHTS).
 *
 * <pre>
 * msghdr   0 name ptr   8 name length   16 iovec ptr   24 iovec count   32 control ptr
 *         40 control length   48 flags                                          (56 bytes)
 * iovec    0 base ptr   8 length                                                (16 bytes)
 * cmsghdr  0 length     8 level  12 type   16 descriptors                       (24 bytes)
 * </pre>
 *
 * The control area is padded to 8 bytes, so two descriptors of a rude sender fit; the kernel drops
 * any more.
 */
public final class DescriptorMessage {

  private static final int HEADER_LENGTH = 56;
  private static final int VECTOR_LENGTH = 16;
  private static final int CONTROL_LENGTH = 24;
  private static final int CONTROL_HEADER_LENGTH = 16;
  private static final int SCM_RIGHTS = 1;

  private final MemorySegment header;
  private final MemorySegment control;
  private final MemorySegment bytes;

  /** A message over a buffer of its own, which lives as long as {@code arena}. */
  public DescriptorMessage(Arena arena, long lengthBytes) {
    header = arena.allocate(HEADER_LENGTH, 8);
    control = arena.allocate(CONTROL_LENGTH, 8);
    bytes = arena.allocate(lengthBytes, 8);
    MemorySegment vector = arena.allocate(VECTOR_LENGTH, 8);
    vector.set(JAVA_LONG, 0, bytes.address());
    vector.set(JAVA_LONG, 8, lengthBytes);
    header.set(JAVA_LONG, 16, vector.address());
    header.set(JAVA_LONG, 24, 1);
    header.set(JAVA_LONG, 32, control.address());
    header.set(JAVA_LONG, 40, CONTROL_LENGTH);
  }

  /** The bytes that travel. */
  public MemorySegment bytes() {
    return bytes;
  }

  /** Sends the bytes with a descriptor; returns how many bytes were taken. */
  public long send(int socket, int descriptor) {
    control.set(JAVA_LONG, 0, CONTROL_HEADER_LENGTH + Integer.BYTES);
    control.set(JAVA_INT, 8, SocketCalls.SOL_SOCKET);
    control.set(JAVA_INT, 12, SCM_RIGHTS);
    control.set(JAVA_INT, CONTROL_HEADER_LENGTH, descriptor);
    return SocketCalls.sendmsg(socket, header, SocketCalls.MSG_NOSIGNAL);
  }

  /** Receives bytes; {@link #takeDescriptor} tells what came with them. */
  public long receive(int socket) {
    header.set(JAVA_LONG, 40, CONTROL_LENGTH);
    return SocketCalls.recvmsg(socket, header, SocketCalls.MSG_CMSG_CLOEXEC);
  }

  /** The first descriptor received, or -1; any others are closed. */
  public int takeDescriptor() {
    int count = receivedCount();
    for (int i = 1; i < count; i++) {
      FileCalls.close(received(i));
    }
    return count > 0 ? received(0) : -1;
  }

  private int receivedCount() {
    boolean rights =
        header.get(JAVA_LONG, 40) >= CONTROL_HEADER_LENGTH
            && control.get(JAVA_INT, 8) == SocketCalls.SOL_SOCKET
            && control.get(JAVA_INT, 12) == SCM_RIGHTS;
    return rights ? (int) ((control.get(JAVA_LONG, 0) - CONTROL_HEADER_LENGTH) / 4) : 0;
  }

  private int received(int index) {
    return control.get(JAVA_INT, CONTROL_HEADER_LENGTH + 4L * index);
  }
}
