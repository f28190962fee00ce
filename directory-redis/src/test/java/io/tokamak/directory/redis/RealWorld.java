// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.directory.Directory;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Directories on a Redis. */
final class RealWorld implements DirectoryWorld {
  private static final long PAUSE_MS = 2;

  private final RedisUrl url;
  private final RedisSettings settings;
  private final Semaphore woken = new Semaphore(0);

  RealWorld(RedisUrl url, RedisSettings settings) {
    this.url = url;
    this.settings = settings;
  }

  @Override
  public Directory directory() {
    return new RedisDirectory(url, settings, woken::release);
  }

  @Override
  public long nowNs() {
    return System.nanoTime();
  }

  @Override
  public void pause() {
    try {
      if (woken.tryAcquire(PAUSE_MS, TimeUnit.MILLISECONDS)) {
        woken.drainPermits();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public long patienceNs() {
    return TimeUnit.SECONDS.toNanos(60);
  }

  @Override
  public void close() {}
}
