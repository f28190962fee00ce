// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Which file it is, whatever path leads to it. No other file of this machine has the same as long
 * as this one is there or is mapped.
 *
 * @param device the file system's number
 * @param inode the file's number in it
 */
public record FileIdentity(long device, long inode) {
  /**
   * The file at the end of {@code path}, links followed.
   *
   * @throws IOException when there is none or it may not be looked at
   */
  public static FileIdentity of(Path path) throws IOException {
    Map<String, Object> found = Files.readAttributes(path, "unix:dev,ino");
    return new FileIdentity(number(found, "dev"), number(found, "ino"));
  }

  private static long number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Number number ? number.longValue() : 0;
  }

  @Override
  public String toString() {
    return Long.toHexString(device) + ":" + inode;
  }
}
