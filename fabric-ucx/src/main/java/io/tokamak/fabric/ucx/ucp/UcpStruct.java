// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx.ucp;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/**
 * The structs of ucp.h that are filled or read here, as version 1.13 has them. Later versions add
 * fields behind these, and use none that the field mask does not name. A test asks a C compiler
 * whether all of it is true. Pointers are numbers of 8 bytes.
 */
@SuppressWarnings("ImmutableEnumChecker") // layouts are immutable
enum UcpStruct {
  PARAMS(
      "ucp_params_t",
      u64("field_mask"),
      u64("features"),
      u64("request_size"),
      u64("request_init"),
      u64("request_cleanup"),
      u64("tag_sender_mask"),
      u32("mt_workers_shared"),
      paddingLayout(4),
      u64("estimated_num_eps"),
      u64("estimated_num_ppn"),
      u64("name")),

  WORKER_PARAMS(
      "ucp_worker_params_t",
      u64("field_mask"),
      u32("thread_mode"),
      paddingLayout(4),
      MemoryLayout.sequenceLayout(128, JAVA_BYTE).withName("cpu_mask"),
      u32("events"),
      paddingLayout(4),
      u64("user_data"),
      u32("event_fd"),
      paddingLayout(4),
      u64("flags"),
      u64("name"),
      u64("am_alignment"),
      u64("client_id")),

  ENDPOINT_PARAMS(
      "ucp_ep_params_t",
      u64("field_mask"),
      u64("address"),
      u32("err_mode"),
      paddingLayout(4),
      u64("err_handler.cb"),
      u64("err_handler.arg"),
      u64("user_data"),
      u32("flags"),
      paddingLayout(4),
      u64("sockaddr.addr"),
      u32("sockaddr.addrlen"),
      paddingLayout(4),
      u64("conn_request"),
      u64("name"),
      u64("local_sockaddr.addr"),
      u32("local_sockaddr.addrlen"),
      paddingLayout(4)),

  MEM_MAP_PARAMS(
      "ucp_mem_map_params_t",
      u64("field_mask"),
      u64("address"),
      u64("length"),
      u32("flags"),
      u32("prot"),
      u32("memory_type"),
      paddingLayout(4)),

  REQUEST_PARAM(
      "ucp_request_param_t",
      u32("op_attr_mask"),
      u32("flags"),
      u64("request"),
      u64("cb.send"),
      u64("datatype"),
      u64("user_data"),
      u64("reply_buffer"),
      u32("memory_type"),
      paddingLayout(4),
      u64("recv_info.length"),
      u64("memh")),

  AM_HANDLER_PARAM(
      "ucp_am_handler_param_t", u64("field_mask"), u32("id"), u32("flags"), u64("cb"), u64("arg")),

  AM_RECV_PARAM("ucp_am_recv_param_t", u64("recv_attr"), u64("reply_ep"));

  private final String cName;
  private final StructLayout layout;

  UcpStruct(String cName, MemoryLayout... members) {
    this.cName = cName;
    this.layout = MemoryLayout.structLayout(members);
  }

  private static MemoryLayout u32(String name) {
    return JAVA_INT.withName(name);
  }

  private static MemoryLayout u64(String name) {
    return JAVA_LONG.withName(name);
  }

  /** What C calls it. */
  String cName() {
    return cName;
  }

  StructLayout layout() {
    return layout;
  }

  /** Where a field is. */
  long at(String field) {
    return layout.byteOffset(PathElement.groupElement(field));
  }
}
