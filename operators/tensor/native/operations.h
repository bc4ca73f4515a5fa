// What each operation does: it reads the inputs of a call, gives their sizes to the code that computes, and allocates the outputs.
#pragma once
#include <algorithm>
#include <vector>

#include "adam.h"
#include "attention.h"
#include "attributes.h"
#include "bf16-matmul.h"
#include "bf16-mlp.h"
#include "call.h"
#include "elementwise.h"
#include "float32-mlp.h"
#include "kernel-gradient.h"
#include "matmul.h"
#include "modulation.h"
#include "neighbours.h"
#include "normals.h"
#include "packed-operations.h"
#include "resample.h"
#include "workers.h"

namespace hpdm {

inline void compute_normalise(const Attributes&, Call& call) {
  const Matrix x(call.input(0));
  float* normal = call.output(0, {x.rows, x.d});
  normalise(x.rows, x.d, kEpsilon, x.data, normal, call.output(1, {x.rows, 1}));
}

inline void compute_normalise_gradient(const Attributes& a, Call& call) {
  const Matrix dy(call.input(0));
  const float *gamma = a.scaled ? call.data(1) : nullptr, *skip = a.skipped ? call.data(4) : nullptr;
  normalise_gradient(dy.rows, dy.d, dy.data, gamma, call.data(2), call.data(3), skip, call.output(0, {dy.rows, dy.d}));
}

inline Patches patches_of(const Matrix& rows, const Matrix& each) {
  demand(rows.d == each.d && each.rows > 0 && rows.rows % each.rows == 0, "the rows do not fit the patches");
  return {each.rows, rows.rows / each.rows, rows.d};
}

inline void compute_modulate(const Attributes&, Call& call) {
  const Matrix x(call.input(0)), shift(call.input(1));
  const Patches p = patches_of(x, shift);
  float *y = call.output(0, {x.rows, x.d}), *normal = call.output(1, {x.rows, x.d});
  modulate(p, kEpsilon, x.data, shift.data, call.data(2), y, normal, call.output(2, {x.rows, 1}));
}

inline void compute_modulate_gradient(const Attributes&, Call& call) {
  const Matrix dy(call.input(0)), scale(call.input(1));
  const Patches p = patches_of(dy, scale);
  float *dx = call.output(0, {dy.rows, dy.d}), *d_shift = call.output(1, {p.count, p.d});
  modulate_gradient(p, dy.data, scale.data, call.data(2), call.data(3), dx, d_shift, call.output(2, {p.count, p.d}));
}

inline void compute_add_gated(const Attributes&, Call& call) {
  const Matrix x(call.input(0)), gate(call.input(2));
  add_gated(patches_of(x, gate), x.data, call.data(1), gate.data, call.output(0, {x.rows, x.d}));
}

inline void compute_add_gated_gradient(const Attributes&, Call& call) {
  const Matrix dy(call.input(0)), gate(call.input(2));
  const Patches p = patches_of(dy, gate);
  float* d_y = call.output(0, {dy.rows, dy.d});
  add_gated_gradient(p, dy.data, call.data(1), gate.data, d_y, call.output(1, {p.count, p.d}));
}

inline TokenGrid grid_of(const Attributes& a, const Matrix& tokens) {
  demand(a.grid.size() == 3, "a grid has frames, rows and columns");
  const int64_t each = a.grid[0] * a.grid[1] * a.grid[2];
  demand(each > 0 && tokens.rows % each == 0, "the tokens do not fit the grid");
  return {tokens.rows / each, a.grid[0], a.grid[1], a.grid[2], tokens.d};
}

inline void compute_add_neighbours(const Attributes& a, Call& call) {
  const Matrix x(call.input(0)), taps(call.input(1));
  demand(taps.rows == kTaps && taps.d == x.d, "the taps do not fit the tokens");
  add_neighbours(grid_of(a, x), a.reversed == 1, x.data, taps.data, call.output(0, {x.rows, x.d}));
}

inline void compute_taps_gradient(const Attributes& a, Call& call) {
  const Matrix x(call.input(0)), dy(call.input(1));
  demand(dy.rows == x.rows && dy.d == x.d, "the gradient does not fit the tokens");
  taps_gradient(grid_of(a, x), x.data, dy.data, call.output(0, {kTaps, x.d}));
}

inline void compute_normals(const Attributes& a, Call& call) {
  TF_Tensor* places = call.input(0);
  constexpr int64_t kNumbers = sizeof(RandomPlace) / sizeof(int32_t);
  demand(TF_NumDims(places) == 2 && TF_Dim(places, 1) == kNumbers && a.columns >= 0, "a place in a stream has seven numbers");
  const int64_t count = TF_Dim(places, 0);
  normals(count, static_cast<const RandomPlace*>(TF_TensorData(places)), a.columns, call.output(0, {count, a.columns}));
}

inline AxisSums axis_sums(const Attributes& a, Call& call, int axis, int64_t samples, int64_t length) {
  if (a.axes[axis] == 0) return AxisSums(length);
  TF_Tensor* matrices = call.input(axis + 1);
  demand(TF_NumDims(matrices) == 3, "the matrices of an axis have three dimensions");
  const int64_t count = TF_Dim(matrices, 0), rows = TF_Dim(matrices, 1), columns = TF_Dim(matrices, 2);
  demand(count == 1 || count == samples, "an axis has one matrix, or one for each sample");
  demand(length == (a.transposed ? rows : columns), "the matrices do not fit the axis");
  return AxisSums(static_cast<const float*>(TF_TensorData(matrices)), count, rows, columns, a.transposed == 1);
}

inline void compute_resample(const Attributes& a, Call& call) {
  TF_Tensor* x = call.input(0);
  demand(TF_NumDims(x) == 5 && a.axes.size() == 3, "volumes have five dimensions, and three of them are axes");
  const Volumes v = {TF_Dim(x, 0), TF_Dim(x, 1), TF_Dim(x, 2), TF_Dim(x, 3), TF_Dim(x, 4)};
  const AxisSums frames = axis_sums(a, call, 0, v.samples, v.frames), rows = axis_sums(a, call, 1, v.samples, v.rows),
                 columns = axis_sums(a, call, 2, v.samples, v.columns);
  float* y = call.output(0, {v.samples, frames.outputs(), rows.outputs(), columns.outputs(), v.channels});
  resample(v, frames, rows, columns, static_cast<const float*>(TF_TensorData(x)), y);
}

inline void compute_fold_norm(const Attributes&, Call& call) {
  const Matrix w(call.input(2));
  float *kernel = call.output(0, {w.rows, w.d}), *bias = call.output(1, {w.d});
  fold_norm(w.rows, w.d, call.data(0), call.data(1), w.data, call.data(3), kernel, bias);
}

inline void compute_unfold_norm(const Attributes&, Call& call) {
  const Matrix w(call.input(2));
  float *d_gamma = call.output(0, {w.rows}), *d_beta = call.output(1, {w.rows});
  unfold_norm(w.rows, w.d, call.data(0), call.data(1), w.data, call.data(3), call.data(4), d_gamma, d_beta,
              call.output(2, {w.rows, w.d}));
}

inline void compute_column_sum(const Attributes&, Call& call) {
  const Matrix x(call.input(0));
  column_sum(x.rows, x.d, x.data, call.output(0, {x.d}));
}

inline void compute_matmul(const Attributes& t, Call& call) {
  const Matrix a(call.input(0)), b(call.input(1));
  const int64_t rows = t.transpose_a ? a.d : a.rows, columns = t.transpose_b ? b.rows : b.d;
  const int64_t depth = t.transpose_a ? a.rows : a.d;
  demand(depth == (t.transpose_b ? b.d : b.rows), "the factors of a product do not fit");
  const float *bias = t.biased ? call.data(2) : nullptr, *skip = t.skipped ? call.data(3) : nullptr;
  float* c = call.output(0, {rows, columns});
  const Product p = {rows, columns, depth, a.data, b.data, t.transpose_a == 1, t.transpose_b == 1, bias, skip, c};
  t.bf16 == 0 ? multiply(p) : multiply_rounded(bf16_format(t), p);
}

inline void compute_bf16_instructions(const Attributes&, Call& call) {
  *call.output(0, {1}) = static_cast<float>(bf16_instructions());
}

inline void compute_kernel_gradient(const Attributes& t, Call& call) {
  const Matrix x(call.input(0)), dy(call.input(1));
  demand(x.rows == dy.rows && x.d > 0, "the factors of a product do not fit");
  float *kernel = call.output(0, {x.d, dy.d}), *bias = call.output(1, {dy.d});
  if (t.bf16 == 0) return kernel_gradient(x.rows, {x.d, dy.d}, x.data, dy.data, kernel, bias);
  multiply_rounded(bf16_format(t), {x.d, dy.d, x.rows, x.data, dy.data, true, false, nullptr, nullptr, kernel}, bias);
}

inline Mlp mlp_of(const Matrix& x, const Matrix& w1, const Matrix& w2) {
  demand(x.d == w1.rows && w1.d == w2.rows, "the layers of an MLP do not fit");
  return {x.rows, x.d, w1.d, w2.d, x.data, w1.data, w2.data};
}

// TensorFlow sees what an MLP kept in bfloat16 as floats, two in each.
inline void compute_mlp(const Attributes& a, Call& call) {
  const Matrix x(call.input(0)), w1(call.input(1)), w2(call.input(3));
  const Mlp m = mlp_of(x, w1, w2);
  float *y = call.output(0, {m.rows, m.out}), *before = call.output(1, {a.bf16 == 0 ? float32_kept(m) : bf16_kept(m) / 2});
  const float *b1 = call.data(2), *b2 = call.data(4), *skip = a.skipped ? call.data(5) : nullptr;
  a.bf16 == 0 ? mlp_forward(m, b1, b2, skip, y, before)
              : mlp_forward(bf16_format(a), m, b1, b2, skip, y, reinterpret_cast<Half*>(before));
}

inline void compute_mlp_gradient(const Attributes& a, Call& call) {
  const Matrix x(call.input(0)), w1(call.input(2)), w2(call.input(3));
  const Mlp m = mlp_of(x, w1, w2);
  demand(size_of(call.input(1)) == (a.bf16 == 0 ? float32_kept(m) : bf16_kept(m) / 2), "what an MLP kept does not fit it");
  const MlpGradients to = {call.output(0, {m.rows, m.in}), call.output(1, {m.in, m.hidden}), call.output(2, {m.hidden}),
                           call.output(3, {m.hidden, m.out}), call.output(4, {m.out})};
  const float *before = call.data(1), *dy = call.data(4);
  a.bf16 == 0 ? mlp_gradient(m, before, dy, to)
              : mlp_gradient(bf16_format(a), m, reinterpret_cast<const Half*>(before), dy, to);
}

inline void compute_join(const Attributes& a, Call& call) {
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

inline void compute_cut(const Attributes& a, Call& call) {
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

inline AttentionShape attention_shape(const Attributes& a, const Matrix& q, const Matrix& kv) {
  const int64_t inner = a.packed ? q.d / 3 : q.d;
  return {a.batch, a.heads, q.rows / a.batch, kv.rows / a.batch, inner / a.heads,
          q.d,     kv.d,    a.packed ? inner : 0, a.packed ? 2 * inner : inner};
}

inline void compute_attention(const Attributes& a, Call& call) {
  const Matrix q(call.input(0)), kv(call.input(1));
  const AttentionShape s = attention_shape(a, q, kv);
  const float* bias = a.biased ? call.data(2) : nullptr;
  float* out = call.output(0, {q.rows, s.heads * s.width});
  attend(s, q.data, kv.data, bias, out, call.output(1, {a.batch * s.heads, s.queries}));
}

inline void compute_attention_gradient(const Attributes& a, Call& call) {
  const Matrix q(call.input(0)), kv(call.input(1));
  const AttentionShape s = attention_shape(a, q, kv);
  const float* bias = a.biased ? call.data(2) : nullptr;
  float* dq = call.output(0, {q.rows, q.d});
  float* dkv = a.packed ? dq : call.output(1, {kv.rows, kv.d});
  if (a.packed) call.output(1, {0, 0});
  attend_gradient(s, q.data, kv.data, bias, call.data(3), call.data(4), call.data(5), dq, dkv);
}

inline void compute_adam(const Attributes& a, Call& call) {
  const int64_t n = size_of(call.input(0));
  const auto given = [&](int index) { return const_cast<float*>(call.data(index)); };
  const AdamState from = {given(0), given(1), given(2), given(3)};
  const AdamState to = {call.output(0, {n}), call.output(1, {n}), call.output(2, {n}), call.output(3, {n})};
  const float* s = call.data(5);
  adam(n, {s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]}, call.data(6)[0], a.kernels, a.adapted == 1, from,
       call.data(4), to);
}

}  // namespace hpdm
