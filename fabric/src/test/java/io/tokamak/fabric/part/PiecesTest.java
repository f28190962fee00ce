// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers meet what was asked, once. */
final class PiecesTest {
  private final Pieces<String> pieces = new Pieces<>();

  @Test
  void shouldFindWhatIsUnderWay() {
    Piece<String> piece = pieces.begin("a read", 64, 10);
    assertThat(pieces.find(piece.id())).isSameAs(piece);
    assertThat(piece.operation()).isEqualTo("a read");
    assertThat(piece.offset()).isEqualTo(64);
    assertThat(piece.length()).isEqualTo(10);
    assertThat(pieces.end(piece)).isEqualTo("a read");
    assertThat(pieces.find(piece.id())).isNull();
    assertThatIllegalStateException().isThrownBy(() -> pieces.end(piece));
  }

  @Test
  void shouldNotMistakeOneForTheNextAtItsPlace() {
    long first = pieces.begin("first", 0, 1).id();
    Piece<String> piece = pieces.find(first);
    assertThat(piece).isNotNull();
    pieces.end(piece);
    long second = pieces.begin("second", 0, 1).id();
    assertThat(pieces.find(first)).isNull();
    assertThat(pieces.find(second)).isNotNull();
    for (long garbage : new long[] {0, -1, Long.MIN_VALUE, second + 1, second ^ (1L << 40)}) {
      assertThat(pieces.find(garbage)).isNull();
    }
  }

  @Test
  void shouldBeFullAndEmptyAgain() {
    List<Piece<String>> all = new ArrayList<>();
    while (!pieces.isFull()) {
      all.add(pieces.begin("one", all.size(), 1));
    }
    assertThat(all).hasSize(1024);
    all.forEach(pieces::end);
    assertThat(pieces.isFull()).isFalse();
  }
}
