// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.demo;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.wire.ObjectId;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * A process of the demonstration that reads all objects. It prints one line: what {@link Reader}
 * waits for.
 */
@Command(name = "demo-reader", hidden = true, description = "A reader of the demonstration.")
final class ReaderCommand implements Callable<Integer> {
  static final String DONE = "done";
  static final String READING = "reading";

  private static final int UNFINISHED_LENGTH = 4 << 20;
  private static final int MOST_HELD = 100;

  @Spec private CommandSpec command;

  @Parameters(index = "0", description = "The node.")
  private Path socket;

  @Parameters(index = "1", description = "Objects and digests.")
  private Path manifest;

  @Option(names = "--for-ever", description = "Hold objects, and read until killed.")
  private boolean forEver;

  @Override
  public Integer call() throws IOException {
    Map<ObjectId, String> expected = Manifest.read(manifest).digests();
    try (ObjectStoreClient client =
        Tokamak.builder().socket(socket).name("demo reader").connect()) {
      return forEver ? holdAndRead(client, expected) : verify(client, expected);
    }
  }

  private int verify(ObjectStoreClient client, Map<ObjectId, String> expected) throws IOException {
    int bad = 0;
    for (Map.Entry<ObjectId, String> entry : expected.entrySet()) {
      if (!digest(client, entry.getKey()).equals(entry.getValue())) {
        out().println("object " + entry.getKey() + " does not have the bytes of its file");
        bad++;
      }
    }
    out().println(bad == 0 ? DONE : bad + " objects are wrong");
    return bad == 0 ? 0 : 1;
  }

  private static String digest(ObjectStoreClient client, ObjectId id) throws IOException {
    try (ObjectHandle object = client.get(id);
        InputStream data = object.inputStream()) {
      return Digest.of(data);
    }
  }

  /** Ends by kill -9 only, with objects in use, one half written, and a lease of memory. */
  private int holdAndRead(ObjectStoreClient client, Map<ObjectId, String> expected)
      throws IOException {
    List<ObjectHandle> held = new ArrayList<>();
    for (ObjectId id : expected.keySet()) {
      if (held.size() < MOST_HELD) {
        held.add(client.get(id));
      }
    }
    ObjectBuilder unfinished = client.create(ObjectId.random(), UNFINISHED_LENGTH);
    unfinished.data().fill((byte) 1);
    out().println(READING);
    while (held.getFirst().isOpen()) {
      verify(client, expected);
    }
    unfinished.abort();
    return 1;
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }
}
