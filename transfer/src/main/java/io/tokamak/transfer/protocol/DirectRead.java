// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.protocol;

import io.tokamak.transfer.TransferRecord.Phase;
import io.tokamak.transfer.link.Hold;
import io.tokamak.transfer.link.Link;
import org.jspecify.annotations.Nullable;

/**
 * Direct: the directory says where the object is, and it is read there. No message; the holder's
 * manager does not notice.
 */
public final class DirectRead extends Attempt implements Reading {
  private final Hold into;
  private final PieceReader reader;

  /** Of an object that the directory says is there. */
  public DirectRead(Delivery delivery, Link link, RemoteObject from, AttemptListener listener) {
    super(delivery, link, listener);
    Landing landing = delivery.landing();
    delivery.trace().enter(Phase.REGISTER, delivery.clock().getAsLong());
    into = link.side().registrations().hold(landing.object().offset(), landing.length());
    delivery.trace().registered(into.made());
    reader = new PieceReader(link, delivery, into, from, this);
  }

  @Override
  public void begin() {
    delivery().trace().enter(Phase.WIRE, progressed());
    reader.read();
  }

  @Override
  public void stop() {
    reader.stop();
  }

  @Override
  public boolean isReading() {
    return true;
  }

  @Override
  public void advanced() {
    progressed();
  }

  @Override
  public void ended(@Nullable Failure failure) {
    link().side().registrations().release(into);
    end(failure);
  }
}
