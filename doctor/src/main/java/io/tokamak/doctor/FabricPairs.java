// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import io.tokamak.doctor.FabricPair.SharedPages;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.shm.ShmFabric;
import io.tokamak.fabric.shm.ShmOptions;
import io.tokamak.fabric.tcp.TcpFabric;
import io.tokamak.fabric.tcp.TcpOptions;
import io.tokamak.fabric.ucx.UcxFabric;
import io.tokamak.fabric.ucx.UcxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pairs of nodes over the fabrics there are. */
final class FabricPairs {
  private static final NodeRef NEAR = new NodeRef(1, 1);
  private static final NodeRef FAR = new NodeRef(2, 1);

  private FabricPairs() {}

  /** Opens one of the two. */
  @FunctionalInterface
  private interface Opener {
    Fabric open(NodeRef self, SharedPages memory) throws IOException;
  }

  /** Over the loopback interface. */
  static FabricPair tcp() throws IOException {
    return pair((self, memory) -> new TcpFabric(self, TcpOptions.loopback(), System::nanoTime));
  }

  /** Over the network cards of this machine, or what UCX has instead. */
  static FabricPair ucx() throws IOException {
    return pair((self, memory) -> new UcxFabric(self, UcxOptions.loopback(), System::nanoTime));
  }

  /** Over memory that both map. */
  static FabricPair shm() throws IOException {
    Path directory = Files.createTempDirectory("tokamak-doctor-");
    try {
      return pair((self, memory) -> shm(directory, self, memory));
    } finally {
      // The sockets in it are removed by those who listen there; nobody needs the name any more.
      directory.toFile().deleteOnExit();
    }
  }

  private static Fabric shm(Path directory, NodeRef self, SharedPages memory) throws IOException {
    Path socket = directory.resolve(self.node() + ".sock");
    ShmFabric fabric = new ShmFabric(self, ShmOptions.at(socket), System::nanoTime);
    fabric.share(memory.mapping(), memory.path());
    return fabric;
  }

  private static FabricPair pair(Opener opener) throws IOException {
    SharedPages memory = new SharedPages();
    try {
      Fabric near = opener.open(NEAR, memory);
      try {
        return new FabricPair(near, opener.open(FAR, memory), memory);
      } catch (IOException | RuntimeException e) {
        near.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      memory.close();
      throw e;
    }
  }
}
