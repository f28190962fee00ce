// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.memory.os.MappedFile;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which memory peers can get at, and how long they keep it. */
final class SharedFileTest {
  private static final long LENGTH = 4096;

  private static MemorySegment map(Path path, Arena arena) {
    try (MappedFile file = MappedFile.create(path)) {
      file.truncate(LENGTH);
      return file.map(arena, LENGTH, false);
    }
  }

  /** How often a file is mapped by this process, whether it still has a name or not. */
  private static long mappings(Path path) throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.filter(line -> line.contains(path.toString())).count();
    }
  }

  @Test
  void shouldRegisterForPeersOnlyWhatTheyCanMap() throws IOException {
    ShmWorld world = new ShmWorld();
    Path path = world.directory().resolve("file");
    try (world;
        Arena arena = Arena.ofConfined()) {
      ShmFabric fabric = world.fabric(0);
      MemorySegment mapping = map(path, arena);
      for (Access access : new Access[] {Access.READ, Access.WRITE}) {
        assertThatThrownBy(() -> fabric.register(mapping, access))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("lies in no file");
      }
      fabric.register(mapping, Access.LOCAL).close();
      fabric.share(mapping.asSlice(0, LENGTH / 2), path);
      fabric.register(mapping.asSlice(LENGTH / 2 - 8, 8), Access.WRITE).close();
      assertThatThrownBy(() -> fabric.register(mapping.asSlice(LENGTH / 2 - 7, 8), Access.READ))
          .hasMessageContaining("lies in no file");
      Files.delete(path);
    }
  }

  @Test
  void shouldRefuseWhatIsNoFile() throws IOException {
    try (ShmWorld world = new ShmWorld()) {
      ShmFabric fabric = world.fabric(0);
      MemorySegment memory = Arena.global().allocate(LENGTH);
      Path nowhere = world.directory().resolve("nowhere");
      Path endless = Path.of("/" + "x".repeat(TableLayout.PATH_BYTES));

      assertThatThrownBy(() -> fabric.share(memory, nowhere))
          .isInstanceOf(NoSuchFileException.class);
      assertThatThrownBy(() -> fabric.share(memory, endless)).hasMessageContaining("473 bytes");
      assertThatThrownBy(() -> fabric.share(MemorySegment.NULL, nowhere))
          .hasMessageContaining("not a mapping");
      assertThatThrownBy(() -> fabric.share(MemorySegment.ofArray(new byte[8]), nowhere))
          .hasMessageContaining("not a mapping");
    }
  }

  @Test
  void shouldShareAsManyFilesAsTheTableHas() throws IOException {
    ShmWorld world = new ShmWorld();
    Path path = world.directory().resolve("file");
    try (world;
        Arena arena = Arena.ofConfined()) {
      MemorySegment mapping = map(path, arena);
      ShmFabric fabric = world.fabric(0);
      SharedFile first = fabric.share(mapping, path);
      for (int i = 1; i < TableLayout.FILES; i++) {
        fabric.share(mapping, path);
      }
      assertThatThrownBy(() -> fabric.share(mapping, path)).hasMessageContaining("256 files");
      first.close();
      first.close();
      assertThat(fabric.share(mapping, path).number()).isGreaterThan(TableLayout.FILES);
      Files.delete(path);
    }
  }

  @Test
  void shouldRegisterAsManyRegionsAsTheTableHas() throws IOException {
    try (ShmWorld world = new ShmWorld()) {
      MemorySegment memory = Arena.global().allocate(8);
      MemoryRegion last = world.fabric(0).register(memory, Access.LOCAL);
      for (int i = 1; i < TableLayout.REGIONS; i++) {
        last = world.fabric(0).register(memory, Access.LOCAL);
      }
      assertThatThrownBy(() -> world.fabric(0).register(memory, Access.LOCAL))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("8192 regions");
      last.close();
      world.fabric(0).register(memory, Access.LOCAL);
    }
  }

  /** Peers use the file without a name, too, and unmap it when it is shared no more. */
  @Test
  void shouldOutliveItsNameAndEndWithItsSharing() throws IOException {
    ShmWorld world = new ShmWorld();
    Path path = world.directory().resolve("file");
    try (Scene scene = new Scene(world);
        Arena arena = Arena.ofConfined()) {
      Party near = scene.party(0);
      MemorySegment mapping = map(path, arena);
      SharedFile shared = world.fabric(1).share(mapping, path);
      MemoryRegion region = world.fabric(1).register(mapping, Access.WRITE);
      var endpoint = scene.link(near, scene.party(1)).near();
      long mapped = mappings(path);
      Files.delete(path);
      long token = near.token();
      endpoint.fetchAdd(region.pointer(8, 8), 5, token);
      scene.untilCompleted(near, token);

      assertThat(near.status(token)).isEqualTo(OperationStatus.DONE);
      assertThat(mapping.get(ValueLayout.JAVA_LONG, 8)).isEqualTo(5);
      assertThatThrownBy(shared::close).hasMessageContaining("1 regions of this file");
      assertThat(mappings(path)).as("mapped to read, and then to write").isEqualTo(mapped + 1);
      region.close();
      shared.close();
      scene.untilInTime("peers unmap it", () -> own(path) == 1);
    }
  }

  private static long own(Path path) {
    try {
      return mappings(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Nothing is left mapped of a peer that is gone. */
  @Test
  void shouldUnmapEverythingWhenTheConnectionEnds() throws IOException {
    ShmWorld world = new ShmWorld();
    Path path = world.directory().resolve("file");
    try (Scene scene = new Scene(world);
        Arena arena = Arena.ofConfined()) {
      MemorySegment mapping = map(path, arena);
      world.fabric(1).share(mapping, path);
      for (int i = 0; i < 10; i++) {
        Scene.Link link = scene.link(scene.party(0), scene.party(1));
        (i % 2 == 0 ? link.near() : link.far()).close("enough");
        scene.until("both ends", () -> scene.party(1).disconnected().containsKey(link.far()));
        scene.until("both ends", () -> scene.party(0).disconnected().containsKey(link.near()));
      }
      scene.until("peers unmap it", () -> own(path) == 1);
      scene.until("tables, too", () -> own(world.directory().resolve("1.sock.table")) == 1);
      Files.delete(path);
    }
  }

  /** Memory that is read-only here cannot be read into. */
  @Test
  void shouldRefuseToReadIntoMemoryThatIsReadOnly() throws IOException {
    try (Scene scene = new Scene(new ShmWorld())) {
      Party near = scene.party(0);
      var endpoint = scene.link(near, scene.party(1)).near();
      MemoryRegion source = scene.party(1).memory(64, Access.READ);
      MemorySegment memory = Arena.global().allocate(64).asReadOnly();
      MemoryRegion local = near.fabric().register(memory, Access.LOCAL);

      assertThatThrownBy(() -> endpoint.read(local, 0, source.pointer(0, 8), near.token()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("read-only");
    }
  }
}
