// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Stream sockets. Results below zero are negated error numbers. */
public final class SocketCalls {

  public static final int AF_UNIX = 1;
  public static final int MSG_DONTWAIT = 0x40;
  public static final int MSG_NOSIGNAL = 0x4000;
  public static final int MSG_CMSG_CLOEXEC = 0x40000000;
  public static final int SHUT_RDWR = 2;
  public static final int SHUT_WR = 1;
  public static final int SO_PEERCRED = 17;
  public static final int SO_RCVTIMEO = 20;
  public static final int SO_SNDTIMEO = 21;

  public static final int IPPROTO_TCP = 6;
  public static final int TCP_CORK = 3;
  public static final int TCP_CONGESTION = 13;

  private static final int SOCK_STREAM_CLOEXEC = 1 | 0x80000;
  private static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;

  private static final MethodHandle SOCKET =
      Linkage.call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle BIND = ofAddress("bind");
  private static final MethodHandle CONNECT = ofAddress("connect");
  private static final MethodHandle LISTEN = ofDescriptorAndInt("listen");
  private static final MethodHandle SHUTDOWN = ofDescriptorAndInt("shutdown");
  private static final MethodHandle ACCEPT4 =
      Linkage.call(
          "accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle SEND = ofBytes("send");
  private static final MethodHandle RECV = ofBytes("recv");
  private static final MethodHandle SENDMSG = ofMessage("sendmsg");
  private static final MethodHandle RECVMSG = ofMessage("recvmsg");
  private static final MethodHandle SETSOCKOPT =
      Linkage.call(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle GETSOCKNAME = ofWantedAddress("getsockname");
  private static final MethodHandle GETPEERNAME = ofWantedAddress("getpeername");
  private static final MethodHandle GETSOCKOPT =
      Linkage.call(
          "getsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

  private SocketCalls() {}

  private static MethodHandle ofAddress(String name) {
    return Linkage.call(name, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  }

  private static MethodHandle ofWantedAddress(String name) {
    return Linkage.call(name, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  }

  private static MethodHandle ofDescriptorAndInt(String name) {
    return Linkage.call(name, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  }

  private static MethodHandle ofBytes(String name) {
    return Linkage.call(
        name, FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  }

  private static MethodHandle ofMessage(String name) {
    return Linkage.call(name, FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  }

  /** A new unix stream socket. */
  public static int unixStreamSocket() {
    CallState state = CallState.current();
    try {
      return state.result((int) SOCKET.invokeExact(state.errno, AF_UNIX, SOCK_STREAM_CLOEXEC, 0));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Gives a socket its address. */
  public static int bind(int socket, MemorySegment address) {
    CallState state = CallState.current();
    try {
      return state.result(
          (int) BIND.invokeExact(state.errno, socket, address, (int) address.byteSize()));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Connects to an address. */
  public static int connect(int socket, MemorySegment address) {
    CallState state = CallState.current();
    try {
      return state.result(
          (int) CONNECT.invokeExact(state.errno, socket, address, (int) address.byteSize()));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Starts to take connections. */
  public static int listen(int socket, int backlog) {
    CallState state = CallState.current();
    try {
      return state.result((int) LISTEN.invokeExact(state.errno, socket, backlog));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** The next connection's descriptor. */
  public static int accept(int socket) {
    CallState state = CallState.current();
    try {
      return state.result(
          (int)
              ACCEPT4.invokeExact(
                  state.errno, socket, MemorySegment.NULL, MemorySegment.NULL, SOCK_CLOEXEC));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Ends the conversation in both directions and wakes whoever waits on the socket. */
  public static int shutdown(int socket) {
    return shutdown(socket, SHUT_RDWR);
  }

  /** Ends one direction: the peer receives what was sent before, then the end. */
  public static int shutdownOutput(int socket) {
    return shutdown(socket, SHUT_WR);
  }

  private static int shutdown(int socket, int how) {
    CallState state = CallState.current();
    try {
      return state.result((int) SHUTDOWN.invokeExact(state.errno, socket, how));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Sends up to {@code lengthBytes}; returns how many were taken. No allocation. */
  public static long send(int socket, MemorySegment bytes, long lengthBytes, int flags) {
    CallState state = CallState.current();
    try {
      return state.result((long) SEND.invokeExact(state.errno, socket, bytes, lengthBytes, flags));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Receives up to {@code lengthBytes}; 0 at the end of the stream. No allocation. */
  public static long recv(int socket, MemorySegment bytes, long lengthBytes, int flags) {
    CallState state = CallState.current();
    try {
      return state.result((long) RECV.invokeExact(state.errno, socket, bytes, lengthBytes, flags));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Sends what a {@code struct msghdr} describes. */
  public static long sendmsg(int socket, MemorySegment message, int flags) {
    CallState state = CallState.current();
    try {
      return state.result((long) SENDMSG.invokeExact(state.errno, socket, message, flags));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Receives into what a {@code struct msghdr} describes. */
  public static long recvmsg(int socket, MemorySegment message, int flags) {
    CallState state = CallState.current();
    try {
      return state.result((long) RECVMSG.invokeExact(state.errno, socket, message, flags));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Sets how long a blocking call may wait; 0 means without limit. */
  public static int setTimeout(int socket, int option, int timeoutMs) {
    CallState state = CallState.current();
    MemorySegment timeval = state.scratch.asSlice(0, 16);
    timeval.set(JAVA_LONG, 0, timeoutMs / 1000);
    timeval.set(JAVA_LONG, 8, timeoutMs % 1000 * 1000L);
    try {
      return state.result(
          (int) SETSOCKOPT.invokeExact(state.errno, socket, SOL_SOCKET, option, timeval, 16));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** The address of this end of a socket, as far as {@code address} has room for it. */
  public static int localAddress(int socket, MemorySegment address) {
    CallState state = CallState.current();
    MemorySegment length = lengthOf(address, state);
    try {
      return state.result((int) GETSOCKNAME.invokeExact(state.errno, socket, address, length));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** The address of the other end of a socket, as far as {@code address} has room for it. */
  public static int peerAddress(int socket, MemorySegment address) {
    CallState state = CallState.current();
    MemorySegment length = lengthOf(address, state);
    try {
      return state.result((int) GETPEERNAME.invokeExact(state.errno, socket, address, length));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Reads an option of sockets of all kinds, which fills {@code value} exactly. */
  public static int getOption(int socket, int option, MemorySegment value) {
    return getOption(socket, SOL_SOCKET, option, value);
  }

  /** Reads an option of a protocol, as far as {@code value} has room for it. */
  public static int getOption(int socket, int level, int option, MemorySegment value) {
    CallState state = CallState.current();
    MemorySegment length = lengthOf(value, state);
    try {
      return state.result(
          (int) GETSOCKOPT.invokeExact(state.errno, socket, level, option, value, length));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Sets an option of a protocol. */
  public static int setOption(int socket, int level, int option, MemorySegment value) {
    CallState state = CallState.current();
    try {
      return state.result(
          (int)
              SETSOCKOPT.invokeExact(
                  state.errno, socket, level, option, value, (int) value.byteSize()));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  private static MemorySegment lengthOf(MemorySegment value, CallState state) {
    MemorySegment length = state.scratch.asSlice(0, 4);
    length.set(JAVA_INT, 0, (int) value.byteSize());
    return length;
  }
}
