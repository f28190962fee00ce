// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric;

/**
 * Where a node can be reached over one fabric, as nodes tell each other.
 *
 * @param fabric name of the fabric, for instance {@code tcp}
 * @param location in the fabric's own terms, for instance {@code 10.0.0.7:7420}
 */
public record FabricAddress(String fabric, String location) {
  @Override
  public String toString() {
    return fabric + "://" + location;
  }
}
