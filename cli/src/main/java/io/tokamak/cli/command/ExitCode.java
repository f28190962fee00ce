// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.node.NodeStartException;
import io.tokamak.wire.error.TokamakException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a command tells the shell. Part of the interface: they stay what they are. */
public enum ExitCode {
  /** It did what it was asked. */
  OK(0, "done"),
  /** Anything that has no number of its own. */
  ERROR(1, "something went wrong; standard error says what"),
  /** The command line makes no sense. */
  USAGE(2, "the command line is wrong"),
  /** An id nobody knows. */
  NOT_FOUND(3, "no such object, or no such node"),
  /** Memory, quota or object table. */
  FULL(4, "no room: store, quota or object table full, or less memory than asked for"),
  /** No node, or it went away. */
  UNREACHABLE(5, "no node on the socket, or it went away"),
  /** It took too long. */
  TIMEOUT(6, "not in time"),
  /** It is there already. */
  EXISTS(7, "there already: the id is taken, or a node runs on the socket"),
  /** The object is not in a state for that. */
  STATE(8, "the object is in use, or not sealed yet");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** The number for the shell. */
  public int number() {
    return number;
  }

  /** The one for an error of the store. */
  static ExitCode of(TokamakException error) {
    return switch (error.code()) {
      case OBJECT_NOT_FOUND -> NOT_FOUND;
      case STORE_FULL, QUOTA_EXCEEDED, TABLE_FULL -> FULL;
      case DISCONNECTED, NODE_LOST, PROTOCOL_MISMATCH -> UNREACHABLE;
      case TIMEOUT -> TIMEOUT;
      case OBJECT_EXISTS -> EXISTS;
      case OBJECT_IN_USE, OBJECT_NOT_SEALED, OBJECT_ALREADY_SEALED -> STATE;
      case INVALID_REQUEST, RELEASED -> ERROR;
    };
  }

  /** The one for a node that cannot start. */
  static ExitCode of(NodeStartException error) {
    return switch (error.reason()) {
      case RUNS_ALREADY -> EXISTS;
      case MEMORY -> FULL;
      case INVALID -> USAGE;
      case MACHINE -> ERROR;
    };
  }

  /** The one that another process ended with. */
  static ExitCode of(int number) {
    return Arrays.stream(values()).filter(code -> code.number == number).findFirst().orElse(ERROR);
  }

  /** What they mean, by number, for the help text. */
  static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (ExitCode code : values()) {
      meanings.put(Integer.toString(code.number), code.meaning);
    }
    return meanings;
  }
}
