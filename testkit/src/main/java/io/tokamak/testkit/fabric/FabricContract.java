// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fabric;

/**
 * Everything a fabric has to do, whatever it is made of. A test class implements it and says how to
 * make a world; it assumes nothing that capabilities do not promise.
 */
public interface FabricContract
    extends ConnectionContract,
        MessageContract,
        MemoryContract,
        PointerContract,
        AtomicContract,
        OrderContract,
        LossContract {}
