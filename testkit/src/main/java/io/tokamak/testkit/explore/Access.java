// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

/** One access of the shared words, as the code under test asked for it. */
record Access(Kind kind, long offset, long first, long second) {

  enum Shape {
    LOAD,
    STORE,
    UPDATE,
    FENCE
  }

  enum Order {
    PLAIN,
    SYNCHRONISED,
    VOLATILE
  }

  enum Kind {
    GET_PLAIN("getPlain", Shape.LOAD, Order.PLAIN),
    GET_ACQUIRE("getAcquire", Shape.LOAD, Order.SYNCHRONISED),
    GET_VOLATILE("getVolatile", Shape.LOAD, Order.VOLATILE),
    GET_INT_PLAIN("getIntPlain", Shape.LOAD, Order.PLAIN),
    PUT_PLAIN("putPlain", Shape.STORE, Order.PLAIN),
    PUT_RELEASE("putRelease", Shape.STORE, Order.SYNCHRONISED),
    PUT_VOLATILE("putVolatile", Shape.STORE, Order.VOLATILE),
    PUT_INT_PLAIN("putIntPlain", Shape.STORE, Order.PLAIN),
    COMPARE_AND_SET("compareAndSet", Shape.UPDATE, Order.VOLATILE),
    GET_AND_SET("getAndSet", Shape.UPDATE, Order.VOLATILE),
    GET_AND_ADD("getAndAdd", Shape.UPDATE, Order.VOLATILE),
    FULL_FENCE("fullFence", Shape.FENCE, Order.VOLATILE);

    final String method;
    final Shape shape;
    final Order order;

    Kind(String method, Shape shape, Order order) {
      this.method = method;
      this.shape = shape;
      this.order = order;
    }

    boolean isInt() {
      return this == GET_INT_PLAIN || this == PUT_INT_PLAIN;
    }
  }

  boolean is(Kind otherKind, long otherOffset, long otherFirst, long otherSecond) {
    return kind == otherKind
        && offset == otherOffset
        && first == otherFirst
        && second == otherSecond;
  }

  Shape shape() {
    return kind.shape;
  }

  /** Offset of the 8-byte word that is touched. */
  long word() {
    return offset & ~7L;
  }

  /** What the access returns when the word holds {@code held}. */
  long resultFrom(long held) {
    return switch (kind) {
      case GET_INT_PLAIN -> (int) (held >>> shift());
      case COMPARE_AND_SET -> held == first ? 1 : 0;
      default -> held;
    };
  }

  /** What the word holds afterwards, when the access stores at all. */
  long storedOver(long held) {
    return switch (kind) {
      case PUT_INT_PLAIN -> {
        long mask = 0xFFFF_FFFFL << shift();
        yield (held & ~mask) | ((first << shift()) & mask);
      }
      case COMPARE_AND_SET -> second;
      case GET_AND_ADD -> held + first;
      default -> first;
    };
  }

  /** Whether the access stores when it finds {@code held}. */
  boolean storesOver(long held) {
    return switch (shape()) {
      case LOAD, FENCE -> false;
      case STORE -> true;
      case UPDATE -> kind != Kind.COMPARE_AND_SET || held == first;
    };
  }

  private int shift() {
    return (int) (offset & 4) * 8;
  }

  /** The access for a person: {@code name} stands for the offset. */
  String describe(String name, long result) {
    return switch (kind) {
      case FULL_FENCE -> kind.method;
      case COMPARE_AND_SET ->
          "%s %s: %s -> %s %s"
              .formatted(
                  kind.method, name, hex(first), hex(second), result == 1 ? "done" : "FAILED");
      case GET_AND_SET, GET_AND_ADD ->
          "%s %s, %s: was %s".formatted(kind.method, name, hex(first), hex(result));
      default ->
          shape() == Shape.LOAD
              ? "%s %s: %s".formatted(kind.method, name, hex(result))
              : "%s %s = %s".formatted(kind.method, name, hex(first));
    };
  }

  private static String hex(long value) {
    return value >= -9 && value <= 9 ? Long.toString(value) : "0x" + Long.toHexString(value);
  }
}
