// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.demo;

import io.tokamak.wire.ObjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the readers are to find: the SHA-256 of each object, as computed from the files.
 *
 * @param digests by object, in order
 */
record Manifest(Map<ObjectId, String> digests) {
  /** What the file is called. */
  static final String FILE_NAME = "manifest";

  private static final int ID_DIGITS = 2 * ObjectId.LENGTH;

  /** Of these files. */
  static Manifest of(List<Sample> samples) throws IOException {
    Map<ObjectId, String> digests = new LinkedHashMap<>();
    for (Sample sample : samples) {
      digests.put(sample.id(), Digest.of(sample.file()));
    }
    return new Manifest(digests);
  }

  static Manifest read(Path file) throws IOException {
    Map<ObjectId, String> digests = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      digests.put(ObjectId.fromHex(line.substring(0, ID_DIGITS)), line.substring(ID_DIGITS + 1));
    }
    return new Manifest(digests);
  }

  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    digests.forEach((id, digest) -> lines.add(id + " " + digest));
    Files.write(file, lines);
  }
}
