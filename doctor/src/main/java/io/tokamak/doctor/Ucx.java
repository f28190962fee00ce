// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import java.util.List;

/**
 * The library that RDMA needs, as it is installed.
 *
 * @param version such as {@code 1.13.1}
 * @param transports it can use here, such as {@code rc_verbs}; empty if it does not tell
 */
record Ucx(String version, List<String> transports) {}
