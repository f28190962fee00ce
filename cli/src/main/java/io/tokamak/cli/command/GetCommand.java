// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.TimeSpan;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tokamak get}. */
@Command(
    name = "get",
    description = {
      "Writes an object's data to standard output or a file.",
      "A reader of standard output that goes away early, such as head, ends it without an error."
    },
    footer = {
      "",
      "Examples:",
      "  tokamak get 3f2a -o model.bin",
      "  tokamak get --timeout 10s name:model | sha256sum",
      "  tokamak get --fetch name:model | sha256sum"
    })
final class GetCommand implements Callable<Integer> {
  private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(10);

  @Mixin private NodeAddress node;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to this file, which is created, or replaced when all is written.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = {"-m", "--metadata"},
      description = "Write the metadata instead of the data.")
  private boolean metadata;

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "TIME",
      description = "Wait so long for the object to be sealed, such as 500ms or 10s.")
  private Optional<TimeSpan> timeout = Optional.empty();

  @Option(
      names = {"-f", "--fetch"},
      description = "Bring it here if another node has it, within the --timeout or 10s.")
  private boolean fetch;

  @Parameters(paramLabel = "ID", description = ObjectNames.HELP)
  private String name;

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (ObjectStoreClient client = node.connectReadOnly();
        ObjectHandle object = get(client, new ObjectNames(client).resolve(name))) {
      if (file.isPresent()) {
        write(object, file.get());
      } else {
        writeToOutput(object);
      }
    }
    return ExitCode.OK.number();
  }

  private ObjectHandle get(ObjectStoreClient client, ObjectId id) throws InterruptedException {
    if (fetch) {
      Duration patience = timeout.map(TimeSpan::duration).orElse(FETCH_TIMEOUT);
      return client.cluster().get(id, patience);
    }
    return timeout.isPresent() ? client.get(id, timeout.get().duration()) : client.get(id);
  }

  private void write(ObjectHandle object, Path target) throws IOException {
    if (metadata) {
      ByteBuffer bytes = ByteBuffer.wrap(object.metadataBytes());
      FileReplacement.write(target, channel -> writeFully(bytes, channel));
    } else {
      FileCopy.get(object, target);
    }
  }

  private static void writeFully(ByteBuffer bytes, FileChannel target) throws IOException {
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }

  /** A reader that goes away early, such as head, has all it wanted. */
  private void writeToOutput(ObjectHandle object) throws IOException {
    try {
      write(object);
    } catch (IOException e) {
      if (!StandardOutput.isReaderGone(e)) {
        throw new IOException("get: standard output: " + e.getMessage(), e);
      }
    }
  }

  // Not System.out, which would take an error on the other side (a full disk) for success.
  private void write(ObjectHandle object) throws IOException {
    try (OutputStream target = new FileOutputStream(FileDescriptor.out)) {
      if (metadata) {
        target.write(object.metadataBytes());
      } else {
        object.writeTo(target);
      }
    }
  }
}
