// SPDX-License-Identifier: Apache-2.0

/** Measuring what each protocol costs against a peer. */
@NullMarked
package io.tokamak.transfer.calibration;

import org.jspecify.annotations.NullMarked;
