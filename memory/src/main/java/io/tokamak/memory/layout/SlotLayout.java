// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.layout;

/**
 * A client slot: 16 KiB of the segment that belong to one connected client. Words with different
 * writers lie in different cache lines.
 *
 * <pre>
 *     0  ownerPid        u32      4  ownerUid  u32
 *     8  ownerStartTime  u64      tells a recycled pid
 *    16  sessionId       u64      0: free
 *    64  lastTick        u64      newest access tick of this client; written by the client
 *   128  leaseCursor     u64      next free byte of the leased extent, or CLOSED; client and store (compare-and-set)
 *   192  ringHead        u64      consumed; written by the store
 *   256  ringTail        u64      produced; written by the client
 *   320  pinLimit        u64      only pins below may be in use; grows only
 *  4096  pins            1024 words, 0 or an {@link ObjectRef}
 * 12288  ring            512 words, {@link ObjectRef} of sealed objects
 * </pre>
 */
public final class SlotLayout {
  public static final int LENGTH = 16384;
  public static final int OWNER_PID = 0;
  public static final int OWNER_UID = 4;
  public static final int OWNER_START_TIME = 8;
  public static final int SESSION_ID = 16;
  public static final int LAST_TICK = 64;
  public static final int LEASE_CURSOR = 128;
  public static final int RING_HEAD = 192;
  public static final int RING_TAIL = 256;
  public static final int PIN_LIMIT = 320;
  public static final int PINS = 4096;
  public static final int PIN_COUNT = 1024;
  public static final int RING = 12288;
  public static final int RING_COUNT = 512;

  private SlotLayout() {}
}
