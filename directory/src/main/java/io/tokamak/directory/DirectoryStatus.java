// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory;

/**
 * How a directory is doing.
 *
 * @param kind {@code embedded} or {@code redis}
 * @param where for people: this node, an address, a URL without its password
 * @param reachable whether it answers
 * @param why why it does not; empty when it does
 * @param queuedAnnouncements that it has not taken yet
 * @param droppedAnnouncements for which the queue had no room; all is announced anew when it is
 *     back
 */
public record DirectoryStatus(
    String kind,
    String where,
    boolean reachable,
    String why,
    long queuedAnnouncements,
    long droppedAnnouncements) {}
