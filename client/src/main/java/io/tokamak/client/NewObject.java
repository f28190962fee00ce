// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.ObjectId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One object of {@link ObjectStoreClient#putAll}. The arrays are not copied; leave them alone until
 * the call has returned.
 *
 * @param id the id it will have
 * @param data its data
 * @param metadata its metadata
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode below go by content
public record NewObject(ObjectId id, byte[] data, byte[] metadata) {
  private static final byte[] NONE = {};

  /** An object without metadata. */
  public NewObject(ObjectId id, byte[] data) {
    this(id, data, NONE);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NewObject object
        && id.equals(object.id)
        && Arrays.equals(data, object.data)
        && Arrays.equals(metadata, object.metadata);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "NewObject["
        + id
        + ", "
        + data.length
        + " bytes, metadata "
        + metadata.length
        + " bytes]";
  }
}
