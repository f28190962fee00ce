// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What two nodes tell each other about their connection and their regions, as messages over TCP.
 * Little-endian; the first byte is the kind.
 */
sealed interface Notice {
  /** Bytes of a notice without what has a length of its own. */
  int LENGTH = 32;

  /** The longest address of a worker. */
  int MOST_ADDRESS_BYTES = 16 << 10;

  /** The longest key. */
  int MOST_KEY_BYTES = 4 << 10;

  /** Bytes of the checksum in front of a key. */
  int CHECKSUM_BYTES = 4;

  /** The version of all that is said here and in frames. */
  int VERSION = 1;

  byte[] encode();

  /**
   * The first notice each way: how to reach this node's worker.
   *
   * <pre>
   *  0                   1                   2                   3
   *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
   * +---------------+---------------+---------------+---------------+
   * |       1       |    version    |     direct    |  reserved, 0  |  0
   * +---------------+---------------+---------------+---------------+
   * |                         path wanted                           |  4
   * +---------------------------------------------------------------+
   * |                          connection                           |  8
   * |                                                               |
   * +---------------------------------------------------------------+
   * |                         version of UCX                        | 16
   * +---------------------------------------------------------------+
   * |                     length of the address                     | 20
   * +---------------------------------------------------------------+
   * |                     CRC32C of the address                     | 24
   * +---------------------------------------------------------------+
   * |                          reserved, 0                          | 28
   * +---------------------------------------------------------------+
   * /                 address of the worker, for UCX                / 32
   * +---------------------------------------------------------------+
   * </pre>
   *
   * @param direct whether network cards read and write
   * @param path number of the path that this side has or wants
   * @param connection what frames to this node have to carry
   * @param ucxVersion major &lt;&lt; 16 | minor
   */
  @SuppressWarnings("ArrayRecordComponent") // lives for one connect, is never compared
  record WireUp(
      int version, boolean direct, int path, long connection, int ucxVersion, byte[] address)
      implements Notice {
    static final byte KIND = 1;

    @Override
    public byte[] encode() {
      return buffer(KIND, address.length)
          .put((byte) version)
          .put((byte) (direct ? 1 : 0))
          .put((byte) 0)
          .putInt(path)
          .putLong(connection)
          .putInt(ucxVersion)
          .putInt(address.length)
          .putInt(checksum(address))
          .putInt(0)
          .put(address)
          .array();
    }

    static WireUp decode(ByteBuffer in) {
      int version = in.get() & 0xff;
      int direct = in.get();
      in.get();
      int path = in.getInt();
      long connection = in.getLong();
      int ucx = in.getInt();
      int length = in.getInt();
      int checksum = in.getInt();
      in.getInt();
      if (version != VERSION) {
        throw new BadFrameException(
            "the peer speaks version %d of the protocol over UCX, this node speaks %d"
                .formatted(version, VERSION));
      }
      byte[] address = rest(in, LENGTH, length, MOST_ADDRESS_BYTES, "address of a worker");
      if (address.length == 0 || checksum(address) != checksum || (direct | 1) != 1 || path < 1) {
        throw new BadFrameException("the wire-up is garbage: its checksum or its fields are wrong");
      }
      return new WireUp(version, direct == 1, path, connection, ucx, address);
    }
  }

  /**
   * About a region, in few words:
   *
   * <pre>
   *  0                   1                   2                   3
   *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
   * +---------------+-----------------------------------------------+
   * |    2, 4, 5    |                  reserved, 0                  |  0
   * +---------------+-----------------------------------------------+
   * |                            region                             |  4
   * +---------------------------------------------------------------+
   * |                          generation                           |  8
   * +---------------------------------------------------------------+
   * /                     reserved, 0, 20 bytes                     / 12
   * +---------------------------------------------------------------+
   * </pre>
   */
  record About(byte kind, int region, int generation) implements Notice {
    /** Where is it? Asked by who wants to read or write there. */
    static final byte WHERE = 2;

    /** It is gone: to be used no more. Said by its owner. */
    static final byte GONE = 4;

    /** It is used no more. The answer. */
    static final byte UNUSED = 5;

    @Override
    public byte[] encode() {
      return buffer(kind, 0).position(4).putInt(region).putInt(generation).array();
    }

    static About decode(byte kind, ByteBuffer in) {
      in.position(4);
      return new About(kind, in.getInt(), in.getInt());
    }
  }

  /**
   * Where a region is, or why nobody may know:
   *
   * <pre>
   *  0                   1                   2                   3
   *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
   * +---------------+---------------+---------------+---------------+
   * |       3       |     status    |     access    |  reserved, 0  |  0
   * +---------------+---------------+---------------+---------------+
   * |                            region                             |  4
   * +---------------------------------------------------------------+
   * |                          generation                           |  8
   * +---------------------------------------------------------------+
   * |                       length of the key                       | 12
   * +---------------------------------------------------------------+
   * |                            address                            | 16
   * |                                                               |
   * +---------------------------------------------------------------+
   * |                            length                             | 24
   * |                                                               |
   * +---------------------------------------------------------------+
   * |                 CRC32C of the key, if there is one            | 32
   * +---------------------------------------------------------------+
   * /                       the key, for UCX                        / 36
   * +---------------------------------------------------------------+
   * </pre>
   *
   * <p>There is a key where there are bytes to reach, and nowhere else: UCX would take none as an
   * address.
   */
  @SuppressWarnings({"ArrayRecordComponent", "EnumOrdinal"}) // never compared; tests pin numbers
  record Place(
      int region,
      int generation,
      OperationStatus status,
      Access access,
      long address,
      long length,
      byte[] key)
      implements Notice {
    static final byte KIND = 3;

    @Override
    public byte[] encode() {
      byte[] checked = checkedKey();
      return buffer(KIND, checked.length)
          .put((byte) status.ordinal())
          .put((byte) access.ordinal())
          .put((byte) 0)
          .putInt(region)
          .putInt(generation)
          .putInt(key.length)
          .putLong(address)
          .putLong(length)
          .put(checked)
          .array();
    }

    private byte[] checkedKey() {
      return key.length == 0
          ? key
          : ByteBuffer.allocate(CHECKSUM_BYTES + key.length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(checksum(key))
              .put(key)
              .array();
    }

    static Place decode(ByteBuffer in) {
      int status = in.get();
      int access = in.get();
      in.get();
      int region = in.getInt();
      int generation = in.getInt();
      int keyLength = in.getInt();
      long address = in.getLong();
      long length = in.getLong();
      if (status < 0
          || status >= OperationStatus.values().length
          || access < 0
          || access >= Access.values().length
          || length < 0
          || address < 0
          || address > Long.MAX_VALUE - length) {
        throw new BadFrameException("a region at a place that cannot be");
      }
      boolean reachable = status == OperationStatus.DONE.ordinal() && length > 0;
      return new Place(
          region,
          generation,
          OperationStatus.values()[status],
          Access.values()[access],
          address,
          length,
          key(in, keyLength, reachable));
    }

    private static byte[] key(ByteBuffer in, int length, boolean reachable) {
      if (reachable != length > 0) {
        throw new BadFrameException(
            "a region with a key of %d bytes, expected %s"
                .formatted(length, reachable ? "some" : "none"));
      }
      if (!reachable) {
        return rest(in, LENGTH, 0, 0, "key");
      }
      byte[] key = rest(in, LENGTH + CHECKSUM_BYTES, length, MOST_KEY_BYTES, "key");
      if (checksum(key) != in.getInt(LENGTH)) {
        throw new BadFrameException("the key of a region is garbage: its checksum is wrong");
      }
      return key;
    }
  }

  private static ByteBuffer buffer(byte kind, int more) {
    return ByteBuffer.allocate(LENGTH + more).order(ByteOrder.LITTLE_ENDIAN).put(kind);
  }

  private static int checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return (int) checksum.getValue();
  }

  private static byte[] rest(ByteBuffer in, int at, int length, int most, String what) {
    if (length < 0 || length > most || length != in.capacity() - at) {
      throw new BadFrameException(
          "%s of %d bytes in a notice of %d".formatted(what, length, in.capacity()));
    }
    byte[] bytes = new byte[length];
    in.position(at).get(bytes);
    return bytes;
  }

  /** Reads one; throws {@link BadFrameException}. */
  static Notice decode(byte[] bytes) {
    if (bytes.length < LENGTH) {
      throw new BadFrameException("a notice of " + bytes.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte kind = in.get();
    return switch (kind) {
      case WireUp.KIND -> WireUp.decode(in);
      case Place.KIND -> Place.decode(in);
      case About.WHERE, About.GONE, About.UNUSED -> About.decode(kind, in);
      default -> throw new BadFrameException("a notice of kind " + kind);
    };
  }
}
