// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.report;

import static io.tokamak.benchmarks.chart.Markup.escaped;

import io.tokamak.benchmarks.chart.Chart;
import io.tokamak.benchmarks.figure.Claim;
import io.tokamak.benchmarks.figure.Figure;
import io.tokamak.benchmarks.figure.Outcome;
import io.tokamak.benchmarks.result.Peer;
import io.tokamak.benchmarks.result.ResultFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page with everything: one file that needs no other, for large screens and small ones. */
final class Page {
  private static final int WIDE = 960;
  private static final int WIDE_HEIGHT = 430;
  private static final int HALF = 520;
  private static final int HALF_HEIGHT = 390;
  private static final int NARROW = 370;
  private static final int NARROW_HEIGHT = 380;

  private final ResultFile result;
  private final List<Figure> figures;

  Page(ResultFile result, List<Figure> figures) {
    this.result = result;
    this.figures = figures;
  }

  String html() {
    return template()
        .replace("{{summary}}", summary())
        .replace("{{notice}}", notice())
        .replace("{{verdicts}}", verdicts())
        .replace("{{figures}}", figures.stream().map(this::section).collect(Collectors.joining()))
        .replace("{{machine}}", machine())
        .replace("{{peers}}", peers())
        .replace("{{command}}", escaped(result.command()))
        .replace("{{date}}", escaped(result.machine().getOrDefault("date", "")));
  }

  private static String template() {
    try (InputStream file = Page.class.getResourceAsStream("page.html")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String summary() {
    StringBuilder html = new StringBuilder();
    for (Outcome outcome : Outcome.values()) {
      long count =
          figures.stream()
              .flatMap(figure -> figure.claims().stream())
              .filter(claim -> claim.outcome() == outcome)
              .count();
      html.append(
          "<div class=\"tile %s\"><b>%d</b><span>%s</span></div>"
              .formatted(style(outcome), count, words(outcome)));
    }
    return html.toString();
  }

  /** Whoever is handed the page has not seen the command. */
  private String notice() {
    if (result.command().contains("--trial")) {
      return "<p class=\"notice\"><b>A trial.</b> It shows that everything runs; the figures mean"
          + " nothing.</p>";
    }
    return result.command().contains("--quick")
        ? "<p class=\"notice\"><b>A quick look.</b> Nodes and clients had seconds to warm up, and"
            + " each cell is short and repeated three times: fetches of small objects take up to"
            + " twice as long as in a full run, and more verdicts are uncertain.</p>"
        : "";
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case HOLDS -> "claims hold on this machine";
      case FAILS -> "claims do not hold on it";
      case OUT_OF_REACH -> "are out of its reach";
      case UNTESTED -> "cannot be tested on it";
    };
  }

  private static String style(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private static String chip(Outcome outcome) {
    return "<span class=\"chip %s\">%s</span>".formatted(style(outcome), outcome.label());
  }

  private String verdicts() {
    StringBuilder html = new StringBuilder();
    for (Figure figure : figures) {
      html.append(
          "<section><h3><a href=\"#%s\">%s</a> <small>%s</small></h3><ul>"
              .formatted(figure.id(), escaped(figure.title()), escaped(figure.source())));
      for (Claim claim : figure.claims()) {
        html.append("<li>%s<p>%s</p></li>".formatted(chip(claim.outcome()), escaped(claim.text())));
      }
      html.append("</ul></section>");
    }
    return html.toString();
  }

  private String section(Figure figure) {
    StringBuilder html = new StringBuilder();
    html.append("<article id=\"%s\"><header>".formatted(figure.id()));
    html.append("<p class=\"source\">%s</p>".formatted(escaped(figure.source())));
    html.append("<h2>%s</h2>".formatted(escaped(figure.title())));
    html.append("<p>%s</p></header>".formatted(escaped(figure.introduction())));
    html.append(charts(figure));
    html.append("<div class=\"claims\">");
    figure.claims().forEach(claim -> html.append(claim(claim)));
    html.append("</div>");
    html.append("<p class=\"method\"><b>How.</b> %s</p>".formatted(escaped(figure.method())));
    html.append(numbers(figure));
    return html.append("</article>\n").toString();
  }

  private static String charts(Figure figure) {
    if (figure.charts().isEmpty()) {
      boolean nothing =
          figure.claims().stream().allMatch(claim -> claim.outcome() == Outcome.UNTESTED);
      return nothing ? "<p class=\"nothing\">Not measured in this run.</p>" : "";
    }
    boolean one = figure.charts().size() == 1;
    StringBuilder html =
        new StringBuilder("<div class=\"charts %s\">".formatted(one ? "one" : "many"));
    for (Chart chart : figure.charts()) {
      html.append(
          "<figure><figcaption>%s</figcaption><div class=\"wide\">%s</div><div class=\"narrow\">%s</div></figure>"
              .formatted(
                  escaped(chart.title()),
                  chart.svg(one ? WIDE : HALF, one ? WIDE_HEIGHT : HALF_HEIGHT, false),
                  chart.svg(NARROW, NARROW_HEIGHT, false)));
    }
    return html.append("</div>").toString();
  }

  private static String claim(Claim claim) {
    return "<div class=\"claim %s\"><div>%s</div><div><p class=\"says\">%s</p><p>%s</p></div></div>"
        .formatted(
            style(claim.outcome()),
            chip(claim.outcome()),
            escaped(claim.text()),
            escaped(claim.finding()));
  }

  private static String numbers(Figure figure) {
    if (figure.charts().isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<details><summary>The numbers</summary>");
    for (int i = 0; i < figure.charts().size(); i++) {
      Chart chart = figure.charts().get(i);
      String name = ReportDirectory.name(figure, i);
      html.append("<h4>%s</h4><div class=\"scroll\">".formatted(escaped(chart.title())));
      html.append(Numbers.table(chart)).append("</div>");
      html.append(
          "<p class=\"files\"><a href=\"%s.csv\">CSV</a> <a href=\"%s.svg\">SVG</a> <a href=\"%s.png\">PNG</a></p>"
              .formatted(name, name, name));
    }
    return html.append("</details>").toString();
  }

  private String machine() {
    return result.machine().entrySet().stream()
        .map(field ->
            "<tr><th>%s</th><td>%s</td></tr>"
                .formatted(escaped(field.getKey()), escaped(field.getValue())))
        .collect(Collectors.joining());
  }

  private String peers() {
    return result.peers().stream().distinct().map(Page::peer).collect(Collectors.joining());
  }

  private static String peer(Peer peer) {
    return "<tr><th>%s</th><td>%s<br><code>%s</code></td></tr>"
        .formatted(escaped(peer.name()), escaped(peer.version()), escaped(peer.command()));
  }
}
