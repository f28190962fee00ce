// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

/**
 * What an embedded directory keeps.
 *
 * @param locations of objects
 * @param holders nodes that hold some, or may
 * @param guests nodes that have joined this one
 * @param watched objects of which somebody wants to hear
 * @param searches of this node that are open
 * @param waiting what could not be sent yet: guests at the host, announcements at others
 */
public record DirectoryFigures(
    long locations, int holders, int guests, int watched, int searches, long waiting) {}
