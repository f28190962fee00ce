// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The model and the scripts in a real Redis answer the same to any commands. */
final class ModelRedisTest {
  private static final int COMMANDS = 3000;
  private static final Keys KEYS = Keys.of("model");
  private static final String LEASE_MS = "1000000";

  private final Map<Long, Long> sessions = new HashMap<>();
  private final Map<Long, Long> batches = new HashMap<>();

  @Test
  void shouldAnswerAsTheScriptsDo() throws IOException {
    try (RedisServer server = RedisServer.running();
        RawLink link = new RawLink(server.url())) {
      Seeds.run("ModelRedisTest", random -> compare(link, random));
    }
  }

  private void compare(RawLink link, RandomGenerator random) {
    ModelRedis model = new ModelRedis(() -> 0, (channel, message) -> 0);
    for (int i = 0; i < COMMANDS; i++) {
      if (random.nextInt(20) == 0) {
        sweep(link, model);
      }
      Command command = any(random);
      assertThat(text(command, link.answer(command)))
          .as("%d: %s", i, command)
          .isEqualTo(text(command, model.execute(command)));
    }
  }

  /** Which dead life is first is left to chance, so that all are cleaned up after. */
  private static void sweep(RawLink link, ModelRedis model) {
    Command clean = call(Script.CLEAN, "", "1000", "0");
    int left = 40;
    while (left > 0 && Replies.number(link.answer(clean)) > 0) {
      left--;
    }
    while (left > 0 && Replies.number(model.execute(clean)) > 0) {
      left--;
    }
    assertThat(left).isPositive();
  }

  /** Nothing depends on the order of what has none. */
  private static String text(Command command, @Nullable Object reply) {
    if (command instanceof Command.Holders) {
      List<?> pairs = Replies.list(reply);
      Map<String, String> sorted = new TreeMap<>();
      for (int i = 0; i < pairs.size(); i += 2) {
        sorted.put(text(pairs.get(i)), text(pairs.get(i + 1)));
      }
      return sorted.toString();
    }
    return text(reply);
  }

  private static String text(@Nullable Object reply) {
    return switch (reply) {
      case null -> "null";
      case byte[] bytes -> HexFormat.of().formatHex(bytes);
      case List<?> list when !list.isEmpty() && list.getLast() instanceof List<?> members ->
          text(list.subList(0, list.size() - 1)) + sorted(members);
      case List<?> list -> list.stream().map(ModelRedisTest::text).toList().toString();
      default -> reply.toString();
    };
  }

  private static Set<String> sorted(List<?> list) {
    Set<String> sorted = new TreeSet<>();
    list.forEach(one -> sorted.add(text(one)));
    return sorted;
  }

  private Command any(RandomGenerator random) {
    NodeRef ref = new NodeRef(random.nextLong(1, 4), random.nextLong(1, 4));
    return switch (random.nextInt(12)) {
      case 0 -> join(ref, random);
      case 1 ->
          call(
              Script.BEAT, Keys.node(ref), token(ref), LEASE_MS, random.nextBoolean() ? "" : "x/1");
      case 2 ->
          random.nextInt(8) > 0 ? beat(ref) : call(Script.LEAVE, Keys.node(ref), Keys.epoch(ref));
      case 3 -> call(Script.CLEAN, Keys.life(ref), "1000", "0", Keys.node(ref), token(ref));
      case 4, 5, 6 -> new Command.Holders(KEYS.object(id(random)));
      default -> apply(ref, random);
    };
  }

  private Command beat(NodeRef ref) {
    return call(Script.BEAT, Keys.node(ref), token(ref), LEASE_MS, "");
  }

  private Command join(NodeRef ref, RandomGenerator random) {
    if (random.nextInt(4) > 0) {
      sessions.merge(ref.node(), 1L, Long::sum);
      batches.put(ref.node(), 0L);
    }
    String session = Long.toString(sessions.getOrDefault(ref.node(), 1L));
    return call(
        Script.JOIN,
        Keys.node(ref),
        Keys.epoch(ref),
        session,
        token(ref),
        LEASE_MS,
        "i" + ref,
        "dir");
  }

  private String token(NodeRef ref) {
    return Keys.epoch(ref)
        + ":"
        + sessions.getOrDefault(ref.node(), 1L)
        + ":"
        + batches.getOrDefault(ref.node(), 0L);
  }

  private Command apply(NodeRef ref, RandomGenerator random) {
    List<byte[]> arguments = new ArrayList<>();
    for (String one : List.of(Keys.node(ref), Keys.life(ref), token(ref))) {
      arguments.add(ascii(one));
    }
    if (random.nextInt(10) > 0) {
      batches.merge(ref.node(), 1L, Long::sum);
    }
    arguments.add(ascii(token(ref)));
    Batch batch = new Batch();
    for (int i = random.nextInt(6); i > 0; i--) {
      Location location = random.nextInt(3) > 0 ? location(ref, random) : null;
      batch.add(new Change(id(random), location, 1));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      NodeRef other = new NodeRef(random.nextLong(1, 4), random.nextLong(1, 4));
      batch.add(new Batch.Doubt(id(random), location(other, random)));
    }
    batch.writeTo(arguments);
    return new Command.Call(Script.APPLY, KEYS.prefix(), arguments);
  }

  private static Location location(NodeRef ref, RandomGenerator random) {
    return new Location(ref, 64, 100, 8, 1, random.nextInt(2));
  }

  private static ObjectId id(RandomGenerator random) {
    return ObjectId.named("m" + random.nextInt(5));
  }

  private static Command call(Script script, String... arguments) {
    return new Command.Call(
        script, KEYS.prefix(), Arrays.stream(arguments).map(ModelRedisTest::ascii).toList());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
