// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

/** How the bytes of an object get from its holder to this node. Codes never change. */
public enum Protocol {
  /** The holder sends chunks of 4 KiB, one a turn: what the thesis started from. */
  SOCKET_4K(1, "socket4k"),
  /** The holder sends chunks of 1 MiB. */
  SOCKET(2, "socket"),
  /** Two-sided: the bytes ride in the holder's answer, from buffer to buffer. */
  EAGER(3, "eager"),
  /** One-sided: the holder pins and answers with a pointer, this node reads. */
  RENDEZVOUS(4, "rendezvous"),
  /** One-sided, and nobody is asked: the directory's pointer is read. */
  DIRECT(5, "direct");

  private final int code;
  private final String label;

  Protocol(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** What people call it. */
  public String label() {
    return label;
  }
}
