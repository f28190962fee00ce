// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx.ucp;

/** The constants of ucp.h that are used. A test asks a C compiler whether they are right. */
enum UcpConstant {
  UCP_PARAM_FIELD_FEATURES(1),
  UCP_FEATURE_RMA(1 << 1),
  UCP_FEATURE_AMO64(1 << 3),
  UCP_FEATURE_WAKEUP(1 << 4),
  UCP_FEATURE_AM(1 << 6),
  UCP_WORKER_PARAM_FIELD_THREAD_MODE(1),
  UCS_THREAD_MODE_SERIALIZED(1),
  UCP_EP_PARAM_FIELD_REMOTE_ADDRESS(1),
  UCP_EP_PARAM_FIELD_ERR_HANDLING_MODE(1 << 1),
  UCP_EP_PARAM_FIELD_ERR_HANDLER(1 << 2),
  UCP_ERR_HANDLING_MODE_PEER(1),
  UCP_EP_CLOSE_FLAG_FORCE(1),
  UCP_MEM_MAP_PARAM_FIELD_ADDRESS(1),
  UCP_MEM_MAP_PARAM_FIELD_LENGTH(1 << 1),
  UCP_AM_HANDLER_PARAM_FIELD_ID(1),
  UCP_AM_HANDLER_PARAM_FIELD_FLAGS(1 << 1),
  UCP_AM_HANDLER_PARAM_FIELD_CB(1 << 2),
  UCP_AM_FLAG_PERSISTENT_DATA(1 << 1),
  UCP_AM_SEND_FLAG_EAGER(1 << 1),
  UCP_AM_RECV_ATTR_FLAG_DATA(1 << 16),
  UCP_AM_RECV_ATTR_FLAG_RNDV(1 << 17),
  UCP_OP_ATTR_FIELD_DATATYPE(1 << 3),
  UCP_OP_ATTR_FIELD_FLAGS(1 << 4),
  UCP_OP_ATTR_FIELD_REPLY_BUFFER(1 << 5),
  UCP_OP_ATTR_FIELD_MEMH(1 << 8),
  UCP_ATOMIC_OP_ADD(0),
  UCP_ATOMIC_OP_CSWAP(2),
  UCP_DATATYPE_CONTIG(0),
  UCP_DATATYPE_SHIFT(3),
  UCS_OK(0),
  UCS_INPROGRESS(1),
  UCS_ERR_BUSY(-15),
  UCS_ERR_LAST(-100);

  private final int value;

  UcpConstant(int value) {
    this.value = value;
  }

  int value() {
    return value;
  }

  static long bits(UcpConstant... flags) {
    long bits = 0;
    for (UcpConstant flag : flags) {
      bits |= flag.value;
    }
    return bits;
  }
}
