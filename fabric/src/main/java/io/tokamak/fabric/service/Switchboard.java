// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.service;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.OperationStatus;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings messages and completions to the service they belong to. A message says so in its header, a
 * completion in the first byte of its token. A peer that sends to a service this node does not
 * have, or bytes its service cannot read, loses the connection.
 */
public final class Switchboard implements FabricListener {
  private static final int SERVICE_SHIFT = 56;
  private static final long NUMBER_MASK = (1L << SERVICE_SHIFT) - 1;

  private final Map<ServiceId, NodeService> services = new EnumMap<>(ServiceId.class);

  /** Without services. */
  public Switchboard() {}

  /** Plugs a service in. */
  public void add(ServiceId id, NodeService service) {
    if (services.putIfAbsent(id, service) != null) {
      throw new IllegalStateException("there are two of service " + id);
    }
  }

  /** A token for an operation of a service; {@code number} has 56 bits. */
  public static long token(ServiceId service, long number) {
    return (long) service.code() << SERVICE_SHIFT | (number & NUMBER_MASK);
  }

  /** The number that {@link #token} was made of. */
  public static long number(long token) {
    return token & NUMBER_MASK;
  }

  @Override
  public void connected(Endpoint endpoint) {
    services.values().forEach(service -> service.connected(endpoint));
  }

  @Override
  public void disconnected(Endpoint endpoint, String why) {
    services.values().forEach(service -> service.disconnected(endpoint, why));
  }

  @Override
  public void received(Endpoint endpoint, MemorySegment message) {
    try {
      serviceOf(message).received(endpoint, message);
    } catch (BadMessageException bad) {
      endpoint.close("bad message: " + bad.getMessage());
    }
  }

  private NodeService serviceOf(MemorySegment message) {
    long length = message.byteSize() - MessageHeader.LENGTH;
    if (length < 0 || MessageHeader.length(message) != length) {
      throw new BadMessageException("found %d bytes, not those it says".formatted(length));
    }
    NodeService service = find(MessageHeader.service(message));
    if (service == null) {
      throw new BadMessageException(
          "it is for service %d, which is not here".formatted(MessageHeader.service(message)));
    }
    return service;
  }

  private @Nullable NodeService find(int code) {
    ServiceId id = ServiceId.of(code);
    return id == null ? null : services.get(id);
  }

  @Override
  public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {
    NodeService service = find((int) (token >>> SERVICE_SHIFT));
    if (service == null) {
      throw new IllegalStateException("an operation ended that no service began: token " + token);
    }
    service.completed(endpoint, token, status, value);
  }
}
