// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.serve;

import io.tokamak.transfer.link.Link;
import io.tokamak.transfer.message.Ask;

/** A receiver that waits until this node begins to receive the object itself. */
record Waiting(Link link, Ask ask, long deadlineNs) {}
