// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.rdma;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A device that speaks verbs, by what the kernel shows of it and its first port. */
public record VerbsDevice(String name) {
  private static final Path DEVICES = Path.of("/sys/class/infiniband");

  /** What a port has done so far. */
  public record Counters(Map<String, Long> values) {
    /** How much one of them has grown since. */
    public long since(Counters before, String counter) {
      return value(counter) - before.value(counter);
    }

    private long value(String counter) {
      Long value = values.get(counter);
      if (value == null) {
        throw new IllegalArgumentException("no counter " + counter + " among " + values.keySet());
      }
      return value;
    }
  }

  /** Such as {@code 4: ACTIVE}. */
  public String state() {
    return read(port().resolve("state"));
  }

  /** What its port has done by now. */
  public Counters counters() {
    try (Stream<Path> files = Files.list(port().resolve("hw_counters"))) {
      Map<String, Long> values = new TreeMap<>();
      files
          .filter(file -> !file.endsWith("lifespan"))
          .forEach(file -> values.put(file.getFileName().toString(), Long.valueOf(read(file))));
      return new Counters(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path port() {
    return DEVICES.resolve(name).resolve("ports/1");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
