// SPDX-License-Identifier: Apache-2.0

/*
 * Reads of one process from another one by ucp_get_nbx, one at a time, both polling without pause:
 * what GetBench does, without Java. Prints microseconds for each read.
 *
 * usage: get_baseline LENGTH COUNT [LENGTH COUNT ...]; transports come from UCX_TLS; with GET_IDLE
 * in the environment the one that is read from sleeps once the reads of the first length are warm
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <ucp/api/ucp.h>
#include <unistd.h>

#define AREA (64UL << 20)

static ucp_context_h context;
static ucp_worker_h worker;
static ucp_mem_h registration;
static char *area;

static void check(ucs_status_t status, const char *what) {
  if (status != UCS_OK) {
    fprintf(stderr, "%s: %s\n", what, ucs_status_string(status));
    exit(1);
  }
}

static void failed(void *arg, ucp_ep_h ep, ucs_status_t status) { check(status, "endpoint"); }

/* What UcpContext and UcpWorker ask for when cards, or UCX, move the bytes. */
static void begin(void) {
  ucp_params_t params = {.field_mask = UCP_PARAM_FIELD_FEATURES,
                         .features = UCP_FEATURE_AM | UCP_FEATURE_WAKEUP | UCP_FEATURE_RMA |
                                     UCP_FEATURE_AMO64};
  ucp_worker_params_t worker_params = {.field_mask = UCP_WORKER_PARAM_FIELD_THREAD_MODE,
                                       .thread_mode = UCS_THREAD_MODE_SERIALIZED};
  ucp_config_t *config;
  check(ucp_config_read(NULL, NULL, &config), "ucp_config_read");
  check(ucp_init(&params, config, &context), "ucp_init");
  ucp_config_release(config);
  check(ucp_worker_create(context, &worker_params, &worker), "ucp_worker_create");
  area = mmap(NULL, AREA, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  memset(area, 1, AREA);
  ucp_mem_map_params_t map = {
      .field_mask = UCP_MEM_MAP_PARAM_FIELD_ADDRESS | UCP_MEM_MAP_PARAM_FIELD_LENGTH,
      .address = area,
      .length = AREA};
  check(ucp_mem_map(context, &map, &registration), "ucp_mem_map");
}

static void put(int pipe, const void *bytes, size_t length) {
  if (write(pipe, &length, sizeof length) != sizeof length ||
      write(pipe, bytes, length) != (ssize_t)length) {
    exit(2);
  }
}

static void *take(int pipe) {
  size_t length;
  if (read(pipe, &length, sizeof length) != sizeof length) {
    exit(3);
  }
  char *bytes = malloc(length);
  for (size_t done = 0; done < length;) {
    ssize_t more = read(pipe, bytes + done, length - done);
    if (more <= 0) {
      exit(4);
    }
    done += more;
  }
  return bytes;
}

static void serve(int out, int done) {
  ucp_address_t *address;
  void *key;
  size_t length;
  begin();
  check(ucp_worker_get_address(worker, &address, &length), "ucp_worker_get_address");
  put(out, address, length);
  check(ucp_rkey_pack(context, registration, &key, &length), "ucp_rkey_pack");
  put(out, key, length);
  put(out, &area, sizeof area);
  fcntl(done, F_SETFL, O_NONBLOCK);
  for (char byte; read(done, &byte, 1) != 1;) {
    ucp_worker_progress(worker);
  }
  for (;;) {
    pause();
  }
}

static double micros(ucp_ep_h ep, ucp_rkey_h key, char *far, size_t length, long count) {
  ucp_request_param_t how = {.op_attr_mask = UCP_OP_ATTR_FIELD_MEMH, .memh = registration};
  struct timespec from, to;
  clock_gettime(CLOCK_MONOTONIC, &from);
  for (long i = 0; i < count; i++) {
    ucs_status_ptr_t request = ucp_get_nbx(ep, area, length, (uint64_t)far, key, &how);
    if (UCS_PTR_IS_ERR(request)) {
      check(UCS_PTR_STATUS(request), "ucp_get_nbx");
    }
    if (request != NULL) {
      while (ucp_request_check_status(request) == UCS_INPROGRESS) {
        ucp_worker_progress(worker);
      }
      ucp_request_free(request);
    }
  }
  clock_gettime(CLOCK_MONOTONIC, &to);
  return ((to.tv_sec - from.tv_sec) * 1e9 + (to.tv_nsec - from.tv_nsec)) / 1e3 / count;
}

int main(int argc, char **argv) {
  int pipes[2];
  int done[2];
  if (pipe(pipes) != 0 || pipe(done) != 0) {
    return 5;
  }
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* it never ends by itself */
    serve(pipes[1], done[0]);
  }
  begin();
  ucp_ep_params_t params = {.field_mask = UCP_EP_PARAM_FIELD_REMOTE_ADDRESS |
                                          UCP_EP_PARAM_FIELD_ERR_HANDLING_MODE |
                                          UCP_EP_PARAM_FIELD_ERR_HANDLER,
                            .address = take(pipes[0]),
                            .err_mode = UCP_ERR_HANDLING_MODE_PEER,
                            .err_handler.cb = failed};
  ucp_ep_h ep;
  ucp_rkey_h key;
  check(ucp_ep_create(worker, &params, &ep), "ucp_ep_create");
  check(ucp_ep_rkey_unpack(ep, take(pipes[0]), &key), "ucp_ep_rkey_unpack");
  char *far = *(char **)take(pipes[0]);
  for (int i = 1; i + 1 < argc; i += 2) {
    size_t length = strtoul(argv[i], NULL, 10);
    long count = strtol(argv[i + 1], NULL, 10);
    micros(ep, key, far, length, count);
    if (getenv("GET_IDLE") != NULL && write(done[1], "", 1) != 1) {
      return 6;
    }
    printf("%zu %.3f\n", length, micros(ep, key, far, length, count));
  }
  kill(child, SIGKILL);
  return 0;
}
