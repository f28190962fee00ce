// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import java.util.List;

/**
 * The virtual machine.
 *
 * @param feature its version, such as 25
 * @param name version and vendor, for people
 * @param nativeAccess whether it lets this program reach the C library
 */
record JavaCheck(int feature, String name, boolean nativeAccess) implements Check {
  private static final int NEEDED = 25;

  /** The one this process runs in. */
  static JavaCheck here() {
    return new JavaCheck(
        Runtime.version().feature(),
        Runtime.version() + ", " + System.getProperty("java.vendor", "vendor unknown"),
        JavaCheck.class.getModule().isNativeAccessEnabled());
  }

  @Override
  public List<Finding> look() {
    return List.of(jdk(), access());
  }

  private Finding jdk() {
    return feature >= NEEDED
        ? Finding.ok("jdk", name)
        : Finding.missing("jdk", name, "install a JDK 25, or set TOKAMAK_JAVA_HOME to one");
  }

  private Finding access() {
    return nativeAccess
        ? Finding.ok("native access", "allowed")
        : Finding.missing(
            "native access",
            "denied, so there is no shared memory",
            "start java with --enable-native-access=ALL-UNNAMED");
  }
}
