// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.Heap;
import io.tokamak.wire.frame.MessageType;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages of the short paths: written without a byte of garbage, read with few. */
final class AllocationTest {
  private static final int WARM_UP = 20_000;
  private static final int ROUNDS = 10_000;
  // A list of one id and its request, with room for what interpreted code allocates besides.
  private static final int MOST_BYTES_PER_READ = 200;

  private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
  private final FrameWriter writer = Heap.writer();
  private final FrameReader reader = new FrameReader();

  static Stream<Request> requests() {
    ObjectId id = ObjectId.named("x");
    return Stream.of(
        new LeaseRequest(1 << 20, 64),
        new CreateRequest(id, 1024, 0, -1),
        GetRequest.of(id, 0),
        DeleteRequest.of(id),
        ReleasedNotice.of(3, 4),
        DoorbellNotice.DOORBELL);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void shouldWriteRequestsWithoutGarbage(Request request) {
    assertThat(bytesPerRun(() -> request.write(writer, 7))).isZero();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void shouldReadRequestsWithLittleGarbage(Request request) {
    int length = request.write(writer, 7);
    Request[] sink = new Request[1];
    Runnable read =
        () -> {
          reader.wrap(writer.segment(), 0, length);
          sink[0] = Request.read(reader);
        };

    assertThat(bytesPerRun(read)).isLessThanOrEqualTo(MOST_BYTES_PER_READ);
    assertThat(sink[0]).isEqualTo(request);
  }

  static Stream<Reply> replies() {
    return Stream.of(
        new LeaseReply(0, 1 << 20, new int[] {1, 2, 3}),
        new CreateReply(1, 2, 3),
        GetReply.of(new ObjectLocation(true, 1, 2, 3, 4, 5, 6)),
        DeleteReply.of(DeleteOutcome.DELETED));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void shouldWriteRepliesWithoutGarbage(Reply reply) {
    assertThat(bytesPerRun(() -> reply.write(writer, MessageType.GET, 7))).isZero();
  }

  private long bytesPerRun(Runnable action) {
    for (int i = 0; i < WARM_UP; i++) {
      action.run();
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      action.run();
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
  }
}
