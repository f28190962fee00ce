// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import io.tokamak.memory.InsufficientMemoryException;
import io.tokamak.memory.SystemCallException;
import io.tokamak.memory.libc.Errno;
import io.tokamak.memory.libc.FileCalls;
import io.tokamak.memory.libc.MappingCalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A file that lives in memory and is mapped by several processes.
 *
 * <p>It is a file of a memory file system, or an anonymous one (memfd) that others reach through
 * its descriptor. Its length is set first, then ranges of it are {@linkplain #reserve reserved}:
 * only a reserved range may be touched, since a machine out of memory answers a touch with SIGBUS.
 *
 * <p>Thread-safe. Mappings outlive the file object; they end with their arena.
 */
public final class MappedFile implements AutoCloseable {

  private static final int OWNER_ONLY = 0600;

  private final Descriptor descriptor;
  private final String name;

  private MappedFile(int number, String name) {
    this.descriptor = new Descriptor(number);
    this.name = name;
  }

  /**
   * Creates a file that only its owner can open. Its directory should be a {@link
   * PrivateDirectory}.
   *
   * @throws SystemCallException with {@code EEXIST} when there is one already, or the path cannot
   *     be used
   */
  public static MappedFile create(Path file) {
    int flags = FileCalls.O_RDWR | FileCalls.O_CREAT | FileCalls.O_EXCL | FileCalls.O_CLOEXEC;
    return open(file.toString(), flags);
  }

  /**
   * Opens a file, also one of another process by {@code /proc/<pid>/fd/<number>}.
   *
   * @throws SystemCallException when it is not there or not permitted
   */
  public static MappedFile open(Path file, boolean readOnly) {
    int access = readOnly ? FileCalls.O_RDONLY : FileCalls.O_RDWR;
    return open(file.toString(), access | FileCalls.O_CLOEXEC);
  }

  private static MappedFile open(String path, int flags) {
    int number = FileCalls.open(path, flags, OWNER_ONLY);
    if (number < 0) {
      throw Errno.failure("open", -number, path);
    }
    return new MappedFile(number, path);
  }

  /** Creates a file without a path; it goes when the last descriptor and mapping of it goes. */
  public static MappedFile anonymous(String name) {
    int number = FileCalls.memfdCreate(name, FileCalls.MFD_CLOEXEC | FileCalls.MFD_ALLOW_SEALING);
    if (number < 0) {
      throw Errno.failure("memfd_create", -number, name);
    }
    MappedFile file = new MappedFile(number, "memfd:" + name);
    file.restrictToOwner();
    return file;
  }

  /**
   * A memfd is born with mode 0777: whoever receives a read-only descriptor could open it again for
   * writing through /proc.
   */
  private void restrictToOwner() {
    check("fchmod", FileCalls.fchmod(descriptor.number(), OWNER_ONLY), "");
  }

  /** Takes over a descriptor, for instance one received over a {@link UnixSocket}. */
  public static MappedFile adopt(int descriptor) {
    if (descriptor < 0) {
      throw new IllegalArgumentException("not a descriptor: " + descriptor);
    }
    return new MappedFile(descriptor, "descriptor " + descriptor);
  }

  /**
   * Opens the same file again with a descriptor that cannot write, to be handed to others. The
   * kernel enforces it, unless the receiver may open the file itself.
   */
  public MappedFile reopenReadOnly() {
    descriptor.enterOpen(name);
    try {
      String own = "/proc/self/fd/" + descriptor.number();
      int number = FileCalls.open(own, FileCalls.O_RDONLY | FileCalls.O_CLOEXEC, 0);
      return new MappedFile((int) check("open", number, "read-only"), name + " (read-only)");
    } finally {
      descriptor.leave();
    }
  }

  /** Length in bytes. */
  public long lengthBytes() {
    descriptor.enterOpen(name);
    try {
      return check("lseek", FileCalls.length(descriptor.number()), "");
    } finally {
      descriptor.leave();
    }
  }

  /** Sets the length; takes no memory yet. Shrinking under a mapping makes touching it fatal. */
  public void truncate(long lengthBytes) {
    descriptor.enterOpen(name);
    try {
      int result = FileCalls.ftruncate(descriptor.number(), lengthBytes);
      check("ftruncate", result, "length " + lengthBytes);
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Makes sure that no process can ever change the length of an anonymous file, since a shorter
   * file would kill everybody who has it mapped. Files with a path cannot be protected this way.
   */
  public void sealLength() {
    descriptor.enterOpen(name);
    try {
      int result =
          FileCalls.fcntl(descriptor.number(), FileCalls.F_ADD_SEALS, FileCalls.F_SEAL_LENGTH);
      check("fcntl", result, "F_ADD_SEALS");
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Backs a range with memory, zeroed where it had none: about 0.5 s per GiB. Reserve large ranges
   * in steps.
   *
   * @throws InsufficientMemoryException when the file system or the machine has not that much; the
   *     range then holds no more memory than before
   */
  public void reserve(long offset, long lengthBytes) {
    descriptor.enterOpen(name);
    try {
      int result = retriedFallocate(offset, lengthBytes);
      if (result == -Errno.ENOSPC || result == -Errno.ENOMEM || result == -Errno.EFBIG) {
        throw insufficient(lengthBytes);
      }
      check("fallocate", result, "offset " + offset + ", length " + lengthBytes);
    } finally {
      descriptor.leave();
    }
  }

  private int retriedFallocate(long offset, long lengthBytes) {
    int result;
    do {
      result = FileCalls.fallocate(descriptor.number(), offset, lengthBytes);
    } while (result == -Errno.EINTR);
    return result;
  }

  private InsufficientMemoryException insufficient(long lengthBytes) {
    return new InsufficientMemoryException(
        "reserve memory for " + name,
        lengthBytes,
        availableBytes(),
        "Ask for less, free memory, or enlarge the file system"
            + " (mount -o remount,size=... ; docker run --shm-size=...).");
  }

  /**
   * Bytes that can still be reserved: what the file system has left, and for a memory file system
   * no more than the machine and the control group have left. A snapshot.
   */
  public long availableBytes() {
    descriptor.enterOpen(name);
    try {
      long free = check("fstatvfs", FileCalls.availableBytes(descriptor.number()), "");
      return fileSystem() == FileSystemKind.TMPFS
          ? Math.min(free, SystemMemory.ofThisMachine().availableBytes())
          : free;
    } finally {
      descriptor.leave();
    }
  }

  /** The kind of file system the file lives in. */
  public FileSystemKind fileSystem() {
    descriptor.enterOpen(name);
    try {
      long magic = FileCalls.fileSystemMagic(descriptor.number());
      return FileSystemKind.ofMagic(check("fstatfs", magic, ""));
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Whether memory of this file comes in huge pages, as far as the kernel tells: hugetlbfs, or
   * tmpfs mounted {@code huge=always}. False when it cannot be known.
   */
  public boolean hugePages() {
    descriptor.enterOpen(name);
    try {
      return HugePages.detect(fileSystem(), Path.of("/proc/self/fd/" + descriptor.number()));
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Maps the first {@code lengthBytes} bytes; unmapped when {@code arena} closes.
   *
   * @throws IllegalArgumentException when the file is shorter: touching the rest would be fatal
   * @throws InsufficientMemoryException when there is no address space for it
   */
  public MemorySegment map(Arena arena, long lengthBytes, boolean readOnly) {
    descriptor.enterOpen(name);
    try {
      requireLength(lengthBytes);
      long address = mmap(lengthBytes, readOnly);
      MemorySegment mapping = bind(arena, address, lengthBytes);
      return readOnly ? mapping.asReadOnly() : mapping;
    } finally {
      descriptor.leave();
    }
  }

  private void requireLength(long lengthBytes) {
    long found = lengthBytes();
    if (lengthBytes <= 0 || lengthBytes > found) {
      throw new IllegalArgumentException(
          "cannot map %d bytes of %s, which has %d".formatted(lengthBytes, name, found));
    }
  }

  private long mmap(long lengthBytes, boolean readOnly) {
    int protection = MappingCalls.PROT_READ | (readOnly ? 0 : MappingCalls.PROT_WRITE);
    long hint = HugePages.alignedAddress(lengthBytes);
    long address = MappingCalls.mmap(hint, descriptor.number(), lengthBytes, protection);
    if (address == -Errno.ENOMEM) {
      throw new InsufficientMemoryException(
          "map " + name, lengthBytes, availableBytes(), "Raise `ulimit -v` or map less.");
    }
    return check("mmap", address, "length " + lengthBytes + (readOnly ? ", read-only" : ""));
  }

  @SuppressWarnings("restricted") // the address and length are those that mmap just gave
  private static MemorySegment bind(Arena arena, long address, long lengthBytes) {
    try {
      return MemorySegment.ofAddress(address)
          .reinterpret(
              lengthBytes, arena, mapping -> MappingCalls.munmap(mapping.address(), lengthBytes));
    } catch (RuntimeException arenaUnusable) {
      MappingCalls.munmap(address, lengthBytes);
      throw arenaUnusable;
    }
  }

  /** Which file this is, to be compared with what another process says of it. */
  public FileIdentity identity() throws IOException {
    descriptor.enterOpen(name);
    try {
      return FileIdentity.of(Path.of("/proc/self/fd/" + descriptor.number()));
    } finally {
      descriptor.leave();
    }
  }

  /**
   * The descriptor number, to be passed to another process. It stays owned by this object, which
   * must not be closed meanwhile.
   */
  public int descriptor() {
    return descriptor.number();
  }

  /** Closes the descriptor; mappings stay. Further calls do nothing. */
  @Override
  public void close() {
    descriptor.close();
  }

  @Override
  public String toString() {
    return "MappedFile[" + name + "]";
  }

  private long check(String call, long result, String arguments) {
    if (result < 0) {
      String where = arguments.isEmpty() ? name : name + ", " + arguments;
      throw Errno.failure(call, (int) -result, where);
    }
    return result;
  }
}
