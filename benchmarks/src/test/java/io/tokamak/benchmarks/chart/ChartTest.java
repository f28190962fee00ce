// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class ChartTest {
  private static final LineChart LINES =
      new LineChart(
          "Time & \"size\"",
          Axis.logarithmic("size", Unit.BYTES),
          Axis.logarithmic("time", Unit.MICROS),
          List.of(
              new Series(
                  "others <b>",
                  1,
                  List.of(
                      new Point(1024, List.of(10.0, 11.0, 12.0)), new Point(4096, List.of(20.0)))),
              new Series(
                  "ours",
                  0,
                  List.of(new Point(1024, List.of(1.0)), new Point(4096, List.of(2.0))))),
          List.of(new Mark(2048, "crossover")));
  private static final StackedChart STACKS =
      new StackedChart(
          "Parts",
          "size",
          List.of("a", "b"),
          List.of(
              new StackedChart.Bar("1 KiB", "4 µs", List.of(3.0, 1.0)),
              new StackedChart.Bar("4 KiB", "8 µs", List.of(4.0, 4.0))));

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<Element> all(Document document, String name) {
    NodeList found = document.getElementsByTagName(name);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  private static double[] numbers(Element element) {
    return Arrays.stream(element.getAttribute("points").split("[ ,]", -1))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  @Test
  void shouldDrawALineThroughTheMediansOfEachSeries() throws Exception {
    Document svg = parse(LINES.svg(600, 400, true));
    List<Element> lines =
        all(svg, "polyline").stream()
            .filter(line -> line.getAttribute("stroke-width").equals("2.2"))
            .toList();
    assertThat(lines).hasSize(4); // two samples in the legend, two in the chart
    double[] theirs = numbers(lines.get(2));
    double[] ours = numbers(lines.get(3));
    assertThat(lines.get(3).getAttribute("stroke")).isEqualTo(Palette.series(0));
    assertThat(theirs[0]).isEqualTo(ours[0]).isLessThan(ours[2]);
    assertThat(ours[1]).isGreaterThan(theirs[1]); // y grows downwards, ours is faster
    assertThat(ours[1]).isGreaterThan(ours[3]);
    double[] range =
        numbers(
            all(svg, "polyline").stream()
                .filter(line -> line.getAttribute("stroke-width").equals("1.2"))
                .findFirst()
                .orElseThrow());
    assertThat(theirs[1]).isStrictlyBetween(range[3], range[1]);
  }

  @Test
  void shouldWriteTitleLegendLabelsAndMarks() throws Exception {
    Document svg = parse(LINES.svg(600, 400, true));
    assertThat(all(svg, "text").stream().map(Element::getTextContent))
        .contains(
            "Time & \"size\"",
            "others <b>",
            "ours",
            "1 KiB",
            "4 KiB",
            "10 µs",
            "crossover",
            "size",
            "time");
    assertThat(all(parse(LINES.svg(600, 400, false)), "text").stream().map(Element::getTextContent))
        .doesNotContain("Time & \"size\"")
        .contains("ours");
  }

  @Test
  void shouldKeepEverythingWithinThePicture() throws Exception {
    for (Chart chart : List.of(LINES, STACKS)) {
      Document svg = parse(chart.svg(370, 380, true));
      for (String name : List.of("polyline", "polygon")) {
        for (Element element : all(svg, name)) {
          double[] places = numbers(element);
          for (int i = 0; i < places.length; i += 2) {
            assertThat(places[i]).isBetween(0.0, 370.0);
            assertThat(places[i + 1]).isBetween(0.0, 380.0);
          }
        }
      }
    }
  }

  @Test
  void shouldStackPartsUpToTheSameHeight() throws Exception {
    List<Element> boxes = all(parse(STACKS.svg(600, 400, false)), "polygon");
    assertThat(boxes).hasSize(2 + 4);
    double[] low = numbers(boxes.get(2));
    double[] high = numbers(boxes.get(3));
    assertThat(high[5]).isEqualTo(low[1]); // the bottom of the upper is the top of the lower
    assertThat((low[5] - low[1]) / (high[5] - high[1])).isBetween(2.99, 3.01);
    assertThat(numbers(boxes.get(5))[1]).isEqualTo(high[1]);
  }

  @Test
  void shouldDrawPixelsWithTextAndWithoutFonts() throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(LINES.png(300, 200, true)));
    assertThat(image.getWidth()).isEqualTo(600);
    assertThat(image.getHeight()).isEqualTo(400);
    int ink = 0;
    for (int x = 0; x < 600; x++) {
      for (int y = 28; y < 62; y++) {
        ink += (image.getRGB(x, y) & 0xff) < 0x80 ? 1 : 0;
      }
    }
    assertThat(ink).as("dark pixels where the title is").isBetween(500, 6_000);
  }

  @Test
  void shouldKnowTheCharactersThatReportsUse() {
    for (String text : List.of("µ", "×", "–", "%", "W")) {
      assertThat(Glyphs.all().outline(text, 10).getBounds2D().getWidth())
          .isPositive()
          .isLessThan(Glyphs.all().width(text, 10) + 1);
    }
    assertThat(Glyphs.all().width("\u4e2d", 10)).isEqualTo(Glyphs.all().width("?", 10));
  }
}
