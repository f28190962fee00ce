// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.demo;

import io.tokamak.cli.text.ByteSize;
import io.tokamak.cli.text.TextTable;
import io.tokamak.cli.text.TextTable.Align;
import io.tokamak.client.FetchResult;
import io.tokamak.client.TransferInfo;
import java.util.Comparator;
import java.util.List;

/** How some objects came: the records of their transfers. */
final class TransferTable {
  private static final int LARGEST = 3;

  private final Samples samples;

  TransferTable(Samples samples) {
    this.samples = samples;
  }

  /** The largest, and the one that was quickest. */
  String of(List<FetchResult> results) {
    List<TransferInfo> transfers =
        results.stream()
            .filter(FetchResult.Arrived.class::isInstance)
            .map(result -> ((FetchResult.Arrived) result).how())
            .sorted(Comparator.comparingLong(TransferInfo::bytes).reversed())
            .toList();
    TextTable table =
        new TextTable(
            Align.LEFT, Align.RIGHT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.LEFT);
    table.row("OBJECT", "SIZE", "PROTOCOL", "TIME", "COPIES", "ROUND TRIPS", "WHY");
    transfers.stream().limit(LARGEST).forEach(transfer -> table.row(row(transfer)));
    transfers.stream()
        .skip(LARGEST)
        .min(Comparator.comparing(TransferInfo::total))
        .ifPresent(transfer -> table.row(row(transfer)));
    return table.render();
  }

  private String[] row(TransferInfo transfer) {
    return new String[] {
      name(transfer),
      ByteSize.format(transfer.bytes()),
      transfer.protocol(),
      "%.2f ms".formatted(transfer.total().toNanos() / 1e6),
      Integer.toString(transfer.copies()),
      Integer.toString(transfer.roundTrips()),
      transfer.reason()
    };
  }

  private String name(TransferInfo transfer) {
    return samples.all().stream()
        .filter(sample -> sample.id().equals(transfer.id()))
        .map(sample -> sample.file().getFileName().toString())
        .findFirst()
        .orElse("");
  }

  /** How one object came, or why not. */
  String line(FetchResult result) {
    return switch (result) {
      case FetchResult.Arrived(TransferInfo how) ->
          "%s from %d nodes in %.2f s, by %s over %s"
              .formatted(
                  ByteSize.format(how.bytes()),
                  how.sources(),
                  how.total().toNanos() / 1e9,
                  how.protocol(),
                  how.fabric());
      case FetchResult.Failed failed -> failed.why();
      case FetchResult.Present _ -> "it was there already";
      case FetchResult.Pending _ -> "it is still on its way";
    };
  }
}
