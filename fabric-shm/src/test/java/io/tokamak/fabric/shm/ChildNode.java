// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.memory.os.MappedFile;
import io.tokamak.testkit.fabric.Party;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A node in a process of its own. It shows one region, whose pointer it prints, answers messages,
 * and writes into the region of a pointer that it was given, over and over.
 */
final class ChildNode implements FabricListener {
  static final long NODE = 900;
  static final long LENGTH = 16 << 20;
  static final int SALT = 3;

  /** The test's clock stands still, so its process says nothing by itself. */
  private static final long PATIENCE_NS = 600_000_000_000L;

  private final MemoryRegion region;
  private final RemotePointer target;
  private long written;

  private ChildNode(MemoryRegion region, RemotePointer target) {
    this.region = region;
    this.target = target;
  }

  /** Arguments: path of its socket, its epoch, and perhaps whom to write to, and where. */
  public static void main(String[] arguments) throws IOException {
    NodeRef self = new NodeRef(NODE, Long.parseLong(arguments[1]));
    ShmOptions options = new ShmOptions(Path.of(arguments[0]), PATIENCE_NS);
    try (Arena arena = Arena.ofShared();
        MappedFile file = MappedFile.anonymous("child");
        ShmFabric fabric = new ShmFabric(self, options, System::nanoTime)) {
      file.truncate(LENGTH);
      MemorySegment memory = file.map(arena, LENGTH, false);
      Party.fill(memory, SALT);
      fabric.share(memory, SharedArena.pathOf(file));
      MemoryRegion region = fabric.register(memory, MemoryRegion.Access.WRITE);
      boolean writes = arguments.length > 2;
      RemotePointer target = writes ? decode(arguments[3]) : region.pointer(0, 0);
      ChildNode node = new ChildNode(region, target);
      System.out.println(encode(region.pointer(0, LENGTH)));
      System.out.println(fabric.address().location());
      if (writes) {
        FabricAddress address = new FabricAddress(ShmFabric.NAME, arguments[2]);
        fabric.connect(NodeRef.ANYBODY, address, System.nanoTime() + 10_000_000_000L);
      }
      while (true) {
        fabric.poll(node);
        fabric.await(10_000_000);
      }
    }
  }

  static String encode(RemotePointer pointer) {
    byte[] bytes = new byte[RemotePointer.LENGTH];
    pointer.write(MemorySegment.ofArray(bytes), 0);
    return HexFormat.of().formatHex(bytes);
  }

  static RemotePointer decode(String hex) {
    return RemotePointer.read(MemorySegment.ofArray(HexFormat.of().parseHex(hex)), 0);
  }

  @Override
  public void connected(Endpoint endpoint) {
    if (endpoint.outgoing()) {
      endpoint.write(region, 0, target, ++written);
      endpoint.write(region, 0, target, ++written);
    }
  }

  @Override
  public void disconnected(Endpoint endpoint, String why) {}

  @Override
  public void received(Endpoint endpoint, MemorySegment message) {
    endpoint.send(message, MemorySegment.NULL);
  }

  @Override
  public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {
    endpoint.write(region, 0, target, ++written);
  }
}
