// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.directory.Location;
import io.tokamak.directory.embedded.TestCluster.Found;
import io.tokamak.directory.message.DirectoryMessage;
import io.tokamak.directory.message.Limits;
import io.tokamak.directory.message.SearchMessage;
import io.tokamak.directory.message.UnwatchMessage;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.fabric.service.ServiceId;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is asked, and who hears of the answer. */
final class SearchesTest {
  private static final ObjectId X = ObjectId.named("x");
  private static final ObjectId Y = ObjectId.named("y");
  private static final Location HERE = new Location(new NodeRef(1, 1), 0, 1, 0, 0, 1);
  private static final Location GONE = new Location(new NodeRef(2, 1), 0, 1, 0, 0, 1);

  private final Searches searches = new Searches(HERE::equals);
  private final MessageWriter writer = new MessageWriter(ServiceId.DIRECTORY, 4096);
  private final Found first = new Found();
  private final Found second = new Found();

  private @Nullable DirectoryMessage toSend() {
    MemorySegment message = searches.toSend(writer);
    return message == null ? null : DirectoryMessage.read(message);
  }

  @Test
  void shouldAskForEachObjectOnce() {
    searches.open(List.of(X, Y, X), false, first);
    searches.open(List.of(X), true, second);

    assertThat(toSend()).isEqualTo(new SearchMessage(1, false, List.of(X, Y)));
    assertThat(toSend()).isEqualTo(new SearchMessage(2, true, List.of(X)));
    assertThat(toSend()).isNull();
    assertThat(searches.isSendDue()).isFalse();
  }

  @Test
  void shouldTellOnlyTheOneThatAskedAndOnlyWhatIsThere() {
    searches.open(List.of(X), false, first);
    searches.open(List.of(X), false, second);
    toSend();
    toSend();

    searches.answer(2, X, List.of(GONE, HERE));

    assertThat(first.found).isEmpty();
    assertThat(second.found).containsExactly(List.of(HERE));
    searches.answer(2, X, List.of(HERE));
    assertThat(second.found).hasSize(1);
    assertThat(searches.size()).isOne();
  }

  @Test
  void shouldStopWatchingWhenTheLastOneDoes() {
    OpenSearch one = searches.open(List.of(X), true, first);
    OpenSearch other = searches.open(List.of(X, Y), true, second);
    toSend();
    toSend();
    searches.changed(X, List.of(HERE));
    assertThat(first.found).hasSize(1);

    other.close();
    other.close();
    assertThat(toSend()).isEqualTo(new UnwatchMessage(List.of(Y)));
    one.close();
    searches.changed(X, List.of(HERE));

    assertThat(first.found).hasSize(1);
    assertThat(second.found).hasSize(1);
    searches.open(List.of(X), true, first);
    assertThat(toSend()).isEqualTo(new SearchMessage(3, true, List.of(X)));
    assertThat(toSend()).isNull();
  }

  @Test
  void shouldAskWatchingSearchesAgainAndEndTheOthers() {
    searches.open(List.of(X), false, first);
    OpenSearch watching = searches.open(List.of(X, Y), true, second);
    toSend();
    toSend();
    searches.answer(watching.number(), Y, List.of(HERE));
    assertThat(searches.unanswered()).isEqualTo(2);

    searches.lost();
    assertThat(searches.unavailable("away")).isEqualTo(2);
    assertThat(searches.unavailable("away")).isZero();
    searches.available();

    assertThat(first.unavailable).containsExactly("away");
    assertThat(searches.unanswered()).isZero();
    assertThat(searches.size()).isOne();
    assertThat(toSend()).isEqualTo(new SearchMessage(2, true, List.of(X, Y)));
    assertThat(searches.unavailable("away again")).isOne();
    assertThat(second.unavailable).containsExactly("away", "away again");
  }

  @Test
  void shouldAskAgainForWhatWasNotAnsweredOnly() {
    OpenSearch search = searches.open(List.of(X, Y), false, first);
    toSend();
    searches.answer(search.number(), X, List.of(HERE));

    searches.lost();

    assertThat(toSend()).isEqualTo(new SearchMessage(1, false, List.of(Y)));
    searches.answer(search.number(), Y, List.of());
    assertThat(first.found).containsExactly(List.of(HERE), List.of());
    assertThat(searches.size()).isZero();
  }

  @Test
  void shouldAskOnceThoughNoMoreCanBeWatched() {
    Searches few = new Searches(HERE::equals, 1);
    OpenSearch watching = few.open(List.of(X, Y), true, first);
    few.open(List.of(X, Y), false, second);

    assertThat(DirectoryMessage.read(requireNonNull(few.toSend(writer))))
        .isEqualTo(new SearchMessage(1, true, List.of(X)));
    assertThat(DirectoryMessage.read(requireNonNull(few.toSend(writer))))
        .isEqualTo(new SearchMessage(2, false, List.of(X, Y)));
    assertThat(few.toSend(writer)).isNull();

    watching.close();
    assertThat(few.isSendDue()).isTrue();
  }

  @Test
  void shouldNotAskForMoreThanTheHostTakes() {
    List<ObjectId> ids =
        IntStream.rangeClosed(0, Limits.UNANSWERED)
            .mapToObj(i -> ObjectId.fromWords(i, 0, 0))
            .toList();
    OpenSearch search = searches.open(ids, false, first);
    while (searches.isSendDue()) {
      toSend();
    }
    assertThat(searches.unanswered()).isEqualTo(Limits.UNANSWERED);

    searches.answer(search.number(), ids.getFirst(), List.of());

    assertThat(toSend()).isEqualTo(new SearchMessage(1, false, List.of(ids.getLast())));
  }

  @Test
  void shouldHaveNothingToDoForNothing() {
    searches.open(List.of(), true, first);

    assertThat(searches.size()).isZero();
    assertThat(toSend()).isNull();
  }
}
