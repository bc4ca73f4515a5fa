// TensorFlow operations in which a training step of hpdm spends its time beside matrix products, as single passes over memory.
// Loaded into the process by operators/tensor/backends/tensorflow.ts; operators/tensor/native.ts calls them.
#include <cstdio>
#include <initializer_list>
#include <string>
#include <vector>

#include "attention.h"
#include "elementwise.h"
#include "tensorflow-c.h"

namespace hpdm {
namespace {

constexpr int kFloat = 1;  // TF_FLOAT

// Inputs and outputs of one call, freed when it ends.
class Call {
 public:
  explicit Call(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {}
  ~Call() {
    for (TF_Tensor* tensor : tensors_) TF_DeleteTensor(tensor);
    TF_DeleteStatus(status_);
  }

  TF_Tensor* input(int index) {
    TF_Tensor* tensor = nullptr;
    TF_GetInput(context_, index, &tensor, status_);
    if (tensor) tensors_.push_back(tensor);
    return tensor;
  }
  const float* data(int index) { return static_cast<const float*>(TF_TensorData(input(index))); }
  float* output(int index, std::initializer_list<int64_t> dims) {
    int64_t size = 1;
    for (int64_t dim : dims) size *= dim;
    TF_Tensor* tensor = TF_AllocateOutput(context_, index, kFloat, dims.begin(), static_cast<int>(dims.size()),
                                          size * sizeof(float), status_);
    if (!tensor) return nullptr;
    tensors_.push_back(tensor);
    return static_cast<float*>(TF_TensorData(tensor));
  }
 private:
  TF_OpKernelContext* context_;
  TF_Status* status_;
  std::vector<TF_Tensor*> tensors_;
};

int64_t size_of(const TF_Tensor* tensor) {
  int64_t size = 1;
  for (int i = 0; i < TF_NumDims(tensor); i++) size *= TF_Dim(tensor, i);
  return size;
}

// [rows, d] of the first input.
struct Matrix {
  int64_t rows, d;
  const float* data;
  explicit Matrix(TF_Tensor* tensor)
      : rows(TF_Dim(tensor, 0)), d(TF_Dim(tensor, 1)), data(static_cast<const float*>(TF_TensorData(tensor))) {}
};

// Attributes of one operation; those it does not declare stay as they are here.
struct Attributes {
  int64_t batch = 1, heads = 1;  // how the rows of attention are shared out
  int64_t packed = 0;            // 1: the first matrix holds queries, keys and values
  int64_t extra = 0;             // 1: the optional input counts; 0: something else stands in its place
};

constexpr float kEpsilon = 1e-6f;  // added to the variance: that of layer-norm.ts

void compute_normalise(const Attributes&, Call& call) {
  const Matrix x(call.input(0));
  float* normal = call.output(0, {x.rows, x.d});
  normalise(x.rows, x.d, kEpsilon, x.data, normal, call.output(1, {x.rows, 1}));
}

void compute_normalise_gradient(const Attributes& a, Call& call) {
  const Matrix dy(call.input(0));
  const float* skip = a.extra ? call.data(3) : nullptr;
  normalise_gradient(dy.rows, dy.d, dy.data, call.data(1), call.data(2), skip, call.output(0, {dy.rows, dy.d}));
}

void compute_bias_gelu(const Attributes&, Call& call) {
  const Matrix x(call.input(0));
  bias_gelu(x.rows, x.d, x.data, call.data(1), call.output(0, {x.rows, x.d}));
}

void compute_bias_gelu_gradient(const Attributes&, Call& call) {
  const Matrix x(call.input(0));
  float* dx = call.output(0, {x.rows, x.d});
  bias_gelu_gradient(x.rows, x.d, x.data, call.data(1), call.data(2), dx, call.output(1, {x.d}));
}

void compute_column_sum(const Attributes&, Call& call) {
  const Matrix x(call.input(0));
  column_sum(x.rows, x.d, x.data, call.output(0, {x.d}));
}

void compute_add_residual(const Attributes&, Call& call) {
  const Matrix x(call.input(0));
  add_residual(x.rows, x.d, x.data, call.data(1), call.data(2), call.output(0, {x.rows, x.d}));
}

AttentionShape attention_shape(const Attributes& a, const Matrix& q, const Matrix& kv) {
  const int64_t inner = a.packed ? q.d / 3 : q.d;
  return {a.batch, a.heads, q.rows / a.batch, kv.rows / a.batch, inner / a.heads,
          q.d,     kv.d,    a.packed ? inner : 0, a.packed ? 2 * inner : inner};
}

void compute_attention(const Attributes& a, Call& call) {
  const Matrix q(call.input(0)), kv(call.input(1));
  const AttentionShape s = attention_shape(a, q, kv);
  const float* bias = a.extra ? call.data(2) : nullptr;
  float* out = call.output(0, {q.rows, s.heads * s.width});
  attend(s, q.data, kv.data, bias, out, call.output(1, {a.batch * s.heads, s.queries}));
}

void compute_attention_gradient(const Attributes& a, Call& call) {
  const Matrix q(call.input(0)), kv(call.input(1));
  const AttentionShape s = attention_shape(a, q, kv);
  const float* bias = a.extra ? call.data(2) : nullptr;
  float* dq = call.output(0, {q.rows, q.d});
  float* dkv = a.packed ? dq : call.output(1, {kv.rows, kv.d});
  if (a.packed) call.output(1, {0, 0});
  attend_gradient(s, q.data, kv.data, bias, call.data(3), call.data(4), call.data(5), dq, dkv);
}

void compute_adamw(const Attributes&, Call& call) {
  const float* s = call.data(6);
  const float scale = call.data(7)[0];
  const AdamW settings = {s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]};
  const int64_t n = size_of(call.input(0));
  float *p = call.output(0, {n}), *m = call.output(1, {n}), *v = call.output(2, {n}), *mean = call.output(3, {n});
  adamw(n, settings, scale, call.data(0), call.data(1), call.data(2), call.data(3), call.data(4), call.data(5), p, m, v,
        mean);
}

using Compute = void (*)(const Attributes&, Call&);

void* create(TF_OpKernelConstruction* construction) {
  auto* attributes = new Attributes;
  TF_Status* status = TF_NewStatus();
  const auto read = [&](const char* name, int64_t* value) {
    TF_OpKernelConstruction_GetAttrInt64(construction, name, value, status);  // leaves it where there is none
  };
  read("batch", &attributes->batch);
  read("heads", &attributes->heads);
  read("packed", &attributes->packed);
  read("extra", &attributes->extra);
  TF_DeleteStatus(status);
  return attributes;
}

template <Compute kCompute>
void compute(void* attributes, TF_OpKernelContext* context) {
  Call call(context);
  kCompute(*static_cast<const Attributes*>(attributes), call);
}

void destroy(void* attributes) { delete static_cast<Attributes*>(attributes); }

using Names = std::initializer_list<const char*>;

// Every input and output is of float32.
template <Compute kCompute>
void define(const char* name, Names inputs, Names outputs, Names attributes = {}) {
  TF_Status* status = TF_NewStatus();
  TF_OpDefinitionBuilder* op = TF_NewOpDefinitionBuilder(name);
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(op, (std::string(input) + ": float").c_str());
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(op, (std::string(output) + ": float").c_str());
  for (const char* attribute : attributes) TF_OpDefinitionBuilderAddAttr(op, (std::string(attribute) + ": int").c_str());
  TF_RegisterOpDefinition(op, status);
  if (TF_GetCode(status) == 0)
    TF_RegisterKernelBuilder(name, TF_NewKernelBuilder(name, "CPU", create, compute<kCompute>, destroy), status);
  if (TF_GetCode(status) != 0) std::fprintf(stderr, "hpdm: %s: %s\n", name, TF_Message(status));
  TF_DeleteStatus(status);
}

void define_all() {
  define<compute_normalise>("HpdmNormalise", {"x"}, {"normal", "inverse"});
  define<compute_normalise_gradient>("HpdmNormaliseGradient", {"dy", "normal", "inverse", "skip"}, {"dx"}, {"extra"});
  define<compute_bias_gelu>("HpdmBiasGelu", {"x", "bias"}, {"y"});
  define<compute_bias_gelu_gradient>("HpdmBiasGeluGradient", {"x", "bias", "dy"}, {"dx", "dbias"});
  define<compute_column_sum>("HpdmColumnSum", {"x"}, {"total"});
  define<compute_add_residual>("HpdmAddResidual", {"x", "move", "bias"}, {"y"});
  const Names attention = {"batch", "heads", "packed", "extra"};
  define<compute_attention>("HpdmAttention", {"q", "kv", "bias"}, {"out", "lse"}, attention);
  define<compute_attention_gradient>("HpdmAttentionGradient", {"q", "kv", "bias", "out", "lse", "dy"}, {"dq", "dkv"},
                                     attention);
  define<compute_adamw>("HpdmAdamW", {"p", "m", "v", "mean", "g", "decayed", "settings", "scale"},
                        {"p2", "m2", "v2", "mean2"});
}

}  // namespace
}  // namespace hpdm

// Node loads this library as an addon, once per process; it has nothing to export.
extern "C" __attribute__((visibility("default"))) void* napi_register_module_v1(void*, void* exports) {
  static const bool defined = (hpdm::define_all(), true);
  (void)defined;
  return exports;
}
