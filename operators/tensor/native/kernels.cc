// Registers hpdm's operations with TensorFlow: the operations that take most of the time of a training step, each with few passes over memory.
// Loaded into the process by operators/tensor/backends/tensorflow.ts; operators/tensor/native.ts calls them.
#include <cstdio>
#include <initializer_list>
#include <new>
#include <string>

#include "attributes.h"
#include "call.h"
#include "operations.h"
#include "tensorflow-c.h"

namespace hpdm {
namespace {

using Compute = void (*)(const Attributes&, Call&);

void* create(TF_OpKernelConstruction* construction) { return new Attributes(read_attributes(construction)); }

template <Compute kCompute>
void compute(void* attributes, TF_OpKernelContext* context) {
  Call call(context);
  try {
    kCompute(*static_cast<const Attributes*>(attributes), call);
  } catch (const Failure& failure) {
    call.fail(failure);
  } catch (const std::bad_alloc&) {
    call.fail({kResourceExhausted, "out of memory in a kernel of hpdm"});
  }
}

void destroy(void* attributes) { delete static_cast<Attributes*>(attributes); }

using Names = std::initializer_list<const char*>;

// "name: type". Without a type, tensors are float32 and attributes are integers.
std::string typed(const std::string& name, const char* type) {
  return name.find(':') == std::string::npos ? name + ": " + type : name;
}

template <Compute kCompute>
void define(const char* name, Names inputs, Names outputs, Names attributes = {}) {
  TF_Status* status = TF_NewStatus();
  TF_OpDefinitionBuilder* op = TF_NewOpDefinitionBuilder(name);
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(op, typed(input, "float").c_str());
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(op, typed(output, "float").c_str());
  for (const char* attribute : attributes) TF_OpDefinitionBuilderAddAttr(op, typed(attribute, "int").c_str());
  TF_RegisterOpDefinition(op, status);
  if (TF_GetCode(status) == 0)
    TF_RegisterKernelBuilder(name, TF_NewKernelBuilder(name, "CPU", create, compute<kCompute>, destroy), status);
  if (TF_GetCode(status) != 0) std::fprintf(stderr, "hpdm: %s: %s\n", name, TF_Message(status));
  TF_DeleteStatus(status);
}

void define_all() {
  define<compute_normalise>("HpdmNormalise", {"x"}, {"normal", "inverse"});
  define<compute_normalise_gradient>("HpdmNormaliseGradient", {"dy", "gamma", "normal", "inverse", "skip"}, {"dx"},
                                     {"scaled", "skipped"});
  define<compute_modulate>("HpdmModulate", {"x", "shift", "scale"}, {"y", "normal", "inverse"});
  define<compute_modulate_gradient>("HpdmModulateGradient", {"dy", "scale", "normal", "inverse"},
                                    {"dx", "d_shift", "d_scale"});
  define<compute_add_gated>("HpdmAddGated", {"x", "y", "gate"}, {"sum"});
  define<compute_add_gated_gradient>("HpdmAddGatedGradient", {"dy", "y", "gate"}, {"d_y", "d_gate"});
  define<compute_add_neighbours>("HpdmAddNeighbours", {"x", "taps"}, {"y"}, {"grid: list(int)", "reversed"});
  define<compute_taps_gradient>("HpdmTapsGradient", {"x", "dy"}, {"d_taps"}, {"grid: list(int)"});
  define<compute_normals>("HpdmNormals", {"places: int32"}, {"normals"}, {"columns"});
  define<compute_resample>("HpdmResample", {"x", "frames", "rows", "columns"}, {"y"}, {"axes: list(int)", "transposed"});
  define<compute_fold_norm>("HpdmFoldNorm", {"gamma", "beta", "w", "b"}, {"kernel", "bias"});
  define<compute_unfold_norm>("HpdmUnfoldNorm", {"gamma", "beta", "w", "d_folded", "d_bias"},
                              {"d_gamma", "d_beta", "d_w"});
  define<compute_column_sum>("HpdmColumnSum", {"x"}, {"total"});
  define<compute_matmul>("HpdmMatMul", {"a", "b", "bias", "skip"}, {"c"},
                         {"transpose_a", "transpose_b", "biased", "skipped", "bf16"});
  define<compute_kernel_gradient>("HpdmKernelGradientMatMul", {"x", "dy"}, {"d_kernel", "d_bias"}, {"bf16"});
  define<compute_bf16_instructions>("HpdmBf16Instructions", {}, {"which"});
  define<compute_pack>("HpdmPack", {"kernel"}, {"packed"}, {"bf16"});
  define<compute_packed_matmul>("HpdmPackedMatMul", {"x", "kernel", "bias", "skip", "gamma", "beta"}, {"y"},
                                {"columns", "normed", "biased", "gelu", "skipped", "bf16"});
  define<compute_packed_mlp>("HpdmPackedMlp", {"x", "gamma", "beta", "kernel1", "bias1", "kernel2", "bias2"}, {"y"},
                             {"columns", "bf16"});
  define<compute_mlp>("HpdmMlp", {"x", "w1", "b1", "w2", "b2", "skip"}, {"y", "before"}, {"skipped", "bf16"});
  define<compute_mlp_gradient>("HpdmMlpGradient", {"x", "before", "w1", "w2", "dy"}, {"dx", "dw1", "db1", "dw2", "db2"},
                               {"bf16"});
  const Names attention = {"batch", "heads", "packed", "biased"};
  define<compute_attention>("HpdmAttention", {"q", "kv", "bias"}, {"out", "lse"}, attention);
  define<compute_attention_gradient>("HpdmAttentionGradient", {"q", "kv", "bias", "out", "lse", "dy"}, {"dq", "dkv"},
                                     attention);
  define<compute_adam>("HpdmAdam", {"p", "m", "v", "mean", "g", "settings", "scale"}, {"p2", "m2", "v2", "mean2"},
                       {"kernels: list(int)", "adapted"});
  define<compute_join>("HpdmJoin", {"tensors: parts * float"}, {"vector"}, {"parts: int >= 1"});
  define<compute_cut>("HpdmCut", {"vector"}, {"tensors: parts * float"}, {"parts: int >= 1", "shapes: list(int)"});
}

}  // namespace
}  // namespace hpdm

// Node loads this library as an addon, once per process; it has nothing to export.
extern "C" __attribute__((visibility("default"))) void* napi_register_module_v1(void*, void* exports) {
  static const bool defined = (hpdm::define_all(), true);
  (void)defined;
  return exports;
}
