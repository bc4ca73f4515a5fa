// The TensorFlow operations that take most of the time of a training step, each with few passes over memory.
// Loaded into the process by operators/tensor/backends/tensorflow.ts; operators/tensor/native.ts calls them.
#include <algorithm>
#include <cstdio>
#include <initializer_list>
#include <new>
#include <string>
#include <vector>

#include "adam.h"
#include "attention.h"
#include "elementwise.h"
#include "matmul.h"
#include "tensorflow-c.h"

namespace hpdm {
namespace {

constexpr int kFloat = 1;  // TF_FLOAT
constexpr int kInvalidArgument = 3, kResourceExhausted = 8;  // TF_Code

// Thrown to end a kernel; TensorFlow reports it as an error.
struct Failure {
  int code;
  std::string message;
};

void demand(bool holds, const char* what) {
  if (!holds) throw Failure{kInvalidArgument, what};
}

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
    return output(index, dims.begin(), static_cast<int>(dims.size()));
  }
  float* output(int index, const int64_t* dims, int rank) {
    int64_t size = 1;
    for (int i = 0; i < rank; i++) size *= dims[i];
    TF_Tensor* tensor = TF_AllocateOutput(context_, index, kFloat, dims, rank, size * sizeof(float), status_);
    if (!tensor) throw Failure{TF_GetCode(status_), TF_Message(status_)};
    tensors_.push_back(tensor);
    return static_cast<float*>(TF_TensorData(tensor));
  }
  void fail(const Failure& failure) {
    TF_SetStatus(status_, failure.code, failure.message.c_str());
    TF_OpKernelContext_Failure(context_, status_);
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

// The shape [rows, d] of the first input.
struct Matrix {
  int64_t rows, d;
  const float* data;
  explicit Matrix(TF_Tensor* tensor)
      : rows(TF_Dim(tensor, 0)), d(TF_Dim(tensor, 1)), data(static_cast<const float*>(TF_TensorData(tensor))) {}
};

// Attributes of one operation; those that it does not declare keep these defaults.
struct Attributes {
  int64_t batch = 1, heads = 1;  // how the rows of attention are divided
  int64_t packed = 0;            // 1: the first matrix holds queries, keys and values
  int64_t transpose_a = 0, transpose_b = 0;
  int64_t scaled = 0, biased = 0, skipped = 0;  // 1: gamma, bias or skip is used; 0: its input is ignored
  int64_t parts = 0;                            // number of tensors to join into a vector, or to cut from it
  std::vector<int64_t> shapes;                  // rank and dimensions of each of these tensors
  int64_t adapted = 0;                          // 1: LAMB
  std::vector<int64_t> kernels;                 // sizes of the kernels, which come first among the parameters
};

constexpr float kEpsilon = 1e-6f;  // added to the variance, as in layer-norm.ts

void compute_normalise(const Attributes&, Call& call) {
  const Matrix x(call.input(0));
  float* normal = call.output(0, {x.rows, x.d});
  normalise(x.rows, x.d, kEpsilon, x.data, normal, call.output(1, {x.rows, 1}));
}

void compute_normalise_gradient(const Attributes& a, Call& call) {
  const Matrix dy(call.input(0));
  const float *gamma = a.scaled ? call.data(1) : nullptr, *skip = a.skipped ? call.data(4) : nullptr;
  normalise_gradient(dy.rows, dy.d, dy.data, gamma, call.data(2), call.data(3), skip, call.output(0, {dy.rows, dy.d}));
}

void compute_fold_norm(const Attributes&, Call& call) {
  const Matrix w(call.input(2));
  float *kernel = call.output(0, {w.rows, w.d}), *bias = call.output(1, {w.d});
  fold_norm(w.rows, w.d, call.data(0), call.data(1), w.data, call.data(3), kernel, bias);
}

void compute_unfold_norm(const Attributes&, Call& call) {
  const Matrix w(call.input(2));
  float *d_gamma = call.output(0, {w.rows}), *d_beta = call.output(1, {w.rows});
  unfold_norm(w.rows, w.d, call.data(0), call.data(1), w.data, call.data(3), call.data(4), d_gamma, d_beta,
              call.output(2, {w.rows, w.d}));
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

void compute_matmul(const Attributes& t, Call& call) {
  const Matrix a(call.input(0)), b(call.input(1));
  const int64_t rows = t.transpose_a ? a.d : a.rows, columns = t.transpose_b ? b.rows : b.d;
  const int64_t depth = t.transpose_a ? a.rows : a.d;
  demand(depth == (t.transpose_b ? b.d : b.rows), "the factors of a product do not fit");
  multiply({rows, columns, depth, a.data, b.data, t.transpose_a == 1, t.transpose_b == 1,
            t.biased ? call.data(2) : nullptr, t.skipped ? call.data(3) : nullptr, call.output(0, {rows, columns}),
            nullptr});
}

void compute_kernel_gradient(const Attributes&, Call& call) {
  const Matrix x(call.input(0)), dy(call.input(1));
  demand(x.rows == dy.rows, "the factors of a product do not fit");
  float *kernel = call.output(0, {x.d, dy.d}), *bias = call.output(1, {dy.d});
  multiply({x.d, dy.d, x.rows, x.data, dy.data, true, false, nullptr, nullptr, kernel, bias});
}

void compute_join(const Attributes& a, Call& call) {
  std::vector<const float*> from(a.parts);
  std::vector<int64_t> starts(a.parts + 1, 0);
  for (int64_t i = 0; i < a.parts; i++) {
    const TF_Tensor* tensor = call.input(static_cast<int>(i));
    from[i] = static_cast<const float*>(TF_TensorData(tensor));
    starts[i + 1] = starts[i] + size_of(tensor);
  }
  float* to = call.output(0, {starts.back()});
  Workers::shared().run(a.parts, [&](int64_t i) { std::copy_n(from[i], starts[i + 1] - starts[i], to + starts[i]); });
}

void compute_cut(const Attributes& a, Call& call) {
  const float* from = call.data(0);
  const float* end = from + size_of(call.input(0));
  const int64_t* shape = a.shapes.data();
  for (int64_t i = 0; i < a.parts; i++) {
    const int rank = static_cast<int>(*shape++);
    int64_t size = 1;
    for (int k = 0; k < rank; k++) size *= shape[k];
    demand(size <= end - from, "a vector is shorter than the tensors it is cut into");
    std::copy_n(from, size, call.output(static_cast<int>(i), shape, rank));
    from += size;
    shape += rank;
  }
}

AttentionShape attention_shape(const Attributes& a, const Matrix& q, const Matrix& kv) {
  const int64_t inner = a.packed ? q.d / 3 : q.d;
  return {a.batch, a.heads, q.rows / a.batch, kv.rows / a.batch, inner / a.heads,
          q.d,     kv.d,    a.packed ? inner : 0, a.packed ? 2 * inner : inner};
}

void compute_attention(const Attributes& a, Call& call) {
  const Matrix q(call.input(0)), kv(call.input(1));
  const AttentionShape s = attention_shape(a, q, kv);
  const float* bias = a.biased ? call.data(2) : nullptr;
  float* out = call.output(0, {q.rows, s.heads * s.width});
  attend(s, q.data, kv.data, bias, out, call.output(1, {a.batch * s.heads, s.queries}));
}

void compute_attention_gradient(const Attributes& a, Call& call) {
  const Matrix q(call.input(0)), kv(call.input(1));
  const AttentionShape s = attention_shape(a, q, kv);
  const float* bias = a.biased ? call.data(2) : nullptr;
  float* dq = call.output(0, {q.rows, q.d});
  float* dkv = a.packed ? dq : call.output(1, {kv.rows, kv.d});
  if (a.packed) call.output(1, {0, 0});
  attend_gradient(s, q.data, kv.data, bias, call.data(3), call.data(4), call.data(5), dq, dkv);
}

void compute_adam(const Attributes& a, Call& call) {
  const int64_t n = size_of(call.input(0));
  const auto given = [&](int index) { return const_cast<float*>(call.data(index)); };
  const AdamState from = {given(0), given(1), given(2), given(3)};
  const AdamState to = {call.output(0, {n}), call.output(1, {n}), call.output(2, {n}), call.output(3, {n})};
  const float* s = call.data(5);
  adam(n, {s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]}, call.data(6)[0], a.kernels, a.adapted == 1, from,
       call.data(4), to);
}

using Compute = void (*)(const Attributes&, Call&);

void* create(TF_OpKernelConstruction* construction) {
  auto* attributes = new Attributes;
  TF_Status* status = TF_NewStatus();
  const auto read = [&](const char* name, int64_t* value) {
    TF_OpKernelConstruction_GetAttrInt64(construction, name, value, status);  // keeps the default if there is no such attribute
  };
  read("batch", &attributes->batch);
  read("heads", &attributes->heads);
  read("packed", &attributes->packed);
  read("transpose_a", &attributes->transpose_a);
  read("transpose_b", &attributes->transpose_b);
  read("scaled", &attributes->scaled);
  read("biased", &attributes->biased);
  read("skipped", &attributes->skipped);
  read("parts", &attributes->parts);
  read("adapted", &attributes->adapted);
  const auto read_all = [&](const char* name, std::vector<int64_t>* values) {
    int32_t length = 0, total = 0;
    TF_SetStatus(status, 0, "");  // otherwise the error for a missing attribute would still be set for the next one
    TF_OpKernelConstruction_GetAttrSize(construction, name, &length, &total, status);
    if (length <= 0) return;
    values->resize(length);
    TF_OpKernelConstruction_GetAttrInt64List(construction, name, values->data(), length, status);
  };
  read_all("shapes", &attributes->shapes);
  read_all("kernels", &attributes->kernels);
  TF_DeleteStatus(status);
  return attributes;
}

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
  define<compute_fold_norm>("HpdmFoldNorm", {"gamma", "beta", "w", "b"}, {"kernel", "bias"});
  define<compute_unfold_norm>("HpdmUnfoldNorm", {"gamma", "beta", "w", "d_folded", "d_bias"},
                              {"d_gamma", "d_beta", "d_w"});
  define<compute_bias_gelu>("HpdmBiasGelu", {"x", "bias"}, {"y"});
  define<compute_bias_gelu_gradient>("HpdmBiasGeluGradient", {"x", "bias", "dy"}, {"dx", "dbias"});
  define<compute_column_sum>("HpdmColumnSum", {"x"}, {"total"});
  define<compute_matmul>("HpdmMatMul", {"a", "b", "bias", "skip"}, {"c"},
                         {"transpose_a", "transpose_b", "biased", "skipped"});
  define<compute_kernel_gradient>("HpdmKernelGradientMatMul", {"x", "dy"}, {"d_kernel", "d_bias"});
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
