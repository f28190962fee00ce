// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the scripts do, in Java, so that thousands of runs with faults take seconds. {@code
 * ModelRedisTest} compares it with the scripts in a real Redis.
 */
final class ModelRedis {
  /** Takes messages. */
  @FunctionalInterface
  interface Channels {
    /** Returns how many hear it. */
    int publish(String channel, byte[] message);
  }

  private final Map<String, Long> leases = new LinkedHashMap<>();
  private final Map<String, String> lives = new HashMap<>();
  private final Map<String, byte[]> nodes = new LinkedHashMap<>();
  private final Set<String> dead = new TreeSet<>();
  private final Map<String, Set<String>> held = new HashMap<>();
  private final Map<String, Map<String, byte[]>> objects = new HashMap<>();
  private final LongSupplier clockMs;
  private final Channels channels;
  private String epoch = "";
  private long version;
  private long cleaningUntilMs;
  private boolean shortOfMemory;

  /**
   * An empty one.
   *
   * @param channels where messages go
   */
  ModelRedis(LongSupplier clockMs, Channels channels) {
    this.clockMs = clockMs;
    this.channels = channels;
  }

  void flush() {
    leases.clear();
    lives.clear();
    nodes.clear();
    dead.clear();
    held.clear();
    objects.clear();
    epoch = "";
    version = 0;
    cleaningUntilMs = 0;
  }

  /** What there is now, to come back to later. */
  ModelRedis snapshot() {
    ModelRedis copy = new ModelRedis(clockMs, channels);
    copy.restore(this);
    return copy;
  }

  /** Becomes what another one is. */
  void restore(ModelRedis other) {
    flush();
    leases.putAll(other.leases);
    lives.putAll(other.lives);
    nodes.putAll(other.nodes);
    dead.addAll(other.dead);
    other.held.forEach((life, ids) -> held.put(life, new LinkedHashSet<>(ids)));
    other.objects.forEach((id, holders) -> objects.put(id, new LinkedHashMap<>(holders)));
    epoch = other.epoch;
    version = other.version;
  }

  void shortOfMemory(boolean isShort) {
    shortOfMemory = isShort;
  }

  boolean isEmpty() {
    return leases.isEmpty()
        && lives.isEmpty()
        && nodes.isEmpty()
        && dead.isEmpty()
        && held.isEmpty()
        && objects.isEmpty()
        && epoch.isEmpty();
  }

  @Override
  public String toString() {
    return "epoch %s, leases %s, lives %s, dead %s, held %s, %d objects"
        .formatted(epoch, leases, lives, dead, held, objects.size());
  }

  /** Lives that were not cleaned up after. */
  int deadLives() {
    return dead.size();
  }

  @Nullable Object execute(Command command) {
    return switch (command) {
      case Command.Call(Script script, String prefix, List<byte[]> arguments) ->
          new Execution(prefix, arguments).run(script);
      case Command.Holders(String key) -> holders(key.substring(key.lastIndexOf(':') + 1));
      case Command.Wake(String channel) -> (long) channels.publish(channel, new byte[0]);
      case Command.MemoryInfo() -> ascii("maxmemory_policy:noeviction");
    };
  }

  private List<Object> holders(String object) {
    List<Object> pairs = new ArrayList<>();
    objects
        .getOrDefault(object, Map.of())
        .forEach((life, location) -> pairs.addAll(List.of(ascii(life), location)));
    return pairs;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** One script. */
  private final class Execution {
    private final String prefix;
    private final List<byte[]> arguments;
    private int at;

    private Execution(String prefix, List<byte[]> arguments) {
      this.prefix = prefix;
      this.arguments = arguments;
    }

    private Object run(Script script) {
      return switch (script) {
        case JOIN -> join();
        case BEAT -> beat();
        case APPLY -> apply();
        case CLEAN -> clean();
        case LEAVE -> leave();
      };
    }

    private String next() {
      return new String(arguments.get(at++), StandardCharsets.ISO_8859_1);
    }

    private void pardon(long nowMs, long leaseMs) {
      long newest =
          leases.values().stream().mapToLong(Long::longValue).max().orElse(Long.MAX_VALUE);
      if (newest != Long.MAX_VALUE && nowMs - (newest - leaseMs) > leaseMs / 2) {
        leases.replaceAll((node, end) -> Math.max(end, nowMs + leaseMs));
      }
    }

    private void bury(String node) {
      String was = lives.get(node);
      if (was != null) {
        dead.add(node + "@" + was.substring(0, 16));
      }
      leases.remove(node);
      lives.remove(node);
      nodes.remove(node);
    }

    private void membersChanged() {
      version++;
      channels.publish(prefix + "m", new byte[0]);
    }

    private Object join() {
      String node = next();
      String life = next();
      long session = Long.parseLong(next());
      String token = next();
      long leaseMs = Long.parseLong(next());
      byte[] description = arguments.get(at++);
      String name = next();
      String was = lives.getOrDefault(node, "");
      epoch = epoch.isEmpty() ? name : epoch;
      String known = was.isEmpty() ? "" : was.substring(0, 16);
      if (known.compareTo(life) > 0) {
        return Arrays.asList(0L, ascii(epoch), ascii(was), 0L);
      }
      if (known.equals(life) && Long.parseLong(was.split(":")[1]) >= session) {
        return Arrays.asList(-1L, ascii(epoch), ascii(was), 0L);
      }
      long nowMs = clockMs.getAsLong();
      pardon(nowMs, leaseMs);
      if (!known.equals(life)) {
        bury(node);
      }
      dead.remove(node + "@" + life);
      lives.put(node, token);
      nodes.put(node, description);
      leases.put(node, nowMs + leaseMs);
      membersChanged();
      long holds = held.getOrDefault(node + "@" + life, Set.of()).size();
      return Arrays.asList(1L, ascii(epoch), ascii(was), holds);
    }

    private Object beat() {
      String node = next();
      String token = next();
      long leaseMs = Long.parseLong(next());
      String members = next();
      long nowMs = clockMs.getAsLong();
      pardon(nowMs, leaseMs);
      boolean there = token.equals(lives.get(node));
      if (there) {
        leases.put(node, nowMs + leaseMs);
      }
      List<String> late =
          leases.keySet().stream().filter(other -> leases.get(other) < nowMs).toList();
      late.forEach(this::bury);
      if (!late.isEmpty()) {
        membersChanged();
      }
      String now = version == 0 ? "" : Long.toString(version);
      boolean changed = !members.equals(epoch + "/" + now);
      long heard = channels.publish(prefix + "e:" + node, new byte[0]);
      return Arrays.asList(
          there ? 1L : 0L,
          ascii(epoch),
          ascii(now),
          (long) dead.size(),
          heard,
          changed ? List.copyOf(nodes.values()) : null);
    }

    private Object apply() {
      String node = next();
      String life = next();
      if (!next().equals(lives.get(node))) {
        return 0L;
      }
      String token = next();
      int announced = Integer.parseInt(next());
      if (announced > 0 && shortOfMemory) {
        return new RedisError("OOM command not allowed when used memory > 'maxmemory'.");
      }
      for (int i = 0; i < announced; i++) {
        String object = next();
        objects
            .computeIfAbsent(object, any -> new LinkedHashMap<>())
            .put(life, arguments.get(at++));
        held.computeIfAbsent(life, any -> new LinkedHashSet<>()).add(object);
      }
      for (int i = Integer.parseInt(next()); i > 0; i--) {
        forget(next(), life);
      }
      for (int i = Integer.parseInt(next()); i > 0; i--) {
        String object = next();
        String other = next();
        byte[] location = arguments.get(at++);
        if (Arrays.equals(objects.getOrDefault(object, Map.of()).get(other), location)) {
          forget(object, other);
        }
      }
      lives.put(node, token);
      for (int i = Integer.parseInt(next()); i > 0; i--) {
        channels.publish(prefix + "c:" + next(), arguments.get(at++));
      }
      return 1L;
    }

    private void forget(String object, String life) {
      forgetHolder(object, life);
      Set<String> all = held.get(life);
      if (all != null && all.remove(object) && all.isEmpty()) {
        held.remove(life);
      }
    }

    private void forgetHolder(String object, String life) {
      Map<String, byte[]> holders = objects.get(object);
      if (holders != null && holders.remove(life) != null && holders.isEmpty()) {
        objects.remove(object);
      }
    }

    private Object clean() {
      String given = next();
      int most = Integer.parseInt(next());
      long pauseMs = Long.parseLong(next());
      if (!given.isEmpty()) {
        String was = lives.get(next());
        if (!next().equals(was)) {
          return -1L;
        }
        cleanLife(given, most);
        return (long) held.getOrDefault(given, Set.of()).size();
      }
      long nowMs = clockMs.getAsLong();
      if (pauseMs == 0 || nowMs >= cleaningUntilMs) {
        cleaningUntilMs = pauseMs == 0 ? cleaningUntilMs : nowMs + pauseMs;
        String life = dead.isEmpty() ? null : dead.iterator().next();
        if (life != null && cleanLife(life, most) < most) {
          dead.remove(life);
        }
      }
      if (dead.isEmpty() && leases.isEmpty()) {
        epoch = "";
        version = 0;
      }
      return (long) dead.size();
    }

    private int cleanLife(String life, int most) {
      Set<String> all = held.getOrDefault(life, new LinkedHashSet<>());
      int count = 0;
      for (Iterator<String> it = all.iterator(); it.hasNext() && count < most; count++) {
        forgetHolder(it.next(), life);
        it.remove();
      }
      if (all.isEmpty()) {
        held.remove(life);
      }
      return count;
    }

    private Object leave() {
      String node = next();
      String life = next();
      String was = lives.get(node);
      if (was != null && was.startsWith(life)) {
        bury(node);
        membersChanged();
      }
      return (long) dead.size();
    }
  }
}
