// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.demo;

import io.tokamak.wire.ObjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of the demonstration: those given, else the JDK's own and the sources of this project.
 */
final class Samples {
  private static final List<String> OF_THE_JDK =
      List.of("lib/modules", "lib/src.zip", "lib/server/libjvm.so");
  private static final String HOME = "tokamak.home";

  private final List<Sample> all;

  private Samples(List<Sample> all) {
    this.all = List.copyOf(all);
  }

  /** These files; directories stand for the files in them. */
  static Samples given(List<Path> paths) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        samples.addAll(in(path, "files in " + path, ""));
      } else {
        samples.add(sample(path.toString(), path));
      }
    }
    return new Samples(samples);
  }

  /** What is there on every machine that can run this. */
  static Samples usual() throws IOException {
    List<Sample> samples = new ArrayList<>();
    Path jdk = Path.of(System.getProperty("java.home"));
    for (String name : OF_THE_JDK) {
      if (Files.isRegularFile(jdk.resolve(name))) {
        samples.add(sample("JDK " + name, jdk.resolve(name)));
      }
    }
    String home = System.getProperty(HOME, "");
    if (!home.isEmpty()) {
      samples.addAll(in(Path.of(home), "sources of Tokamak", ".java"));
    }
    return new Samples(samples);
  }

  private static List<Sample> in(Path directory, String group, String suffix) throws IOException {
    List<Sample> samples = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(found -> found.toString().endsWith(suffix)).toList()) {
        if (Files.isRegularFile(file)) {
          samples.add(sample(group, file));
        }
      }
    }
    return samples;
  }

  private static Sample sample(String group, Path file) throws IOException {
    return new Sample(group, file, Files.size(file), ObjectId.random());
  }

  List<Sample> all() {
    return all;
  }

  /** In the order of the table: samples of one name are one line. */
  Collection<List<Sample>> groups() {
    Map<String, List<Sample>> groups =
        all.stream()
            .collect(Collectors.groupingBy(Sample::group, LinkedHashMap::new, Collectors.toList()));
    return groups.values();
  }

  long totalLength() {
    return all.stream().mapToLong(Sample::length).sum();
  }
}
