// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

/**
 * Who was at the other end of a socket when it connected, as the kernel says.
 *
 * @param pid process, 0 when it lives in a process space invisible from here
 * @param uid effective user, unsigned
 * @param gid effective group, unsigned
 */
public record PeerCredentials(int pid, int uid, int gid) {}
