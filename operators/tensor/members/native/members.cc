// Makes the TensorFlow context of this process a member of a gang, without a change to the tfjs-node addon. Node opens this library with
// RTLD_GLOBAL before that addon, so the addon's calls of the three functions at the end arrive here.
#include <dlfcn.h>

#include <string>

#include "node-api.h"

extern "C" {
struct TF_Status;
struct TF_DeviceList;
struct TFE_Context;
struct TFE_ContextOptions;
struct TFE_Op;
struct TFE_TensorHandle;
}

namespace {

// What this process shall be; nothing changes before it is told.
struct Membership {
  std::string config, server, task;
};
Membership* membership = nullptr;
TFE_Context* context = nullptr;
std::string failure;

// A function of the TensorFlow that the addon is linked to.
template <class F>
F* tensorflow(const char* name) {
  for (const char* library : {"libtensorflow_cc.so.2", "libtensorflow.so.2"}) {
    if (void* handle = dlopen(library, RTLD_NOW | RTLD_NOLOAD))
      if (void* found = dlsym(handle, name)) return reinterpret_cast<F*>(found);
  }
  return nullptr;
}

int code_of(TF_Status* status) { return tensorflow<int(const TF_Status*)>("TF_GetCode")(status); }
std::string message_of(TF_Status* status) {
  return tensorflow<const char*(const TF_Status*)>("TF_Message")(status);
}

// The context as a member: collectives, the coordination service, and the port on which the others reach it.
TFE_Context* join(const TFE_ContextOptions* options, TF_Status* status) {
  const auto create = tensorflow<TFE_Context*(const TFE_ContextOptions*, TF_Status*)>("TFE_NewContext");
  const auto configure =
      tensorflow<void(const TFE_ContextOptions*, const void*, size_t, TF_Status*)>("TFE_ContextOptionsSetConfig");
  const auto enable = tensorflow<void(TFE_Context*, const void*, size_t, TF_Status*)>("TFE_EnableCollectiveOps");
  if (!configure || !enable) {
    failure = "this TensorFlow has no collective operations";
    return create(options, status);
  }
  configure(options, membership->config.data(), membership->config.size(), status);
  if (code_of(status)) return nullptr;
  context = create(options, status);
  if (context) enable(context, membership->server.data(), membership->server.size(), status);
  if (code_of(status)) failure = message_of(status);
  return context;
}

napi_value text(napi_env env, const std::string& value) {
  napi_value result = nullptr;
  napi_create_string_utf8(env, value.data(), value.size(), &result);
  return result;
}

std::string text_in(napi_env env, napi_value value) {
  size_t length = 0;
  napi_get_value_string_utf8(env, value, nullptr, 0, &length);
  std::string result(length + 1, '\0');
  napi_get_value_string_utf8(env, value, &result[0], result.size(), &length);
  result.resize(length);
  return result;
}

std::string bytes_in(napi_env env, napi_value value) {
  void* data = nullptr;
  size_t length = 0;
  napi_get_buffer_info(env, value, &data, &length);
  return std::string(static_cast<const char*>(data), length);
}

// prepare(config, server, task): what the context, which is made later, shall be.
napi_value prepare(napi_env env, napi_callback_info info) {
  napi_value values[3];
  size_t count = 3;
  napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
  membership = new Membership{bytes_in(env, values[0]), bytes_in(env, values[1]), text_in(env, values[2])};
  return nullptr;
}

// joined(): why the context is not a member; empty if it is.
napi_value joined(napi_env env, napi_callback_info) {
  return text(env, failure.empty() && !context ? "the addon has not made its context" : failure);
}

// wait(name, milliseconds): wait until all members are here; the reason if that fails, else empty.
napi_value wait(napi_env env, napi_callback_info info) {
  napi_value values[2];
  size_t count = 2;
  int64_t milliseconds = 0;
  napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
  napi_get_value_int64(env, values[1], &milliseconds);
  TF_Status* status = tensorflow<TF_Status*()>("TF_NewStatus")();
  const auto barrier = tensorflow<void(TFE_Context*, const char*, int64_t, TF_Status*)>("TFE_WaitAtBarrier");
  barrier(context, text_in(env, values[0]).c_str(), milliseconds, status);
  const std::string reason = code_of(status) ? message_of(status) : "";
  tensorflow<void(TF_Status*)>("TF_DeleteStatus")(status);
  return text(env, reason);
}

// reason(): why the last operation that failed did so; the addon tells only a number.
napi_value reason(napi_env env, napi_callback_info) { return text(env, failure); }

void define(napi_env env, napi_value exports, const char* name, napi_callback call) {
  napi_value function = nullptr;
  napi_create_function(env, name, std::char_traits<char>::length(name), call, nullptr, &function);
  napi_set_named_property(env, exports, name, function);
}

}  // namespace

#define SEEN_BY_THE_ADDON extern "C" __attribute__((visibility("default")))

SEEN_BY_THE_ADDON napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  define(env, exports, "prepare", prepare);
  define(env, exports, "joined", joined);
  define(env, exports, "wait", wait);
  define(env, exports, "reason", reason);
  return exports;
}

SEEN_BY_THE_ADDON TFE_Context* TFE_NewContext(const TFE_ContextOptions* options, TF_Status* status) {
  if (membership && !context) return join(options, status);
  return tensorflow<TFE_Context*(const TFE_ContextOptions*, TF_Status*)>("TFE_NewContext")(options, status);
}

// The list of devices also has those of the other members, and the addon takes the last one for its own.
SEEN_BY_THE_ADDON const char* TF_DeviceListType(const TF_DeviceList* list, int index, TF_Status* status) {
  using Ask = const char*(const TF_DeviceList*, int, TF_Status*);
  if (membership) {
    const std::string name = tensorflow<Ask>("TF_DeviceListName")(list, index, status);
    if (name.find(membership->task + "/") == std::string::npos) return "OF_ANOTHER_MEMBER";
  }
  return tensorflow<Ask>("TF_DeviceListType")(list, index, status);
}

SEEN_BY_THE_ADDON void TFE_Execute(TFE_Op* op, TFE_TensorHandle** results, int* count, TF_Status* status) {
  static const auto execute = tensorflow<void(TFE_Op*, TFE_TensorHandle**, int*, TF_Status*)>("TFE_Execute");
  execute(op, results, count, status);
  static const auto code = tensorflow<int(const TF_Status*)>("TF_GetCode");
  if (membership && code(status)) failure = message_of(status);
}
