// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory;

import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.RemotePointer;

/**
 * How a node can be reached over one fabric, and read without asking.
 *
 * @param address where
 * @param data its data area, as peers may read it
 * @param table the entries of its object table, as peers may read them
 */
public record FabricOffer(FabricAddress address, RemotePointer data, RemotePointer table) {}
