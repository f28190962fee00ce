// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import java.util.Comparator;
import java.util.List;

/**
 * All that was found.
 *
 * @param topics in the order they are read
 */
public record Examination(List<Topic> topics) {
  /** Keeps the topics as they are. */
  public Examination {
    topics = List.copyOf(topics);
  }

  /**
   * What belongs together.
   *
   * @param name in one word
   * @param findings of it
   */
  public record Topic(String name, List<Finding> findings) {
    /** Keeps the findings as they are. */
    public Topic {
      findings = List.copyOf(findings);
    }
  }

  /** How many findings are like that. */
  public long count(Verdict verdict) {
    return topics.stream()
        .flatMap(topic -> topic.findings().stream())
        .filter(finding -> finding.verdict() == verdict)
        .count();
  }

  /** The worst of all. */
  public Verdict verdict() {
    return topics.stream()
        .flatMap(topic -> topic.findings().stream())
        .map(Finding::verdict)
        .max(Comparator.naturalOrder())
        .orElse(Verdict.OK);
  }
}
