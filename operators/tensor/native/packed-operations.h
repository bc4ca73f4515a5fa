// The operations on packed kernels, in float32 or in bfloat16.
#pragma once
#include <algorithm>

#include "attributes.h"
#include "bf16-format.h"
#include "call.h"
#include "float32-format.h"

namespace hpdm {

// The bfloat16 format that an operation asks for: 1 AVX512-BF16, 2 AMX.
inline Bf16 bf16_format(const Attributes& a) {
  demand(bf16_instructions() >= std::max<int64_t>(1, a.bf16), "this processor cannot compute with bfloat16 in this way");
  return {a.bf16 == 2};
}

// TensorFlow sees packed bfloat16 as floats, two in each.
inline void compute_pack(const Attributes& a, Call& call) {
  const Matrix kernel(call.input(0));
  if (a.bf16 == 0) {
    float* packed = call.output(0, {Panels<Float32>::size(kernel.rows, kernel.d)});
    return Float32::pack_kernel({kernel.data, kernel.d, false}, kernel.rows, kernel.d, packed);
  }
  bf16_format(a);
  float* packed = call.output(0, {Panels<Bf16>::size(kernel.rows, kernel.d) / 2});
  Bf16::pack_kernel({kernel.data, kernel.d, false}, kernel.rows, kernel.d, reinterpret_cast<Half*>(packed));
}

template <class Format>
inline Panels<Format> panels_input(Call& call, int index, int64_t depth, int64_t columns) {
  typedef typename Format::Number Number;
  TF_Tensor* tensor = call.input(index);
  constexpr int64_t in_each = sizeof(float) / sizeof(Number);
  demand(in_each * size_of(tensor) == Panels<Format>::size(depth, columns), "the factors of a product do not fit");
  return {depth, columns, static_cast<const Number*>(TF_TensorData(tensor))};
}

template <class Format>
inline void packed_matmul(const Format& format, const Attributes& a, Call& call) {
  const Matrix x(call.input(0));
  const Panels<Format> kernel = panels_input<Format>(call, 1, x.d, a.columns);
  const Around around = {a.normed ? call.data(4) : nullptr, a.normed ? call.data(5) : nullptr,
                         a.biased ? call.data(2) : nullptr, a.gelu == 1, a.skipped ? call.data(3) : nullptr};
  multiply_packed(format, x.rows, x.data, kEpsilon, kernel, around, call.output(0, {x.rows, a.columns}));
}

inline void compute_packed_matmul(const Attributes& a, Call& call) {
  a.bf16 == 0 ? packed_matmul(Float32(), a, call) : packed_matmul(bf16_format(a), a, call);
}

template <class Format>
inline void packed_mlp(const Format& format, const Attributes& a, Call& call) {
  const Matrix x(call.input(0));
  const Panels<Format> first = panels_input<Format>(call, 3, x.d, a.columns);
  const Panels<Format> second = panels_input<Format>(call, 5, a.columns, x.d);
  const Around around = {call.data(1), call.data(2), call.data(4), true, nullptr};
  mlp_packed(format, x.rows, x.data, kEpsilon, around, first, second, call.data(6), call.output(0, {x.rows, x.d}));
}

inline void compute_packed_mlp(const Attributes& a, Call& call) {
  a.bf16 == 0 ? packed_mlp(Float32(), a, call) : packed_mlp(bf16_format(a), a, call);
}

}  // namespace hpdm
