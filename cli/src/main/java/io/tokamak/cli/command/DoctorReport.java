// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.doctor.Examination;
import io.tokamak.doctor.Finding;
import io.tokamak.doctor.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What the doctor found, for people and for programs. */
final class DoctorReport {
  private static final String INDENT = "  ";
  private static final String GAP = "  ";

  private DoctorReport() {}

  /**
   * A block for each topic, a line for each finding, its remedy below it; then how many of each.
   */
  static String text(Examination examination) {
    int verdicts = width(findings(examination).map(finding -> finding.verdict().words()));
    int names = width(findings(examination).map(Finding::name));
    StringBuilder text = new StringBuilder();
    for (Examination.Topic topic : examination.topics()) {
      text.append(topic.name()).append('\n');
      for (Finding finding : topic.findings()) {
        append(text, finding, verdicts, names);
      }
    }
    return text.append(sum(examination)).toString();
  }

  private static Stream<Finding> findings(Examination examination) {
    return examination.topics().stream().flatMap(topic -> topic.findings().stream());
  }

  private static int width(Stream<String> words) {
    return words.mapToInt(String::length).max().orElse(0);
  }

  private static void append(StringBuilder text, Finding finding, int verdicts, int names) {
    text.append(INDENT)
        .append(padded(finding.verdict().words(), verdicts))
        .append(GAP)
        .append(padded(finding.name(), names))
        .append(GAP)
        .append(finding.found())
        .append('\n');
    if (!finding.remedy().isEmpty()) {
      text.append(INDENT)
          .append(padded("", verdicts + GAP.length() + names))
          .append(GAP)
          .append("-> ")
          .append(finding.remedy())
          .append('\n');
    }
  }

  private static String padded(String word, int width) {
    return word + " ".repeat(width - word.length());
  }

  private static String sum(Examination examination) {
    return "\n%d ok, %d could be better, %d missing\n"
        .formatted(
            examination.count(Verdict.OK),
            examination.count(Verdict.BETTER),
            examination.count(Verdict.MISSING));
  }

  /** The same for programs; see docs/operating.md. */
  static Map<String, Object> json(Examination examination) {
    List<Map<String, Object>> findings =
        examination.topics().stream()
            .flatMap(topic -> topic.findings().stream().map(finding -> json(topic.name(), finding)))
            .toList();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("verdict", word(examination.verdict()));
    fields.put("findings", findings);
    return fields;
  }

  private static Map<String, Object> json(String topic, Finding finding) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("topic", topic);
    fields.put("name", finding.name());
    fields.put("verdict", word(finding.verdict()));
    fields.put("found", finding.found());
    fields.put("remedy", finding.remedy());
    return fields;
  }

  private static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}
