// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

/**
 * Who a session belongs to.
 *
 * @param processStartTime with the pid tells a process from a later one with the same pid
 * @param name what the client calls itself, for people
 * @param readOnly whether it can read only; then it has no slot and pins on the store's books
 */
public record ClientIdentity(
    int pid, int uid, long processStartTime, String name, boolean readOnly) {}
