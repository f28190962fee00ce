// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tokamak.transfer.CostTable;
import io.tokamak.transfer.CostTable.Row;
import io.tokamak.transfer.ManagerSettings;
import io.tokamak.transfer.Protocol;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One place decides, by order, by a fixed size, or by cost. */
final class ChoiceTest {
  private static final int CROSSOVER = 32 << 10;

  private final CostModel costs = new CostModel();

  private Choice choice(ManagerSettings settings) {
    return new Choice(settings, costs);
  }

  /** The printed algorithms of the thesis have the branch the wrong way round. */
  @ParameterizedTest
  @CsvSource({
    "-1, EAGER",
    "0, RENDEZVOUS",
    "1, RENDEZVOUS",
  })
  void shouldCopyBelowTheCrossoverAndReadFromThereOn(int beside, Protocol expected) {
    Choice choice = choice(ManagerSettings.defaults().withCrossover(CROSSOVER));

    Decision receiver = choice.receiver("tcp", CROSSOVER + beside, null, "");
    Decision holder = choice.holder("tcp", CROSSOVER + beside, null);

    assertThat(receiver.protocol()).isEqualTo(expected);
    assertThat(holder.protocol()).isEqualTo(expected);
    assertThat(receiver.reason()).contains("the crossover of 32.0 KiB");
  }

  /**
   * Where nobody has fixed the crossover it is where reading is about as cheap as copying: here
   * copying costs 8 us and 1 us for each KiB, reading 41.2 us whatever the size. That is 3 % more
   * at 32 KiB.
   */
  @ParameterizedTest
  @CsvSource({
    "-64, EAGER",
    "0, RENDEZVOUS",
    "64, RENDEZVOUS",
    "1024, RENDEZVOUS",
  })
  void shouldCopyBelowWhereTheCostsCrossAndReadAboveIt(int beside, Protocol expected) {
    costs.install(
        new CostTable(
            List.of(
                new Row(
                    "ucx", 1 << 10, List.of(900.0, 900.0, 9.0, 41.2, 800.0), Protocol.EAGER, true),
                new Row(
                    "ucx",
                    1 << 20,
                    List.of(9e4, 9e4, 1032.0, 41.2, 800.0),
                    Protocol.EAGER,
                    true))));
    Choice choice = choice(ManagerSettings.defaults());

    Decision receiver = choice.receiver("ucx", CROSSOVER + beside, null, "it is dark");
    Decision holder = choice.holder("ucx", CROSSOVER + beside, null);

    assertThat(receiver.protocol()).as("what it leaves to the holder").isNull();
    assertThat(receiver.reason()).startsWith(expected.label() + ": ").contains("of 3 at");
    assertThat(holder.protocol()).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void shouldObeyWhoeverWantsTheObject(Protocol ordered) {
    Choice choice = choice(ManagerSettings.defaults().withProtocol(Protocol.SOCKET));

    assertThat(choice.receiver("tcp", 10, ordered, "").protocol()).isEqualTo(ordered);
    assertThat(choice.receiver("tcp", 10, null, "").protocol()).isEqualTo(Protocol.SOCKET);
  }

  @Test
  void shouldSayWhyItCannotObey() {
    Decision decision =
        choice(ManagerSettings.defaults()).receiver("tcp", 10, Protocol.DIRECT, "it is dark");

    assertThat(decision.protocol()).isEqualTo(Protocol.RENDEZVOUS);
    assertThat(decision.reason())
        .isEqualTo("rendezvous instead of direct as asked for: it is dark");
  }

  @Test
  void shouldTakeTheCheapestAndLeaveTheRestToTheHolder() {
    install(10, 40, 30, 20, 15);
    Choice choice = choice(ManagerSettings.defaults());

    Decision direct = choice.receiver("tcp", 1 << 20, null, "");
    assertThat(direct.protocol()).isEqualTo(Protocol.DIRECT);
    assertThat(direct.reason())
        .isEqualTo("direct: cheapest of 4 at 1.0 MiB over tcp (15 us; rendezvous 20 us)");

    Decision asked = choice.receiver("tcp", 1 << 20, null, "it is dark");
    assertThat(asked.protocol()).isNull();
    assertThat(asked.reason()).endsWith("; not direct: it is dark");
    assertThat(choice.holder("tcp", 1 << 20, null).protocol()).isEqualTo(Protocol.RENDEZVOUS);
  }

  @Test
  void shouldChooseByWhatWasMeasuredAsSoonAsItIs() {
    Choice choice = choice(ManagerSettings.defaults());
    install(10, 40, 30, 20, 15);
    assertThat(choice.receiver("tcp", 1 << 20, null, "").protocol()).isEqualTo(Protocol.DIRECT);

    install(10, 1, 30, 20, 15);

    assertThat(choice.receiver("tcp", 1 << 20, null, "").protocol()).isNull();
    assertThat(choice.holder("tcp", 1 << 20, null).protocol()).isEqualTo(Protocol.SOCKET);
  }

  /** What a measurement says within its noise: copies must not be chosen for it. */
  @Test
  void shouldTakeWhatWorksLeastOfThoseAboutAsCheap() {
    install(10, 1213, 1212, 1300, 1216);

    Decision close = choice(ManagerSettings.defaults()).receiver("tcp", 1 << 20, null, "");
    assertThat(close.protocol()).isEqualTo(Protocol.DIRECT);
    assertThat(close.reason())
        .isEqualTo(
            "direct: about as cheap as the cheapest, least work of 4 at 1.0 MiB over tcp"
                + " (1216 us; eager 1212 us)");
    assertThat(costs.best("tcp", 1 << 20, false)).isEqualTo(Protocol.EAGER);
    install(10, 1213, 1157, 1300, 1216);
    assertThat(costs.best("tcp", 1 << 20, true)).isEqualTo(Protocol.EAGER);
  }

  @Test
  void shouldNeverChooseWhatIsThereToCompareWith() {
    install(1, 40, 30, 20, 15);

    assertThat(costs.best("tcp", 1 << 20, true)).isEqualTo(Protocol.DIRECT);
  }

  @Test
  void shouldPassOverWhatIsNotPossible() {
    install(Double.NaN, Double.NaN, 30, Double.NaN, Double.NaN);

    assertThat(costs.best("tcp", 1 << 20, true)).isEqualTo(Protocol.EAGER);
    assertThat(costs.table(List.of("tcp")).rows())
        .allSatisfy(row -> assertThat(row.micros().get(Protocol.DIRECT.code() - 1)).isNaN())
        .allSatisfy(row -> assertThat(row.micros().get(Protocol.EAGER.code() - 1)).isPositive());
  }

  private void install(double... micros) {
    List<Double> all = Arrays.stream(micros).boxed().toList();
    costs.install(new CostTable(List.of(new Row("tcp", 1 << 20, all, Protocol.EAGER, true))));
  }

  @Test
  void shouldDrawStraightLinesFromSizeToSize() {
    CostCurve curve = new CostCurve(new long[] {100, 200, 400}, new double[] {10, 30, 40}, 7);

    assertThat(curve.micros(0)).isEqualTo(10);
    assertThat(curve.micros(150)).isCloseTo(20, within(1e-9));
    assertThat(curve.micros(200)).isCloseTo(30, within(1e-9));
    assertThat(curve.micros(300)).isCloseTo(35, within(1e-9));
    assertThat(curve.micros(800)).isCloseTo(60, within(1e-9));
  }

  @Test
  void shouldKeepMeasuredCostsAsText() {
    install(1.5, 2, 3, 4, 5);
    CostTable table = costs.table(List.of("tcp", "shm"));

    CostTable read = CostTable.parse(table.toText());

    assertThat(read.rows()).hasSize(CostModel.tableSizes().size());
    assertThat(read.rows()).allMatch(row -> row.measured() && row.fabric().equals("tcp"));
    assertThat(read.rows().getFirst().micros()).isEqualTo(table.rows().getFirst().micros());
  }

  @Test
  void shouldRefuseTextThatIsNoTable() {
    for (String text :
        List.of("", "nonsense", "tokamak costs 1\ntcp 1024 1 2", "tokamak costs 2")) {
      assertThatThrownBy(() -> CostTable.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("costs");
    }
  }

  /** Two sizes that cost about the same say nothing of what is larger. */
  @Test
  void shouldNeverPromiseThatLargerObjectsCostLess() {
    CostCurve falling = new CostCurve(new long[] {100, 200}, new double[] {11, 10}, 0.5);
    assertThat(falling.micros(150)).isEqualTo(10.5);
    assertThat(falling.micros(1200)).isEqualTo(510);

    CostCurve onePoint = new CostCurve(new long[] {100}, new double[] {11}, 0.5);
    assertThat(onePoint.micros(50)).isEqualTo(11);
    assertThat(onePoint.micros(300)).isEqualTo(111);
  }
}
