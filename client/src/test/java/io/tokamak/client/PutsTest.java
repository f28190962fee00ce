// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.AbortRequest;
import io.tokamak.wire.message.CreateRequest;
import io.tokamak.wire.message.EmptyReply;
import io.tokamak.wire.message.PutRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class PutsTest {
  private static final ObjectId ID = ObjectId.named("object");
  private static final byte[] METADATA = {1, 2};
  private static final int CHANGING = 300_000; // too long for a lease

  private final FakeNode node = new FakeNode();
  private final ObjectStoreClient client = Tokamak.connect(node.socket);

  @BeforeEach
  void answerCreates() {
    node.answer(
        MessageType.CREATE,
        request -> {
          CreateRequest create = (CreateRequest) request;
          return Optional.of(
              node.createReply(
                  node.create(create.id(), create.dataLength(), create.metadataLength(), 0)));
        });
  }

  @AfterEach
  void close() {
    client.close();
    node.close();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private void assertStored(byte[] data) {
    try (ObjectHandle handle = client.get(ID)) {
      assertThat(handle.toByteArray()).isEqualTo(data);
      assertThat(handle.metadataBytes()).isEqualTo(METADATA);
    }
  }

  @Test
  void shouldPutArraysOfAllSmallLengths() {
    for (int length = 0; length < 100; length++) {
      ObjectId id = ObjectId.named("length " + length);
      client.put(id, bytes(length), bytes(99 - length));
      try (ObjectHandle handle = client.get(id)) {
        assertThat(handle.toByteArray()).isEqualTo(bytes(length));
        assertThat(handle.metadataBytes()).isEqualTo(bytes(99 - length));
      }
    }
  }

  @Test
  void shouldPutABuffer() {
    ByteBuffer buffer = ByteBuffer.wrap(bytes(100)).position(10).limit(60);
    client.put(ID, buffer, METADATA);
    assertStored(Arrays.copyOfRange(bytes(100), 10, 60));
    assertThat(buffer.position()).isEqualTo(10);
  }

  @Test
  void shouldPutASegment() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(1000);
      segment.copyFrom(MemorySegment.ofArray(bytes(1000)));
      client.put(ID, segment, METADATA);
    }
    assertStored(bytes(1000));
  }

  @Test
  void shouldPutAStreamOfKnownLength() throws IOException {
    ByteArrayInputStream stream = new ByteArrayInputStream(bytes(200_000));
    client.put(ID, stream, 150_000, METADATA);
    assertStored(Arrays.copyOf(bytes(200_000), 150_000));
    assertThat(stream.available()).isEqualTo(50_000);
  }

  @Test
  void shouldPutAStreamOfUnknownLength() throws IOException {
    client.put(ID, new ByteArrayInputStream(bytes(100_000)), METADATA);
    assertStored(bytes(100_000));
  }

  @Test
  void shouldLeaveNothingBehindWhenAStreamIsTooShort() {
    assertThatThrownBy(() -> client.put(ID, new ByteArrayInputStream(bytes(10)), 11))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("ended after 10");
    assertThat(node.seen).contains(new AbortRequest(ID));
    assertThat(client.contains(ID)).isFalse();
  }

  @Test
  void shouldLeaveNothingBehindWhenAStreamFails() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("the disk is gone");
          }
        };
    assertThatThrownBy(() -> client.put(ID, broken, 11)).isInstanceOf(IOException.class);
    assertThat(node.seen).contains(new AbortRequest(ID));
  }

  @Test
  void shouldPutAFile(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("file"), bytes(300_000));
    client.put(ID, file, METADATA);
    assertStored(bytes(300_000));
    assertThatThrownBy(() -> client.put(ObjectId.random(), directory.resolve("absent")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void shouldPutAFileWithoutASize() throws IOException {
    Path version = Path.of("/proc/version");
    client.put(ID, version, METADATA);
    assertStored(Files.readAllBytes(version));
  }

  @Test
  void shouldPutAnEmptyFile(@TempDir Path directory) throws IOException {
    client.put(ID, Files.createFile(directory.resolve("file")), METADATA);
    assertStored(bytes(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void shouldLeaveNothingBehindWhenAFileChangesItsLength(int change, @TempDir Path directory)
      throws IOException {
    Path file = Files.write(directory.resolve("file"), bytes(CHANGING));
    node.answer(
        MessageType.CREATE,
        request -> {
          resize(file, CHANGING + change);
          CreateRequest create = (CreateRequest) request;
          return Optional.of(
              node.createReply(
                  node.create(create.id(), create.dataLength(), create.metadataLength(), 0)));
        });
    assertThatThrownBy(() -> client.put(ID, file))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("had " + CHANGING + " bytes");
    assertThat(node.seen).contains(new AbortRequest(ID));
    assertThat(client.contains(ID)).isFalse();
  }

  private static void resize(Path file, int length) {
    try {
      Files.write(file, bytes(length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldPutFromAVirtualThread() throws Exception {
    assertThat(
            client
                .putAsync(ID, MemorySegment.ofArray(bytes(10)), METADATA)
                .get(30, TimeUnit.SECONDS))
        .isEqualTo(ID);
    assertStored(bytes(10));
  }

  @Test
  void shouldPutASmallBatchInOneMessage() {
    node.answer(MessageType.PUT, request -> Optional.of(EmptyReply.DONE));
    client.putAll(
        List.of(new NewObject(ID, bytes(5), METADATA), new NewObject(ObjectId.random(), bytes(6))));
    assertThat(node.count(PutRequest.class)).isEqualTo(1);
  }

  @Test
  void shouldSealALargeBatchOnlyWhenAllOfItIsWritten() {
    ObjectId second = ObjectId.named("second");
    client.putAll(
        List.of(
            new NewObject(ID, bytes(900_000), METADATA), new NewObject(second, bytes(900_000))));
    assertStored(bytes(900_000));
    assertThat(client.contains(second)).isTrue();
  }

  @Test
  void shouldAbortALargeBatchThatDoesNotFit() {
    ObjectId small = ObjectId.named("small");
    node.refuse(MessageType.CREATE, ErrorCode.OBJECT_EXISTS);
    assertThatThrownBy(() ->
            client.putAll(
                List.of(new NewObject(small, bytes(5)), new NewObject(ID, bytes(1_100_000)))))
        .isInstanceOf(ObjectExistsException.class);
    assertThat(node.seen).contains(new AbortRequest(small));
    assertThat(client.contains(small)).isFalse();
  }

  @Test
  void shouldPassTheStoresErrorOn() {
    node.refuse(MessageType.CREATE, ErrorCode.STORE_FULL);
    assertThatThrownBy(() -> client.put(ID, bytes(200_000)))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContaining("refused by the fake node");
    assertThat(node.seen)
        .contains(new CreateRequest(ID, 200_000, 0, 0), new CreateRequest(ID, 200_000, 0, -1));
  }

  @Test
  void shouldHashDataAndMetadata() throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    byte[] dataHash = sha.digest(bytes(100_000));
    client.put(ObjectId.named("plain"), bytes(100_000));
    assertThat(client.hash(ObjectId.named("plain"))).isEqualTo(dataHash);
    client.put(ID, bytes(100_000), METADATA);
    byte[] metadataHash = sha.digest(METADATA);
    sha.update(dataHash);
    assertThat(client.hash(ID)).isEqualTo(sha.digest(metadataHash));
  }
}
