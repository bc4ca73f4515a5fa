// Two layers with GELU between them for training in float32, forward and backward. Of what lies between the layers, only the sums before GELU
// are kept in memory, as panels of 32 columns; all else stays in the caches.
#pragma once
#include <algorithm>
#include <vector>

#include "kernel-gradient.h"
#include "mlp.h"

namespace hpdm {

constexpr int64_t kSmallKernels = 2 << 20;  // bytes of the kernels up to which every part of the rows has sums of its own

inline int64_t float32_kept(const Mlp& m) { return m.panels() * m.rows * kPanel; }

// `before` gets the sums before GELU.
inline void mlp_forward(const Mlp& m, const float* b1, const float* b2, const float* skip, float* y, float* before) {
  static thread_local Room<float> shared;
  float* first = shared.of(Panels<Float32>::size(m.in, m.hidden) + Panels<Float32>::size(m.hidden, m.out));
  float* second = first + Panels<Float32>::size(m.in, m.hidden);
  Float32::pack_kernel({m.w1, m.hidden, false}, m.in, m.hidden, first);
  Float32::pack_kernel({m.w2, m.out, false}, m.hidden, m.out, second);
  const int64_t inner = Float32::row(m.panels() * kPanel), each = rows_per_job(m.rows, inner * 4, 16);
  Workers::shared().run(parts_of(m.rows, each), [&](int64_t job) {
    static thread_local Room<float> room;
    const int64_t from = job * each, count = std::min(each, m.rows - from);
    float *hidden = room.of(each * (inner + kPanel)), *sums = hidden + each * inner;
    for (int64_t j = 0; j < m.panels(); j++) {
      const int64_t column = j * kPanel;
      alignas(64) float bias[kPanel] = {};
      std::copy_n(b1 + column, std::min(kPanel, m.hidden - column), bias);
      product<false>(count, kPanel, m.in, m.x + from * m.in, m.in, 1, first + column * m.in, kPanel, hidden + column, inner);
      float* kept = before + (j * m.rows + from) * kPanel;
      for (int64_t r = 0; r < count; r++, kept += kPanel) {
        float* row = hidden + r * inner + column;
        for (int64_t c = 0; c < kPanel; c++) {
          kept[c] = row[c] + bias[c];
          row[c] = kept[c] * gaussian(kept[c]).cdf;
        }
      }
    }
    for (int64_t column = 0; column < m.out; column += kPanel) {
      const int64_t width = std::min(kPanel, m.out - column), at = from * m.out + column;
      product<false>(count, kPanel, m.hidden, hidden, inner, 1, second + column * m.hidden, kPanel, sums, kPanel);
      leave_sums(sums, count, width, b2 + column, skip ? skip + at : nullptr, y + at, m.out);
    }
  });
}

// What the gradients of all rows are made from: the gradient of the result, and the kernels transposed and packed.
struct MlpBack {
  const float *before, *dy, *kernel1, *kernel2;
};

// Up to kPieceRows rows: their dx, and, as rows of `stride`, the gradients of the sums before GELU and the hidden layer after it.
// `dy` are the same rows of the gradient of the result, `dy_stride` apart.
inline void mlp_rows(const Mlp& m, const MlpBack& back, int64_t from, int64_t rows, const float* dy, int64_t dy_stride, int64_t stride,
                     float* slopes, float* hidden, float* dx) {
  for (int64_t j = 0; j < m.panels(); j++) {
    const int64_t column = j * kPanel;
    product<false>(rows, kPanel, m.out, dy, dy_stride, 1, back.kernel2 + column * m.out, kPanel, slopes + column, stride);
    const float* kept = back.before + (j * m.rows + from) * kPanel;
    for (int64_t r = 0; r < rows; r++, kept += kPanel) {
      float *slope = slopes + r * stride + column, *u = hidden + r * stride + column;
      for (int64_t c = 0; c < kPanel; c++) {
        const Gaussian g = gaussian(kept[c]);
        slope[c] *= gelu_slope(kept[c], g);
        u[c] = kept[c] * g.cdf;
      }
    }
  }
  alignas(64) float sums[kPieceRows * kPanel];
  for (int64_t column = 0; column < m.in; column += kPanel) {
    product<false>(rows, kPanel, m.hidden, slopes, stride, 1, back.kernel1 + column * m.hidden, kPanel, sums, kPanel);
    leave_sums(sums, rows, std::min(kPanel, m.in - column), nullptr, nullptr, dx + from * m.in + column, m.in);
  }
}

// Gradients of kernels whose sums stay in the second-level cache: each part of the rows has its own.
inline void small_mlp_gradient(const Mlp& m, const MlpBack& back, const MlpGradients& to) {
  const KernelSums first = {m.in, m.hidden}, second = {m.hidden, m.out};
  const int64_t second_at = first.size(), bias1_at = second_at + second.size(), bias2_at = bias1_at + first.panels() * kPanel;
  const int64_t size = bias2_at + second.panels() * kPanel, parts = row_parts(m.rows);
  static thread_local Room<float> shared;
  float* all = shared.of(parts * size);
  Workers::shared().run(parts, [&](int64_t part) {
    static thread_local Room<float> room;
    const int64_t ins = odd_lines(m.in), inner = odd_lines(m.panels() * kPanel), outs = odd_lines(second.panels() * kPanel);
    float *x = room.of(kPieceRows * (ins + outs + 2 * inner)), *dy = x + kPieceRows * ins;
    float *slopes = dy + kPieceRows * outs, *hidden = slopes + kPieceRows * inner, *sums = all + part * size;
    std::fill_n(sums, size, 0.0f);
    const int64_t end = m.rows * (part + 1) / parts;
    for (int64_t from = m.rows * part / parts; from < end; from += kPieceRows) {
      const int64_t rows = std::min(kPieceRows, end - from);
      copy_rows(m.x + from * m.in, m.in, m.in, rows, ins, x);
      copy_rows(back.dy + from * m.out, m.out, m.out, rows, outs, dy);
      mlp_rows(m, back, from, rows, dy, outs, inner, slopes, hidden, to.dx);
      first.add(rows, x, ins, slopes, inner, first.panels(), sums);
      second.add(rows, hidden, inner, dy, outs, second.panels(), sums + second_at);
      add_rows(slopes, inner, rows, m.hidden, sums + bias1_at);
      add_rows(dy, outs, rows, m.out, sums + bias2_at);
    }
  });
  first.leave(all, parts, size, to.dw1);
  second.leave(all + second_at, parts, size, to.dw2);
  add_parts(all + bias1_at, parts, size, m.hidden, to.db1);
  add_parts(all + bias2_at, parts, size, m.out, to.db2);
}

constexpr int64_t kLargeRows = 2048;  // rows whose hidden layer is kept in memory at a time
constexpr int64_t kLargeJobRows = 32;

// Gradients of larger kernels: of some rows after the others, all cores share their blocks.
inline void large_mlp_gradient(const Mlp& m, const MlpBack& back, const MlpGradients& to) {
  static thread_local Room<float> shared;
  const int64_t kept = std::min(kLargeRows, m.rows) * m.hidden;
  float *slopes = shared.of(2 * kept), *hidden = slopes + kept;
  std::vector<float> bias(m.hidden);
  std::fill_n(to.db1, m.hidden, 0.0f);
  for (int64_t from = 0; from < m.rows; from += kLargeRows) {
    const int64_t count = std::min(kLargeRows, m.rows - from);
    Workers::shared().run(parts_of(count, kLargeJobRows), [&](int64_t job) {
      const int64_t start = job * kLargeJobRows, rows = std::min(kLargeJobRows, count - start), at = start * m.hidden;
      mlp_rows(m, back, from + start, rows, back.dy + (from + start) * m.out, m.out, m.hidden, slopes + at, hidden + at, to.dx);
    });
    const bool more = from > 0;
    multiply({m.in, m.hidden, count, m.x + from * m.in, slopes, true, false, nullptr, more ? to.dw1 : nullptr, to.dw1});
    multiply({m.hidden, m.out, count, hidden, back.dy + from * m.out, true, false, nullptr, more ? to.dw2 : nullptr, to.dw2});
    column_sum(count, m.hidden, slopes, bias.data());
    add_rows(bias.data(), 0, 1, m.hidden, to.db1);
  }
  column_sum(m.rows, m.out, back.dy, to.db2);
}

// Gradients of x, kernels and biases for the gradient dy [rows, out]. Sums over rows have the same order for any number of workers.
inline void mlp_gradient(const Mlp& m, const float* before, const float* dy, const MlpGradients& to) {
  static thread_local Room<float> shared;
  float* kernel2 = shared.of(Panels<Float32>::size(m.out, m.hidden) + Panels<Float32>::size(m.hidden, m.in));
  float* kernel1 = kernel2 + Panels<Float32>::size(m.out, m.hidden);
  Float32::pack_kernel({m.w2, m.out, true}, m.out, m.hidden, kernel2);
  Float32::pack_kernel({m.w1, m.hidden, true}, m.hidden, m.in, kernel1);
  const MlpBack back = {before, dy, kernel1, kernel2};
  const int64_t bytes = (m.in + m.out) * m.hidden * static_cast<int64_t>(sizeof(float));
  const bool whole = m.hidden % kPanel == 0;  // else rows of panels are longer than those of the hidden layer
  bytes > kSmallKernels && whole && m.rows > 0 ? large_mlp_gradient(m, back, to) : small_mlp_gradient(m, back, to);
}

}  // namespace hpdm
