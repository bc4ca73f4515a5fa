// Two layers with GELU between them for training in float32, forward and backward. Of what lies between the layers, only the sums before GELU
// are kept in memory, as panels of 32 columns; all else stays in the caches.
#pragma once
#include <algorithm>
#include <vector>

#include "mlp.h"
#include "row-pieces.h"

namespace hpdm {

inline int64_t float32_kept(const Mlp& m) { return m.panels() * m.rows * kPanel; }

// `before` gets the sums before GELU.
inline void mlp_forward(const Mlp& m, const float* b1, const float* b2, const float* skip, float* y, float* before) {
  static thread_local Room<float> shared;
  float* first = shared.of(Panels<Float32>::size(m.in, m.hidden) + Panels<Float32>::size(m.hidden, m.out));
  float* second = first + Panels<Float32>::size(m.in, m.hidden);
  Float32::pack_kernel({m.w1, m.hidden, false}, m.in, m.hidden, first);
  Float32::pack_kernel({m.w2, m.out, false}, m.hidden, m.out, second);
  const int64_t inner = Float32::row(m.panels() * kPanel), each = rows_beside(inner);
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

// The rows of a piece as panels, for the gradients of the kernels, and the kernels transposed.
struct MlpPiece {
  int64_t from, count;  // rows
  const float *back1, *back2;
  float *x, *slopes, *hidden, *dy;
};

// `rows` rows of a piece: their dx, the sums of their gradients over the rows, and what the gradients of the kernels need of them.
inline void mlp_rows(const Mlp& m, const MlpPiece& piece, int64_t start, int64_t rows, const float* before, const float* dy,
                     float* db1, float* db2, float* dx) {
  static thread_local Room<float> room;
  const int64_t inner = Float32::row(m.panels() * kPanel), first = piece.from + start, count = piece.count;
  float *slopes = room.of(rows * (inner + kPanel)), *sums = slopes + rows * inner;
  for (int64_t j = 0; j < m.panels(); j++) {
    const int64_t column = j * kPanel, at = column * count + start * kPanel;
    product<false>(rows, kPanel, m.out, dy + first * m.out, m.out, 1, piece.back2 + column * m.out, kPanel, slopes + column,
                   inner);
    const float* kept = before + (j * m.rows + first) * kPanel;
    for (int64_t r = 0; r < rows; r++, kept += kPanel) {
      float *slope = slopes + r * inner + column, *left = piece.slopes + at + r * kPanel, *u = piece.hidden + at + r * kPanel;
      for (int64_t c = 0; c < kPanel; c++) {
        const Gaussian g = gaussian(kept[c]);
        left[c] = slope[c] = slope[c] * gelu_slope(kept[c], g);
        u[c] = kept[c] * g.cdf;
      }
    }
    add_rows(piece.slopes + at, rows, db1 + column);
  }
  for (int64_t column = 0; column < m.in; column += kPanel) {
    const int64_t width = std::min(kPanel, m.in - column);
    product<false>(rows, kPanel, m.hidden, slopes, inner, 1, piece.back1 + column * m.hidden, kPanel, sums, kPanel);
    leave_sums(sums, rows, width, nullptr, nullptr, dx + first * m.in + column, m.in);
  }
  to_panels(m.x + first * m.in, m.in, start, rows, count, piece.x);
  to_panels(dy + first * m.out, m.out, start, rows, count, piece.dy);
  for (int64_t column = 0; column < m.out; column += kPanel)
    add_rows(piece.dy + column * count + start * kPanel, rows, db2 + column);
}

// Gradients of x, kernels and biases for the gradient dy [rows, out]. Sums over rows have the same order for any number of workers.
inline void mlp_gradient(const Mlp& m, const float* before, const float* dy, const MlpGradients& to) {
  const int64_t ins = parts_of(m.in, kPanel), hiddens = m.panels(), outs = parts_of(m.out, kPanel);
  const int64_t back2_size = Panels<Float32>::size(m.out, m.hidden), back1_size = Panels<Float32>::size(m.hidden, m.in);
  static thread_local Room<float> shared;
  float* back2 = shared.of(back2_size + back1_size + kPieceRows * kPanel * (ins + 2 * hiddens + outs));
  float* back1 = back2 + back2_size;
  Float32::pack_kernel({m.w2, m.out, true}, m.out, m.hidden, back2);
  Float32::pack_kernel({m.w1, m.hidden, true}, m.hidden, m.in, back1);
  MlpPiece piece;
  piece.back1 = back1;
  piece.back2 = back2;
  piece.x = back1 + back1_size;
  piece.slopes = piece.x + kPieceRows * kPanel * ins;
  piece.hidden = piece.slopes + kPieceRows * kPanel * hiddens;
  piece.dy = piece.hidden + kPieceRows * kPanel * hiddens;
  const int64_t each = rows_beside(hiddens * kPanel), jobs = parts_of(m.rows, each), of_biases = kPanel * (hiddens + outs);
  std::vector<float> biases(jobs * of_biases, 0.0f);  // of each job
  if (m.rows == 0) {
    std::fill_n(to.dw1, m.in * m.hidden, 0.0f);
    std::fill_n(to.dw2, m.hidden * m.out, 0.0f);
  }
  for (int64_t from = 0; from < m.rows; from += kPieceRows) {
    const int64_t count = piece.count = std::min(kPieceRows, m.rows - from);
    piece.from = from;
    Workers::shared().run(parts_of(count, each), [&](int64_t job) {
      const int64_t start = job * each, rows = std::min(each, count - start);
      float* sums = biases.data() + (from + start) / each * of_biases;
      mlp_rows(m, piece, start, rows, before, dy, sums, sums + kPanel * hiddens, to.dx);
    });
    Workers::shared().run(ins * hiddens + hiddens * outs, [&](int64_t job) {
      const int64_t second = job - ins * hiddens;
      if (second < 0)
        add_panels(piece.x, piece.slopes, count, m.in, m.hidden, job / hiddens, job % hiddens, from == 0, to.dw1);
      else
        add_panels(piece.hidden, piece.dy, count, m.hidden, m.out, second / outs, second % outs, from == 0, to.dw2);
    });
  }
  add_jobs(biases.data(), jobs, of_biases, m.hidden, to.db1);
  add_jobs(biases.data() + kPanel * hiddens, jobs, of_biases, m.out, to.db2);
}

}  // namespace hpdm
