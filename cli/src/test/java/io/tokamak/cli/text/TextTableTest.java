// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.cli.text.TextTable.Align;
import org.junit.jupiter.api.Test;

final class TextTableTest {
  @Test
  void shouldAlignColumnsAndEndLinesWithTheirText() {
    TextTable table = new TextTable(Align.LEFT, Align.RIGHT, Align.LEFT);
    table.row("NAME", "SIZE", "X").row("a", "1", "").row("long name", "12345", "y");

    assertThat(table.render())
        .isEqualTo(
            """
            NAME        SIZE  X
            a              1
            long name  12345  y
            """);
  }

  @Test
  void shouldRefuseRowsOfAnotherWidth() {
    TextTable table = new TextTable(Align.LEFT);

    assertThatThrownBy(() -> table.row("a", "b")).hasMessageContaining("2 cells");
  }
}
