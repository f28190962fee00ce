// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The text files of the repository this test was started in, without what the build makes. */
final class Repository {
  private static final Set<String> NOT_OURS = Set.of(".git", "target", ".idea", ".vscode");
  private static final Set<String> SCRIPTS = Set.of("tokamak", "mvnw", "run", "test", "build");

  /** One file: its path in the repository, with forward slashes, and its lines. */
  record TextFile(String path, List<String> lines) {
    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    boolean isJava() {
      return path.endsWith(".java");
    }

    /** Code that only runs in tests. */
    boolean isTest() {
      return path.contains("/src/test/")
          || path.startsWith("testkit/")
          || path.startsWith("concurrency-tests/");
    }
  }

  private final Path root;
  private final List<TextFile> files;

  private Repository(Path root, List<TextFile> files) {
    this.root = root;
    this.files = List.copyOf(files);
  }

  static Repository read() {
    Path root = root();
    List<TextFile> files = new ArrayList<>();
    try {
      Files.walkFileTree(root, new Collector(root, files));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return new Repository(root, files);
  }

  Path resolve(String path) {
    return root.resolve(path);
  }

  List<TextFile> files() {
    return files;
  }

  List<TextFile> java() {
    return files.stream().filter(TextFile::isJava).toList();
  }

  List<TextFile> mainJava() {
    return java().stream().filter(file -> !file.isTest()).toList();
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("mvnw"))) {
      Path parent = here.getParent();
      if (parent == null) {
        throw new IllegalStateException("no mvnw above " + Path.of("").toAbsolutePath());
      }
      here = parent;
    }
    return here;
  }

  private static boolean isText(String name) {
    return name.matches(".*\\.(java|xml|md|py|sh|properties|config|yml|yaml|json)")
        || SCRIPTS.contains(name)
        || name.equals("find-jdk");
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<TextFile> files;

    Collector(Path root, List<TextFile> files) {
      this.root = root;
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return NOT_OURS.contains(String.valueOf(directory.getFileName()))
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile() && isText(String.valueOf(file.getFileName()))) {
        files.add(new TextFile(root.relativize(file).toString(), Files.readAllLines(file)));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
