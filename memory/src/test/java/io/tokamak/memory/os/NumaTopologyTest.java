// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumaTopologyTest {
  @TempDir Path root;

  private static BitSet of(int... numbers) {
    BitSet set = new BitSet();
    IntStream.of(numbers).forEach(set::set);
    return set;
  }

  @Test
  void shouldReadTheNodesInOrder() {
    new FakeMachine(root).withNumaNode(10, "2,6").withNumaNode(2, "0-1,4-5");

    NumaTopology topology = NumaTopology.read(root);

    assertThat(topology.processors().keySet()).containsExactly(2, 10);
    assertThat(topology.processors()).containsEntry(2, of(0, 1, 4, 5));
    assertThat(topology.isDivided()).isTrue();
  }

  @Test
  void shouldKnowWhoseProcessorsTheyAre() {
    new FakeMachine(root).withNumaNode(0, "0-3").withNumaNode(1, "4-7").withNumaNode(2, "");

    NumaTopology topology = NumaTopology.read(root);

    assertThat(topology.nodeOf(of(5, 6))).hasValue(1);
    assertThat(topology.nodeOf(of(3, 4))).isEmpty();
    assertThat(topology.nodeOf(of())).isEmpty();
    assertThat(topology.nodeOf(of(9))).isEmpty();
  }

  @Test
  void shouldFindNothingWhereTheKernelTellsNothing() {
    assertThat(NumaTopology.read(root).processors()).isEmpty();
    assertThat(NumaTopology.read(root).isDivided()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0-3", "0-1,4,6-7", "63-64,100"})
  void shouldWriteNumbersAsTheKernelDoes(String text) {
    assertThat(NumaTopology.text(NumaTopology.numbers(text + "\n"))).isEqualTo(text);
  }

  @Test
  void shouldReadThisMachine() {
    NumaTopology topology = NumaTopology.read(Path.of("/"));
    BitSet all = new BitSet();
    topology.processors().values().forEach(all::or);

    assertThat(all.isEmpty() || all.intersects(CpuAffinity.get())).isTrue();
  }
}
