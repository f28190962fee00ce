// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.protocol;

import io.tokamak.fabric.RemotePointer;

/**
 * An object as it can be read.
 *
 * @param bytes all of it
 * @param control the control word of its entry
 * @param generation that the entry must have
 */
public record RemoteObject(RemotePointer bytes, RemotePointer control, int generation) {}
