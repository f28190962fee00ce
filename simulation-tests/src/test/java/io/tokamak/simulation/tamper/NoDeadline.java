// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.tamper;

import io.tokamak.transfer.ManagerCalls;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** The manager does not fail those who wait when their time is up. */
final class NoDeadline extends Between {
  private static final int DEADLINE = 3;
  private static final long HOUR_NS = 3_600_000_000_000L;

  @Override
  public ManagerCalls calls(ManagerCalls right) {
    return (ManagerCalls)
        Proxy.newProxyInstance(
            NoDeadline.class.getClassLoader(),
            new Class<?>[] {ManagerCalls.class},
            (proxy, method, arguments) -> call(right, method, arguments));
  }

  private static Object call(ManagerCalls right, Method method, Object[] arguments)
      throws Throwable {
    if (method.getName().equals("fetch")) {
      arguments[DEADLINE] = (Long) arguments[DEADLINE] + HOUR_NS;
    }
    try {
      return method.invoke(right, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
