// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a server that speaks in text wants to be asked, and what it answers when all is well.
 *
 * @param set makes the request for values of so many bytes
 * @param exists null when it cannot be asked whether an object is there without getting it
 * @param valueMark first byte of the line before a value, which ends with the value's length
 * @param afterValueLength bytes that follow a value
 */
record TextProtocol(
    IntFunction<Request> set,
    String stored,
    Request get,
    char valueMark,
    int afterValueLength,
    @Nullable Request exists,
    String present,
    Request delete,
    String deleted) {

  /** Redis, in its own protocol (RESP): SET, GET, EXISTS, DEL. */
  static TextProtocol redis() {
    return new TextProtocol(
        size -> Request.of("*3\r\n$3\r\nSET\r\n$40\r\n", "\r\n$" + size + "\r\n", size, "\r\n"),
        "+OK\r\n",
        Request.of("*2\r\n$3\r\nGET\r\n$40\r\n", "\r\n"),
        '$',
        "\r\n".length(),
        Request.of("*2\r\n$6\r\nEXISTS\r\n$40\r\n", "\r\n"),
        ":1\r\n",
        Request.of("*2\r\n$3\r\nDEL\r\n$40\r\n", "\r\n"),
        ":1\r\n");
  }

  /** memcached, in its text protocol: set, get, delete. */
  static TextProtocol memcached() {
    return new TextProtocol(
        size -> Request.of("set ", " 0 0 " + size + "\r\n", size, "\r\n"),
        "STORED\r\n",
        Request.of("get ", "\r\n"),
        'V',
        "\r\nEND\r\n".length(),
        null,
        "",
        Request.of("delete ", "\r\n"),
        "DELETED\r\n");
  }
}
