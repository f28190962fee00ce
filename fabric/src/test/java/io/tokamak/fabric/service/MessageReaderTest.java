// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a writer wrote a reader reads, and nothing else. */
final class MessageReaderTest {
  private final MessageWriter writer = new MessageWriter(ServiceId.TRANSFER, 256);
  private final MessageReader reader = new MessageReader();

  private MessageReader read(Consumer<MessageWriter> content) {
    writer.begin(7, 3, 9);
    content.accept(writer);
    return reader.wrap(writer.end());
  }

  @Test
  void shouldWriteLittleEndianAfterTheHeader() {
    writer.begin(7, 0x203, 9);
    writer.putU8(1);
    writer.putU16(0x302);
    writer.putU32(0x7060504);
    writer.putU64(8);
    writer.putText("hé", 10);

    assertThat(HexFormat.of().formatHex(writer.end().toArray(ValueLayout.JAVA_BYTE)))
        .isEqualTo(
            "02070302"
                + "14000000"
                + "0900000000000000"
                + "01"
                + "0203"
                + "04050607"
                + "0800000000000000"
                + "0300"
                + "68c3a9");
  }

  @Test
  void shouldReadWhatWasWritten() {
    RemotePointer pointer = new RemotePointer(3, 4, 5, 6, 7);
    MessageReader read =
        read(to -> {
          to.putId(ObjectId.named("x"));
          to.putNode(new NodeRef(1, 2));
          to.putPointer(pointer);
          to.putU32(-1);
        });

    assertThat(read.getId()).isEqualTo(ObjectId.named("x"));
    assertThat(read.getNode()).isEqualTo(new NodeRef(1, 2));
    assertThat(read.getPointer()).isEqualTo(pointer);
    assertThat(read.getU32()).isEqualTo(-1);
    read.finish();
  }

  @Test
  void shouldCutTextBetweenCharacters() {
    assertThat(read(to -> to.putText("aéé", 4)).getText(4)).isEqualTo("aé");
  }

  @Test
  void shouldRefuseWhatCannotBe() {
    assertBad(read(to -> to.putU32(1))::getU64);
    assertBad(read(to -> to.putU32(-1))::getU31);
    assertBad(read(to -> to.putU64(-1))::getU63);
    assertBad(read(to -> to.putU64(0))::getNode);
    assertBad(read(to -> to.putU64(1))::finish);
    assertBad(() -> read(to -> to.putU64(1)).count(3));
    assertBad(() -> read(to -> to.putU64(1)).skipZeros(1));
    assertBad(() -> read(to -> to.putText("four", 4)).getText(3));
    assertBad(() -> read(to -> to.putU16(4)).getText(9));
    assertBad(() ->
        read(
                to -> {
                  to.putU16(1);
                  to.putU8(0xFF);
                })
            .getText(9));
    assertBad(() ->
        read(to -> to.putBytes(MemorySegment.ofArray(new long[] {1, 2, -1, 4}))).getPointer());
  }

  private static void assertBad(Runnable reading) {
    assertThatExceptionOfType(BadMessageException.class).isThrownBy(reading::run);
  }
}
