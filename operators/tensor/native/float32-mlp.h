// Two layers with GELU between them for training in float32, forward and backward. Of what lies between the layers, only the sums before GELU
// are kept in memory, as panels of 32 columns; all else stays in the caches.
#pragma once
#include <algorithm>
#include <vector>

#include "mlp.h"
#include "kernel-gradient.h"

namespace hpdm {

inline int64_t float32_kept(const Mlp& m) { return m.panels() * m.rows * kPanel; }

// `before` gets the sums before GELU.
inline void mlp_forward(const Mlp& m, const float* b1, const float* b2, const float* skip, float* y, float* before) {
  static thread_local Room<float> shared;
  float* first = shared.of(Panels<Float32>::size(m.in, m.hidden) + Panels<Float32>::size(m.hidden, m.out));
  float* second = first + Panels<Float32>::size(m.in, m.hidden);
  Float32::pack_kernel({m.w1, m.hidden, false}, m.in, m.hidden, first);
  Float32::pack_kernel({m.w2, m.out, false}, m.hidden, m.out, second);
  const int64_t inner = Float32::row(m.panels() * kPanel), each = kPieceRows;
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

// The kernels transposed and packed, and the places of the sums of a part.
struct MlpSums {
  KernelSums first, second;

  int64_t biases() const { return (first.panels() + second.panels()) * kPanel; }
  int64_t size() const { return first.size() + second.size() + biases(); }
  int64_t second_at() const { return first.size(); }
  int64_t first_bias() const { return first.size() + second.size(); }
  int64_t second_bias() const { return first_bias() + first.panels() * kPanel; }
};

// Up to kPieceRows rows: their dx, and what they add to the sums of their part.
inline void mlp_rows(const Mlp& m, const MlpSums& of, int64_t from, int64_t rows, const float* before, const float* dy, const float* back1,
                     const float* back2, float* sums, float* dx) {
  static thread_local Room<float> room;
  const int64_t ins = odd_lines(m.in), inner = odd_lines(m.panels() * kPanel), outs = odd_lines(of.second.panels() * kPanel);
  float *x = room.of(kPieceRows * (ins + outs + 2 * inner + kPanel)), *given = x + kPieceRows * ins;
  float *slopes = given + kPieceRows * outs, *hidden = slopes + kPieceRows * inner, *narrow = hidden + kPieceRows * inner;
  copy_rows(m.x + from * m.in, m.in, 0, m.in, rows, ins, x);
  copy_rows(dy + from * m.out, m.out, 0, m.out, rows, outs, given);
  for (int64_t j = 0; j < m.panels(); j++) {
    const int64_t column = j * kPanel;
    product<false>(rows, kPanel, m.out, given, outs, 1, back2 + column * m.out, kPanel, slopes + column, inner);
    const float* kept = before + (j * m.rows + from) * kPanel;
    for (int64_t r = 0; r < rows; r++, kept += kPanel) {
      float *slope = slopes + r * inner + column, *u = hidden + r * inner + column;
      for (int64_t c = 0; c < kPanel; c++) {
        const Gaussian g = gaussian(kept[c]);
        slope[c] *= gelu_slope(kept[c], g);
        u[c] = kept[c] * g.cdf;
      }
    }
  }
  for (int64_t column = 0; column < m.in; column += kPanel) {
    const int64_t width = std::min(kPanel, m.in - column);
    product<false>(rows, kPanel, m.hidden, slopes, inner, 1, back1 + column * m.hidden, kPanel, narrow, kPanel);
    leave_sums(narrow, rows, width, nullptr, nullptr, dx + from * m.in + column, m.in);
  }
  of.first.add(rows, x, ins, slopes, inner, of.first.panels(), sums);
  of.second.add(rows, hidden, inner, given, outs, of.second.panels(), sums + of.second_at());
  add_rows(slopes, inner, rows, m.hidden, sums + of.first_bias());
  add_rows(given, outs, rows, m.out, sums + of.second_bias());
}

// Gradients of x, kernels and biases for the gradient dy [rows, out]. Sums over rows have the same order for any number of workers.
inline void mlp_gradient(const Mlp& m, const float* before, const float* dy, const MlpGradients& to) {
  const MlpSums of = {{m.in, m.hidden}, {m.hidden, m.out}};
  const int64_t back2_size = Panels<Float32>::size(m.out, m.hidden), back1_size = Panels<Float32>::size(m.hidden, m.in);
  const int64_t parts = row_parts(m.rows, of.size());
  static thread_local Room<float> shared;
  float *back2 = shared.of(back2_size + back1_size + parts * of.size()), *back1 = back2 + back2_size, *all = back1 + back1_size;
  Float32::pack_kernel({m.w2, m.out, true}, m.out, m.hidden, back2);
  Float32::pack_kernel({m.w1, m.hidden, true}, m.hidden, m.in, back1);
  Workers::shared().run(parts, [&](int64_t part) {
    float* sums = all + part * of.size();
    std::fill_n(sums, of.size(), 0.0f);
    const int64_t end = m.rows * (part + 1) / parts;
    for (int64_t from = m.rows * part / parts; from < end; from += kPieceRows)
      mlp_rows(m, of, from, std::min(kPieceRows, end - from), before, dy, back1, back2, sums, to.dx);
  });
  of.first.leave(all, parts, of.size(), to.dw1);
  of.second.leave(all + of.second_at(), parts, of.size(), to.dw2);
  add_parts(all + of.first_bias(), parts, of.size(), m.hidden, to.db1);
  add_parts(all + of.second_bias(), parts, of.size(), m.out, to.db2);
}

}  // namespace hpdm
