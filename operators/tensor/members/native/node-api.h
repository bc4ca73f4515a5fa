// The part of Node's API for addons that is used here. It is declared so that no headers need to be installed; it is stable.
#pragma once
#include <cstddef>
#include <cstdint>

extern "C" {
struct napi_env__;
struct napi_value__;
struct napi_callback_info__;
using napi_env = napi_env__*;
using napi_value = napi_value__*;
using napi_callback_info = napi_callback_info__*;
using napi_callback = napi_value (*)(napi_env, napi_callback_info);

int napi_create_function(napi_env, const char* name, size_t length, napi_callback, void* data, napi_value* result);
int napi_set_named_property(napi_env, napi_value object, const char* name, napi_value value);
int napi_get_cb_info(napi_env, napi_callback_info, size_t* count, napi_value* values, napi_value* self, void** data);
int napi_get_buffer_info(napi_env, napi_value, void** data, size_t* length);
int napi_get_value_string_utf8(napi_env, napi_value, char* text, size_t size, size_t* length);
int napi_get_value_int64(napi_env, napi_value, int64_t* result);
int napi_create_string_utf8(napi_env, const char* text, size_t length, napi_value* result);
}
