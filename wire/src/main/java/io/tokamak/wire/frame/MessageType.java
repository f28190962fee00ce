// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.frame;

import io.tokamak.wire.error.ProtocolMismatchException;

/**
 * What a frame says: up to HOLDERS to the store, from GREET on to the manager. A reply carries the
 * type of its request. Codes never change.
 */
public enum MessageType {
  /** Opens a session. */
  HELLO(1, Direction.CALL),
  /** Makes a connection the second one of a session. */
  ATTACH(2, Direction.CALL),
  /** Ends the session in order. */
  GOODBYE(3, Direction.CALL),
  /** Trades the leased extent and the granted entries for new ones. */
  LEASE(4, Direction.CALL),
  /** Creates one object. */
  CREATE(5, Direction.CALL),
  /** Makes an object immutable and visible. */
  SEAL(6, Direction.CALL),
  /** Gives an unsealed object up. */
  ABORT(7, Direction.CALL),
  /** Pins and locates objects, waiting for absent ones. */
  GET(8, Direction.CALL),
  /** Gives back pins that the store keeps on its own books. */
  RELEASE(9, Direction.CALL),
  /** Tells that an object being deleted lost a pin. */
  RELEASED(10, Direction.ONE_WAY),
  /** Tells that the seal ring wants to be drained. */
  DOORBELL(11, Direction.ONE_WAY),
  /** Asks which objects are there and sealed. */
  CONTAINS(12, Direction.CALL),
  /** Lists the objects, a page at a time. */
  LIST(13, Direction.CALL),
  /** Deletes objects, now or at their last release. */
  DELETE(14, Direction.CALL),
  /** Evicts the least recently used objects. */
  EVICT(15, Direction.CALL),
  /** Makes objects the most recently used. */
  TOUCH(16, Direction.CALL),
  /** Keeps objects from eviction. */
  PIN(17, Direction.CALL),
  /** Ends what PIN began. */
  UNPIN(18, Direction.CALL),
  /** Creates and seals a batch of objects, bytes inline. */
  PUT(19, Direction.CALL),
  /** Turns the connection into a stream of EVENTS. */
  SUBSCRIBE(20, Direction.CALL),
  /** Tells a subscriber what was sealed and deleted. */
  EVENTS(21, Direction.PUSH),
  /** Reads the counters. */
  STATS(22, Direction.CALL),
  /** Sets the quota of the session. */
  QUOTA(23, Direction.CALL),
  /** Describes the given objects. */
  INFO(24, Direction.CALL),
  /** Tells who has pinned an object. */
  HOLDERS(25, Direction.CALL),
  /** Opens a connection to the manager. */
  GREET(26, Direction.CALL),
  /** Brings objects to this node. */
  FETCH(27, Direction.CALL),
  /** Has objects brought to this node some time. */
  PREFETCH(28, Direction.CALL),
  /** Has another node fetch objects of this one. */
  PUSH(29, Direction.CALL),
  /** Asks where objects are. */
  LOCATE(30, Direction.CALL),
  /** Lists the nodes, a page at a time. */
  NODES(31, Direction.CALL),
  /** Deletes objects at all nodes that hold them. */
  DELETE_EVERYWHERE(32, Direction.CALL),
  /** Waits until the directory knows what was sealed. */
  PUBLISHED(33, Direction.CALL),
  /** Lists transfers. */
  TRANSFERS(34, Direction.CALL),
  /** Asks what each protocol costs. */
  COSTS(35, Direction.CALL),
  /** Measures what each protocol costs. */
  CALIBRATE(36, Direction.CALL),
  /** Turns the connection into a stream of EVENTS of another node. */
  FOLLOW(37, Direction.CALL),
  /** Asks how the manager is doing. */
  MANAGER_STATUS(38, Direction.CALL),
  /** Has other nodes fetch an object of this one, from one another. */
  BROADCAST(39, Direction.CALL);

  /** Who sends a type and whether an answer comes back. */
  public enum Direction {
    /** Client to node; each gets exactly one reply with the same type and correlation. */
    CALL,
    /** Client to node; never answered. */
    ONE_WAY,
    /** Node to client, unasked, with correlation 0. */
    PUSH
  }

  private static final MessageType[] BY_CODE = byCode();

  private final int code;
  private final Direction direction;

  MessageType(int code, Direction direction) {
    this.code = code;
    this.direction = direction;
  }

  /** The number on the wire, 1 to 255. */
  public int code() {
    return code;
  }

  /** Who sends it. */
  public Direction direction() {
    return direction;
  }

  /**
   * The type with this code. Allocates nothing.
   *
   * @throws ProtocolMismatchException when there is none
   */
  public static MessageType of(int code) {
    if (code < 1 || code > BY_CODE.length) {
      throw ProtocolMismatchException.of("message type", code, "1 to " + BY_CODE.length);
    }
    return BY_CODE[code - 1];
  }

  private static MessageType[] byCode() {
    MessageType[] types = new MessageType[values().length];
    for (MessageType type : values()) {
      types[type.code - 1] = type;
    }
    return types;
  }
}
