// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import io.tokamak.directory.Location;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.link.Link;
import io.tokamak.transfer.protocol.Attempt;
import io.tokamak.transfer.protocol.AttemptListener;
import io.tokamak.transfer.protocol.Failure;
import org.jspecify.annotations.Nullable;

/** An attempt to get an object from one source. */
final class Flight implements AttemptListener {
  private final Course course;
  private final Pull pull;
  private final Source source;
  private final Lane lane;
  private final Link link;
  private final long bytes;
  private @Nullable Attempt attempt;
  private @Nullable Protocol protocol;
  private @Nullable String gaveUp;

  Flight(Course course, Pull pull, Source source, Lane lane, Link link, long bytes) {
    this.course = course;
    this.pull = pull;
    this.source = source;
    this.lane = lane;
    this.link = link;
    this.bytes = bytes;
  }

  /** Bytes that an object is thought to have. */
  static long bytes(Pull pull) {
    Source source = pull.source();
    return source == null ? 0 : bytes(source);
  }

  static long bytes(Source source) {
    return bytes(source.location());
  }

  static long bytes(Location location) {
    return Place.length(location.dataLength(), location.metadataLength());
  }

  void begin(Attempt newAttempt) {
    attempt = newAttempt;
    newAttempt.begin();
  }

  void decided(Protocol newProtocol) {
    protocol = newProtocol;
  }

  /** Nobody wants it any more. */
  void stop() {
    if (attempt != null) {
      attempt.stop();
    }
  }

  /** It could not be begun, or not well. */
  void failed(String why) {
    gaveUp = why;
    if (attempt == null) {
      course.landed(this, Failure.of(Failure.Kind.BROKEN, why));
    } else {
      attempt.stop();
    }
  }

  /** Nothing has happened for too long. */
  void checkProgress(long nowNs, long patienceNs) {
    if (attempt != null && nowNs - attempt.progressNs() > patienceNs) {
      gaveUp = "nothing came for %d ms".formatted((nowNs - attempt.progressNs()) / 1_000_000);
      if (attempt.isReading()) {
        link.close("reads were not answered: " + gaveUp);
      } else {
        attempt.stop();
      }
    }
  }

  @Override
  public void ended(Attempt ended, @Nullable Failure failure) {
    String why = gaveUp;
    if (failure != null && why != null) {
      course.landed(this, Failure.of(Failure.Kind.BROKEN, why));
    } else {
      course.landed(this, failure);
    }
  }

  Pull pull() {
    return pull;
  }

  Source source() {
    return source;
  }

  Lane lane() {
    return lane;
  }

  Link link() {
    return link;
  }

  long bytes() {
    return bytes;
  }

  /** Whether it was read without asking. */
  boolean isDirect() {
    return protocol == Protocol.DIRECT;
  }

  @Override
  public String toString() {
    return protocol == null ? link.toString() : link + " by " + protocol.label();
  }
}
