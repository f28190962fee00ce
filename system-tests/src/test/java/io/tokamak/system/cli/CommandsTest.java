// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.node.Node;
import io.tokamak.node.NodeConfig;
import io.tokamak.node.NodeConfig.MemoryPlace;
import io.tokamak.system.cli.Cli.Result;
import io.tokamak.wire.ObjectId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on objects, against one node that is empty before each test. */
final class CommandsTest {
  private static final String TEXT = "some bytes, and an ä";

  @TempDir private static Path home;
  private static Node node;
  private static Cli cli;

  @TempDir private Path directory;

  @BeforeAll
  static void startNode() {
    node =
        Node.start(
            NodeConfig.of(home.resolve("store.sock"), 4 << 20)
                .withPlace(new MemoryPlace.Anonymous()));
    cli = new Cli(node.socket());
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @AfterEach
  void emptyNode() {
    try (ObjectStoreClient client = Tokamak.connect(node.socket())) {
      client.delete(client.list().stream().map(object -> object.id()).toList());
    }
  }

  private String file(String contents) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "file", ""), contents).toString();
  }

  private String put(String name) throws IOException {
    return cli.ok("put", "--name", name, file(TEXT)).substring(0, 40);
  }

  @Test
  void shouldPutFilesAndPrintTheirIds() throws IOException {
    String first = file("first");
    String second = file("second");

    String lines = cli.ok("put", first, second);

    assertThat(lines)
        .matches("[0-9a-f]{40}  \\Q" + first + "\\E\n[0-9a-f]{40}  \\Q" + second + "\\E\n");
    String id = lines.lines().toList().getLast().substring(0, 40);
    Path copy = directory.resolve("copy");
    cli.ok("get", id, "-o", copy.toString());
    assertThat(copy).hasContent("second");
  }

  @Test
  void shouldPutWhatTellsItsLengthOnlyAtItsEnd() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<Path> writer =
        CompletableFuture.supplyAsync(() -> writeTo(pipe, "through a pipe"));

    cli.ok("put", "--name", "pipe", pipe.toString());
    cli.ok("put", "--name", "proc", "/proc/version");
    cli.ok("put", "--name", "empty", file(""));

    assertThat(writer.get(30, TimeUnit.SECONDS)).isEqualTo(pipe);
    Path copy = directory.resolve("copy");
    cli.ok("get", "name:pipe", "-o", copy.toString());
    assertThat(copy).hasContent("through a pipe");
    cli.ok("get", "name:proc", "-o", copy.toString());
    assertThat(copy).hasBinaryContent(Files.readAllBytes(Path.of("/proc/version")));
    cli.ok("get", "name:empty", "-o", copy.toString());
    assertThat(copy).isEmptyFile();
  }

  private static Path writeTo(Path pipe, String contents) {
    try {
      return Files.writeString(pipe, contents, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldNameTheFileThatIsInTheWay() throws IOException {
    put("a");
    Path absent = directory.resolve("absent").resolve("copy");

    assertThat(cli.run("put", directory.toString()).err())
        .isEqualTo("tokamak: put " + directory + ": is a directory\n");
    assertThat(cli.run("get", "name:a", "-o", directory.toString()).err())
        .contains(directory.toString())
        .hasLineCount(1);
    assertThat(cli.run("get", "name:a", "-o", absent.toString()).err())
        .isEqualTo("tokamak: " + absent + ": no such file\n");
  }

  @Test
  void shouldReplaceAFileAsAWhole() throws IOException {
    put("a");
    Path file = Files.writeString(directory.resolve("file"), "old, and longer than what comes now");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);

    try (InputStream old = Files.newInputStream(file)) {
      cli.ok("get", "name:a", "-o", link.toString());
      assertThat(old.readAllBytes()).asString().startsWith("old");
    }

    assertThat(link).isSymbolicLink().hasContent(TEXT);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
    cli.ok("get", "name:a", "-o", "/dev/null");
    assertThat(Path.of("/dev/null")).exists();
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }

  @Test
  void shouldFindObjectsByIdBeginningAndName() throws IOException {
    String id = put("model");
    assertThat(id).isEqualTo(ObjectId.named("model").toHex());

    for (String name : List.of(id, id.toUpperCase(Locale.ROOT), id.substring(0, 4), "name:model")) {
      assertThat(cli.ok("stat", name)).as(name).contains(id);
    }
    assertThat(cli.run("stat", id.substring(0, 3)).exitCode()).isEqualTo(2);
    assertThat(cli.run("stat", "xyzxyz").exitCode()).isEqualTo(2);
  }

  @Test
  void shouldAskForMoreDigitsWhenSeveralFit() throws IOException {
    cli.ok("put", "--id", "abcd" + "0".repeat(36), file("a"));
    cli.ok("put", "--id", "abcd" + "1".repeat(36), file("b"));

    Result result = cli.run("stat", "abcd");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("2 objects", "abcd" + "0".repeat(36), "more digits");
    assertThat(cli.ok("stat", "abcd1")).contains("abcd1111");
  }

  @Test
  void shouldKeepMetadata() throws IOException {
    cli.ok("put", "--name", "a", "--metadata", "text/plain", file(TEXT));
    cli.ok("put", "--name", "b", "--metadata", "@" + file("from a file"), file(TEXT));
    Path copy = directory.resolve("copy");

    cli.ok("get", "name:a", "--metadata", "-o", copy.toString());
    assertThat(copy).hasContent("text/plain");
    cli.ok("get", "name:b", "--metadata", "-o", copy.toString());
    assertThat(copy).hasContent("from a file");
  }

  @Test
  void shouldListObjects() throws IOException {
    String first = put("first");
    String second = put("second");

    assertThat(cli.ok("ls").lines())
        .hasSize(3)
        .satisfiesExactly(
            header -> assertThat(header).startsWith("ID"),
            line -> assertThat(line).startsWith(first).contains("sealed", "21 B"),
            line -> assertThat(line).startsWith(second));
    assertThat(cli.json("ls", "--json"))
        .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
        .extracting(object -> object.get("id"))
        .containsExactly(first, second);
  }

  @Test
  void shouldTellEverythingAboutAnObject() throws IOException {
    String id = cli.ok("put", "--metadata", "xy", file(TEXT)).substring(0, 40);
    try (ObjectStoreClient client =
            Tokamak.builder().socket(node.socket()).name("holder").connect();
        ObjectHandle held = client.get(ObjectId.fromHex(id))) {
      assertThat(held.isOpen()).isTrue();

      Map<?, ?> object = (Map<?, ?>) cli.json("stat", "--json", id);

      assertThat(object.get("id")).isEqualTo(id);
      assertThat(object.get("state")).isEqualTo("sealed");
      assertThat(object.get("data_bytes")).isEqualTo(21L);
      assertThat(object.get("metadata_bytes")).isEqualTo(2L);
      assertThat(object.get("pins")).isEqualTo(1L);
      assertThat(object.get("pinned_by_user")).isEqualTo(false);
      assertThat(object.get("creator_pid")).isEqualTo(ProcessHandle.current().pid());
      assertThat(object.get("holders").toString()).contains("name=holder", "pins=1");
      assertThat(cli.ok("stat", id)).contains("in use", "holder");
    }
  }

  @Test
  void shouldHashLikeEverybodyElse() throws Exception {
    String id = put("a");
    String expected =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256").digest(TEXT.getBytes(StandardCharsets.UTF_8)));

    assertThat(cli.ok("hash", "name:a")).isEqualTo(expected + "  " + id + "\n");
    assertThat(cli.json("hash", "--json", id).toString()).contains("sha256=" + expected);
  }

  @Test
  void shouldRemoveObjectsAndSayHow() throws IOException {
    String gone = put("gone");
    String used = put("used");
    try (ObjectStoreClient client = Tokamak.connect(node.socket());
        ObjectHandle held = client.get(ObjectId.fromHex(used));
        ObjectBuilder unsealed = client.create(ObjectId.named("unsealed"), 8)) {
      Result result = cli.run("rm", gone, used, "name:unsealed", "name:unknown");

      assertThat(result.exitCode()).isEqualTo(3);
      assertThat(result.out().lines())
          .satisfiesExactly(
              line -> assertThat(line).isEqualTo(gone + "  deleted"),
              line -> assertThat(line).startsWith(used + "  in use"),
              line -> assertThat(line).contains("still being written"),
              line -> assertThat(line).endsWith("not found"));
      assertThat(cli.run("rm", "name:unsealed").exitCode()).isEqualTo(8);
      assertThat(held.length()).isEqualTo(21);
      unsealed.abort();
    }
    assertThat(cli.json("ls", "--json")).isEqualTo(List.of());
  }

  @Test
  void shouldWatchWhatHappens() throws IOException {
    String id = put("a");

    assertThat(cli.ok("watch", "-n", "1")).isEqualTo("sealed   " + id + "  21 B\n");
    Map<?, ?> event = (Map<?, ?>) cli.json("watch", "-n", "1", "--json");
    assertThat(event.get("event")).isEqualTo("sealed");
    assertThat(event.get("data_bytes")).isEqualTo(21L);
  }

  @Test
  void shouldWatchDeletions() throws Exception {
    String id = put("a");
    CompletableFuture<String> watched =
        CompletableFuture.supplyAsync(() -> cli.ok("watch", "-n", "2"));
    await().until(() -> subscriptions() == 1);

    cli.ok("rm", id);

    assertThat(watched.get().lines()).last().isEqualTo("deleted  " + id);
  }

  private static long subscriptions() {
    return (Long) ((Map<?, ?>) cli.json("stats", "--json")).get("subscriptions");
  }

  @Test
  void shouldKeepPinnedObjectsFromEviction() throws IOException {
    put("kept");
    put("lost");
    cli.ok("pin", "name:kept");

    assertThat(cli.ok("evict", "1m")).isEqualTo("evicted 21 B\n");
    assertThat(cli.ok("stat", "name:kept")).contains("never evicted");
    cli.ok("unpin", "name:kept");
    assertThat(cli.json("evict", "1m", "--json")).isEqualTo(Map.of("evicted_bytes", 21L));
    assertThat(cli.run("pin", "name:kept").exitCode()).isEqualTo(3);
  }

  @Test
  void shouldTellHowTheNodeIs() throws IOException {
    put("a");

    assertThat(cli.ok("node", "status"))
        .contains(node.socket().toString(), "4.0 MiB, all reserved", "1 of at most 16384, 21 B");
    Map<?, ?> status = (Map<?, ?>) cli.json("node", "status", "--json");
    assertThat(status.get("pid")).isEqualTo(ProcessHandle.current().pid());
    assertThat(status.get("objects")).isEqualTo(1L);
    assertThat(status.get("capacity_bytes")).isEqualTo(4L << 20);
    assertThat(status.get("clients")).isEqualTo(0L);
    assertThat(cli.ok("stats")).contains("sealed  ", "Objects sealed since the start.");
  }

  @Test
  void shouldTellFailuresApart() throws IOException {
    put("a");
    String tooLarge = directory.resolve("large").toString();
    Files.write(Path.of(tooLarge), new byte[5 << 20]);

    assertFailure(cli.run("put", "--name", "a", file("again")), 7);
    assertFailure(cli.run("put", tooLarge), 4);
    assertFailure(cli.run("put", directory.resolve("absent").toString()), 1);
    assertFailure(cli.run("get", "name:absent"), 3);
    assertFailure(cli.run("get", "--timeout", "10ms", "name:absent"), 6);
    assertFailure(cli.run("get", "abcdef"), 3);
    assertFailure(cli.run("get", "name:a", "-o", directory.toString()), 1);
    assertFailure(cli.run("hash", "name:absent"), 3);
    assertFailure(cli.run("stat", "name:absent"), 3);
  }

  private static void assertFailure(Result result, int exitCode) {
    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    assertThat(result.err()).startsWith("tokamak: ").hasLineCount(1).doesNotContain("Exception");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void shouldWaitForAnObject() throws Exception {
    Path copy = directory.resolve("copy");
    CompletableFuture<Result> got =
        CompletableFuture.supplyAsync(
            () -> cli.run("get", "--timeout", "1m", "name:late", "-o", copy.toString()));
    await().until(() -> (Long) ((Map<?, ?>) cli.json("stats", "--json")).get("gets-waiting") == 1);

    put("late");

    assertThat(got.get().exitCode()).isZero();
    assertThat(copy).hasContent(TEXT);
  }

  @Test
  void shouldPrintWhatWasPutAsJson() throws IOException {
    String file = file(TEXT);

    assertThat(cli.json("put", "--json", "--name", "a", file))
        .isEqualTo(
            List.of(
                Map.of(
                    "id",
                    ObjectId.named("a").toHex(),
                    "file",
                    file,
                    "data_bytes",
                    21L,
                    "metadata_bytes",
                    0L)));
  }

  @Test
  void shouldPrintWhatWasPutBeforeAFailureAsJson() throws IOException {
    String file = file(TEXT);
    String absent = directory.resolve("absent").toString();

    Result result = cli.run("put", "--json", file, absent);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains(absent).hasLineCount(1);
    assertThat(result.json())
        .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
        .singleElement()
        .satisfies(one -> cli.ok("stat", String.valueOf(one.get("id"))));
    assertFailure(cli.run("put", "--json", absent), 1);
  }
}
