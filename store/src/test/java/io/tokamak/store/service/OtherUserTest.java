// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.tokamak.memory.os.MappedFile;
import io.tokamak.memory.os.ProcessIdentity;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.WelcomeReply;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What another user of the machine can do. Needs root, to become one (setpriv); says loudly when it
 * cannot run.
 */
class OtherUserTest {
  private static final String NOBODY = "65534";

  @TempDir Path temporary;

  @BeforeEach
  void prepare() throws IOException {
    if (ProcessIdentity.currentUid() != 0 || !Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
      String left = "OtherUserTest LEFT OUT: it needs root and setpriv, to become another user";
      System.out.println(left);
      abort(left);
    }
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What the other user tries: prints one word for each step that it got through. */
  static final class Attempt {
    private Attempt() {}

    /** Arguments are socket and id of an object. */
    public static void main(String[] arguments) {
      try (TestClient client = TestClient.connect(Path.of(arguments[0]))) {
        System.out.println("connected");
        WelcomeReply welcome = client.hello(false);
        System.out.println("welcome writable=" + welcome.writable() + " slot=" + welcome.slot());
        ObjectId id = ObjectId.fromHex(arguments[1]);
        System.out.println(
            "present=" + client.call(GetRequest.of(id, 0)).objects().getFirst().present());
        tryToWrite(client, welcome);
      } catch (TokamakException | io.tokamak.memory.MemoryException refused) {
        System.out.println("refused: " + refused.getMessage());
      }
    }

    private static void tryToWrite(TestClient client, WelcomeReply welcome) {
      try {
        client.call(Stores.put(ObjectId.random()));
        System.out.println("PUT SUCCEEDED");
      } catch (TokamakException refused) {
        System.out.println("put refused");
      }
      try (Arena arena = Arena.ofConfined()) {
        client.segment().map(arena, welcome.segmentLength(), false);
        System.out.println("WRITABLE MAPPING SUCCEEDED");
      } catch (io.tokamak.memory.MemoryException refused) {
        System.out.println("writable mapping refused");
      }
      Path again = Path.of("/proc/self/fd/" + client.segment().descriptor());
      try (MappedFile writable = MappedFile.open(again, false)) {
        System.out.println("OPENED FOR WRITING " + writable);
      } catch (io.tokamak.memory.MemoryException refused) {
        System.out.println("opening for writing refused");
      }
    }
  }

  private String attempt(StoreServer server, ObjectId id) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("/usr/bin/setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
    command.addAll(NodeProcess.javaCommand(readableClassPath(), Attempt.class));
    command.addAll(List.of(server.socket().toString(), id.toHex()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  /** The project's classes where everybody can read them; libraries are not needed. */
  private String readableClassPath() throws IOException {
    Path copies = temporary.resolve("classes");
    List<String> entries = new ArrayList<>(List.of(copies.toString()));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path source = Path.of(entry);
      if (Files.isDirectory(source)) {
        copy(source, copies);
      } else if (source.getFileName().toString().startsWith("tokamak-")) {
        Path jar = temporary.resolve(source.getFileName());
        copyFile(source, jar);
        entries.add(jar.toString());
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  private static void copy(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> copyFile(file, target.resolve(source.relativize(file))));
    }
  }

  private static void copyFile(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private StoreConfig config() {
    return StoreConfig.of(temporary.resolve("sockets/a.sock"), Stores.CAPACITY)
        .withPlace(new SegmentPlace.Anonymous());
  }

  private static ObjectId putOne(StoreServer server) {
    ObjectId id = ObjectId.random();
    try (TestClient owner = TestClient.open(server.socket())) {
      owner.call(Stores.put(id));
    }
    return id;
  }

  @Test
  void shouldKeepOthersFromTheSocket() throws Exception {
    try (StoreServer server = StoreServer.start(config())) {
      assertThat(attempt(server, putOne(server))).contains("refused").doesNotContain("connected");
    }
  }

  @Test
  void shouldRefuseOthersWhoGotToTheSocketAnyway() throws Exception {
    try (StoreServer server = StoreServer.start(config())) {
      Files.setPosixFilePermissions(
          server.socket().getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(server.socket(), PosixFilePermissions.fromString("rwxrwxrwx"));
      assertThat(attempt(server, putOne(server)))
          .contains("connected", "refused: user 65534", "--allow-other-users")
          .doesNotContain("welcome");
    }
  }

  @Test
  void shouldLetOthersReadAndNothingElseWhenAllowed() throws Exception {
    try (StoreServer server = StoreServer.start(config().withOtherUsers(true))) {
      assertThat(attempt(server, putOne(server)))
          .contains(
              "welcome writable=false slot=-1",
              "present=true",
              "put refused",
              "writable mapping refused",
              "opening for writing refused")
          .doesNotContain("SUCCEEDED", "OPENED");
    }
  }
}
