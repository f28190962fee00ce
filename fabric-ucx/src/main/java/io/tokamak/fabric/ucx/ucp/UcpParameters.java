// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx.ucp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Parameters of operations, filled once and used again and again. */
public final class UcpParameters {
  private static final UcpStruct STRUCT = UcpStruct.REQUEST_PARAM;
  private static final long WORD = datatype(Long.BYTES);
  private static final long REPLY_BUFFER = STRUCT.at("reply_buffer");

  private final MemorySegment struct;

  private UcpParameters(Arena arena) {
    struct = arena.allocate(STRUCT.layout());
  }

  /** Nothing special. */
  public static UcpParameters plain(Arena arena) {
    return new UcpParameters(arena);
  }

  /** Sends with a copy, whatever the length: no conversation with the receiver first. */
  public static UcpParameters eager(Arena arena) {
    UcpParameters made = new UcpParameters(arena);
    made.mask(UcpConstant.UCP_OP_ATTR_FIELD_FLAGS);
    made.struct.set(JAVA_INT, STRUCT.at("flags"), UcpConstant.UCP_AM_SEND_FLAG_EAGER.value());
    return made;
  }

  /** Closes at once, whatever is under way. */
  public static UcpParameters forced(Arena arena) {
    UcpParameters made = new UcpParameters(arena);
    made.mask(UcpConstant.UCP_OP_ATTR_FIELD_FLAGS);
    made.struct.set(JAVA_INT, STRUCT.at("flags"), UcpConstant.UCP_EP_CLOSE_FLAG_FORCE.value());
    return made;
  }

  /** The local memory of the operation is registered: see {@link #in}. */
  public static UcpParameters registered(Arena arena) {
    UcpParameters made = new UcpParameters(arena);
    made.mask(UcpConstant.UCP_OP_ATTR_FIELD_MEMH);
    return made;
  }

  /** The local memory is in this registration. */
  public UcpParameters in(long registration) {
    struct.set(JAVA_LONG, STRUCT.at("memh"), registration);
    return this;
  }

  /** An atomic on 8 bytes, whose answer goes to {@link #replyTo}. */
  public static UcpParameters word(Arena arena) {
    UcpParameters made = new UcpParameters(arena);
    made.mask(UcpConstant.UCP_OP_ATTR_FIELD_DATATYPE, UcpConstant.UCP_OP_ATTR_FIELD_REPLY_BUFFER);
    made.struct.set(JAVA_LONG, STRUCT.at("datatype"), WORD);
    return made;
  }

  private static long datatype(int length) {
    return (long) length << UcpConstant.UCP_DATATYPE_SHIFT.value()
        | UcpConstant.UCP_DATATYPE_CONTIG.value();
  }

  private void mask(UcpConstant... fields) {
    struct.set(JAVA_INT, STRUCT.at("op_attr_mask"), (int) UcpConstant.bits(fields));
  }

  /** Where the next atomic puts what it found. Read by the call that starts it. */
  public UcpParameters replyTo(long address) {
    struct.set(JAVA_LONG, REPLY_BUFFER, address);
    return this;
  }

  long address() {
    return struct.address();
  }
}
