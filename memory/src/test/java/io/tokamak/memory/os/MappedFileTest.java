// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tokamak.memory.InsufficientMemoryException;
import io.tokamak.memory.SystemCallException;
import io.tokamak.memory.libc.Errno;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedFileTest {

  private static final long LENGTH = 1 << 20;

  @TempDir(factory = MemoryDirectory.class)
  Path directory;

  private MappedFile reserved() {
    MappedFile file = MappedFile.create(directory.resolve("segment"));
    file.truncate(LENGTH);
    file.reserve(0, LENGTH);
    return file;
  }

  @Test
  void shouldShareBytesBetweenMappings() {
    try (MappedFile file = reserved();
        MappedFile again = MappedFile.open(directory.resolve("segment"), false);
        Arena arena = Arena.ofConfined()) {
      MemorySegment one = file.map(arena, LENGTH, false);
      MemorySegment other = again.map(arena, LENGTH, false);
      one.set(JAVA_INT, LENGTH - 4, 42);
      assertThat(other.get(JAVA_INT, LENGTH - 4)).isEqualTo(42);
    }
  }

  @Test
  void shouldCreateFilesOnlyTheOwnerCanOpen() throws IOException {
    try (MappedFile file = reserved()) {
      assertThat(file.lengthBytes()).isEqualTo(LENGTH);
      assertThat(permissions(directory.resolve("segment"))).isEqualTo("rw-------");
    }
  }

  @Test
  void shouldCreateAnonymousFilesOnlyTheOwnerCanReopen() throws IOException {
    try (MappedFile file = MappedFile.anonymous("test")) {
      assertThat(permissions(proc(file))).isEqualTo("rw-------");
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Path proc(MappedFile file) {
    return Path.of("/proc/self/fd/" + file.descriptor());
  }

  @Test
  void shouldNotTakeOverAnExistingFile() {
    try (MappedFile file = reserved()) {
      SystemCallException refused = catchThrowableOfType(SystemCallException.class, this::reserved);
      assertThat(refused.errno()).isEqualTo(Errno.EEXIST);
      assertThat(refused).hasMessageContaining("open(" + directory).hasMessageContaining("EEXIST");
      assertThat(file.lengthBytes()).isEqualTo(LENGTH);
    }
  }

  @Test
  void shouldNotFollowALinkWhenCreating() throws IOException {
    Files.createSymbolicLink(directory.resolve("segment"), directory.resolve("elsewhere"));
    assertThatThrownBy(this::reserved).isInstanceOf(SystemCallException.class);
    assertThat(directory.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void shouldRefuseMoreThanTheFileSystemHasAndLeaveNothingBehind() throws Exception {
    long total = Files.getFileStore(directory).getTotalSpace();
    assertThat(total).as("limit of /dev/shm").isPositive();
    long asked = total + LENGTH;
    try (MappedFile file = MappedFile.create(directory.resolve("segment"))) {
      file.truncate(asked);
      InsufficientMemoryException refused =
          catchThrowableOfType(InsufficientMemoryException.class, () -> file.reserve(0, asked));
      assertThat(refused.askedBytes()).isEqualTo(asked);
      assertThat(refused.availableBytes()).isPositive().isLessThanOrEqualTo(total);
      assertThat(refused)
          .hasMessageContaining(Long.toString(asked))
          .hasMessageContaining(Long.toString(refused.availableBytes()))
          .hasMessageContaining(directory.toString());
      assertThat(blocks(directory.resolve("segment"))).isZero();
    }
  }

  @Test
  void shouldTakeMemoryOnlyWhenReserved() throws Exception {
    try (MappedFile file = MappedFile.create(directory.resolve("segment"))) {
      file.truncate(LENGTH);
      assertThat(blocks(directory.resolve("segment"))).isZero();
      file.reserve(LENGTH / 2, LENGTH / 4);
      assertThat(blocks(directory.resolve("segment")) * 512).isEqualTo(LENGTH / 4);
    }
  }

  private static long blocks(Path file) throws IOException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    return Long.parseLong(stat.inputReader().readLine());
  }

  @Test
  void shouldNotOfferMoreThanTheMachineHas() {
    try (MappedFile file = MappedFile.anonymous("unlimited")) {
      long machine = SystemMemory.ofThisMachine().availableBytes();
      assertThat(file.availableBytes()).isPositive().isLessThan(2 * machine);
    }
  }

  @Test
  void shouldNotMapBeyondTheEndOfTheFile() {
    try (MappedFile file = reserved();
        Arena arena = Arena.ofConfined()) {
      assertThatThrownBy(() -> file.map(arena, LENGTH + 1, true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Long.toString(LENGTH + 1))
          .hasMessageContaining(Long.toString(LENGTH));
    }
  }

  @Test
  void shouldKeepMappingsWhenTheFileIsClosedAndEndThemWithTheirArena() {
    MappedFile file = reserved();
    Arena arena = Arena.ofConfined();
    MemorySegment mapping = file.map(arena, LENGTH, false);
    file.close();
    mapping.set(JAVA_INT, 0, 7);
    assertThat(mapping.get(JAVA_INT, 0)).isEqualTo(7);
    arena.close();
    assertThatThrownBy(() -> mapping.get(JAVA_INT, 0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldUnmapWhenTheArenaCloses() throws IOException {
    try (MappedFile file = reserved()) {
      try (Arena arena = Arena.ofConfined()) {
        file.map(arena, LENGTH, true);
        assertThat(mappings()).contains(directory.toString());
      }
      assertThat(mappings()).doesNotContain(directory.toString());
    }
  }

  private static String mappings() throws IOException {
    return Files.readString(Path.of("/proc/self/maps"));
  }

  @Test
  void shouldUnmapAtOnceWhenTheArenaIsAlreadyClosed() throws IOException {
    Arena arena = Arena.ofConfined();
    arena.close();
    try (MappedFile file = reserved()) {
      assertThatThrownBy(() -> file.map(arena, LENGTH, true))
          .isInstanceOf(IllegalStateException.class);
      assertThat(mappings()).doesNotContain(directory.toString());
    }
  }

  @Test
  void shouldGiveReadOnlyViewsOfReadOnlyMappings() {
    try (MappedFile file = reserved();
        Arena arena = Arena.ofConfined()) {
      MemorySegment view = file.map(arena, LENGTH, true);
      assertThatThrownBy(() -> view.set(JAVA_INT, 0, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldReopenWithADescriptorThatCannotWrite() {
    try (MappedFile file = reserved();
        MappedFile readOnly = file.reopenReadOnly();
        Arena arena = Arena.ofConfined()) {
      file.map(arena, LENGTH, false).set(JAVA_INT, 0, 99);
      assertThat(readOnly.map(arena, LENGTH, true).get(JAVA_INT, 0)).isEqualTo(99);
      SystemCallException refused =
          catchThrowableOfType(SystemCallException.class, () -> readOnly.map(arena, LENGTH, false));
      assertThat(refused.errno()).isEqualTo(Errno.EACCES);
      assertThatThrownBy(() -> readOnly.truncate(0)).isInstanceOf(SystemCallException.class);
    }
  }

  @Test
  void shouldForbidChangingTheLengthOfASealedFile() {
    try (MappedFile file = MappedFile.anonymous("sealed")) {
      file.truncate(LENGTH);
      file.sealLength();
      SystemCallException refused =
          catchThrowableOfType(SystemCallException.class, () -> file.truncate(0));
      assertThat(refused.errno()).isEqualTo(Errno.EPERM);
      file.reserve(0, LENGTH);
      assertThat(file.lengthBytes()).isEqualTo(LENGTH);
    }
  }

  @Test
  void shouldBeOpenedByAnotherProcessThroughProc() throws Exception {
    try (MappedFile file = MappedFile.anonymous("shared");
        Arena arena = Arena.ofConfined()) {
      file.truncate(LENGTH);
      file.map(arena, LENGTH, false).set(JAVA_INT, 0, 4711);
      String path = "/proc/" + ProcessHandle.current().pid() + "/fd/" + file.descriptor();
      try (ChildJvm child = ChildJvm.start("read-first-int", path)) {
        assertThat(child.line()).isEqualTo("4711");
      }
    }
  }

  @Test
  void shouldTellTheKindOfFileSystem() {
    try (MappedFile inMemory = reserved();
        MappedFile anonymous = MappedFile.anonymous("test");
        MappedFile other = MappedFile.open(Path.of("/proc/self/status"), true)) {
      assertThat(inMemory.fileSystem()).isEqualTo(FileSystemKind.TMPFS);
      assertThat(anonymous.fileSystem()).isEqualTo(FileSystemKind.TMPFS);
      assertThat(other.fileSystem()).isEqualTo(FileSystemKind.OTHER);
      assertThat(other.hugePages()).isFalse();
    }
  }

  @Test
  void shouldNeverCloseADescriptorNumberTwice() {
    MappedFile first = reserved();
    int number = first.descriptor();
    first.close();
    try (MappedFile second = MappedFile.open(directory.resolve("segment"), true)) {
      first.close();
      assertThat(second.lengthBytes()).isEqualTo(LENGTH);
      assertThatThrownBy(first::lengthBytes)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
    assertThat(number).isNotNegative();
  }

  @Test
  void shouldNotAdoptWhatIsNotADescriptor() {
    assertThatThrownBy(() -> MappedFile.adopt(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldTellWhichFileItIsWhateverLeadsToIt() throws IOException {
    Path path = directory.resolve("segment");
    try (MappedFile file = reserved();
        MappedFile again = MappedFile.open(path, true);
        MappedFile anonymous = MappedFile.anonymous("test")) {
      assertThat(again.identity()).isEqualTo(file.identity()).isEqualTo(FileIdentity.of(path));
      assertThat(anonymous.identity())
          .isEqualTo(FileIdentity.of(proc(anonymous)))
          .isNotEqualTo(file.identity());
    }
  }
}
