// Two layers with GELU between them for training in bfloat16, forward and backward. Of what lies between the layers, only the sums before
// GELU are kept in memory, in bfloat16; all else stays in the cache.
#pragma once
#include <algorithm>
#include <vector>

#include "bf16-matmul.h"
#include "mlp.h"

namespace hpdm {

constexpr int64_t kMlpRows = 128;  // rows per job: their hidden layer stays in the second-level cache

// bfloat16 kept for the gradient: 32 rows × 32 columns at a time.
inline int64_t bf16_kept(const Mlp& m) { return parts_of(m.rows, kBlock) * m.panels() * kBlock * kPanel; }

template <class H>
inline H* block_of(const Mlp& m, H* before, int64_t block, int64_t panel) {
  return before + (block * m.panels() + panel) * kBlock * kPanel;
}

#if defined(__AVX512BF16__)
// 32 × 32 numbers that bfloat16 kept.
inline void read_block(const Half* from, float* to) {
  for (int64_t i = 0; i < kBlock * kPanel; i += 16)
    _mm512_store_ps(to + i, (__m512)_mm512_slli_epi32(
                                _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i*)(from + i))), 16));
}

// `before` gets the sums before GELU.
inline void mlp_forward(const Bf16& format, const Mlp& m, const float* b1, const float* b2, const float* skip, float* y,
                        Half* before) {
  const int64_t depth = Bf16::deep(m.in), inner = Bf16::deep(m.hidden);
  static thread_local Room<Half> shared;
  Half* first = shared.of(Panels<Bf16>::size(m.in, m.hidden) + Panels<Bf16>::size(m.hidden, m.out));
  Half* second = first + Panels<Bf16>::size(m.in, m.hidden);
  Bf16::pack_kernel({m.w1, m.hidden, false}, m.in, m.hidden, first);
  Bf16::pack_kernel({m.w2, m.out, false}, m.hidden, m.out, second);
  Workers::shared().run(parts_of(m.rows, kMlpRows), [&](int64_t job) {
    static thread_local Room<Half> room;
    const Tiles tiles(format);
    const int64_t from = job * kMlpRows, count = std::min(kMlpRows, m.rows - from);
    Half *a = room.of(kMlpRows * (depth + inner)), *hidden = a + kMlpRows * depth;
    pack_tiles({m.x, m.in, false}, from, count, 0, m.in, a);
    const Panels<Bf16> w1 = {m.in, m.hidden, first}, w2 = {m.hidden, m.out, second};
    for_sums(format, a, count, w1, 0, w1.wide(), [&](int64_t i, int64_t here, int64_t j, float* sums) {
      const int64_t column = j * kPanel;
      finish_sums(sums, here, std::min(kPanel, m.hidden - column), b1 + column, false);
      Half* kept = block_of(m, before, (from + i) / kBlock, j);
      for (int64_t r = 0; r < kBlock; r += kTileHeight)
        place_rows(round_rows(sums + r * kPanel, kPanel, here - r, kPanel), kept + r * kPanel);
      read_block(kept, sums);
      for (int64_t n = 0; n < here * kPanel; n++) sums[n] *= gaussian(sums[n]).cdf;
      for (int64_t r = 0; r < here; r += kTileHeight)
        place_rows(round_rows(sums + r * kPanel, kPanel, here - r, kPanel),
                   hidden + (i + r) * inner + column * kTileHeight);
    });
    for_sums(format, hidden, count, w2, 0, w2.wide(), [&](int64_t i, int64_t here, int64_t j, float* sums) {
      const int64_t column = j * kPanel, at = (from + i) * m.out + column;
      const float* added = skip ? skip + at : nullptr;
      leave_sums(sums, here, std::min(kPanel, m.out - column), b2 + column, added, y + at, m.out);
    });
  });
}

// What the rows of a piece leave for the gradients of the kernels: each with the rows as its depth.
struct Piece {
  Half *x;       // tiles of xᵀ
  Half *hidden;  // tiles of the hidden layer, transposed
  Half *slopes;  // panels of the gradient before GELU
  Half *dy;      // panels
};

// The gradient before GELU and the hidden layer of 32 × 32 sums, whose rows from `here` on are zero; the gradient's sums over the rows are
// added to `total`.
inline void gelu_block(const float* d_hidden, int64_t here, const Half* before, float* slopes, float* hidden,
                       float* total) {
  read_block(before, hidden);
  for (int64_t r = 0; r < kBlock; r++) {
    float *slope = slopes + r * kPanel, *u = hidden + r * kPanel;
    if (r >= here) {
      std::fill_n(slope, kPanel, 0.0f);
      std::fill_n(u, kPanel, 0.0f);
      continue;
    }
    for (int64_t c = 0; c < kPanel; c++) {
      const Gaussian g = gaussian(u[c]);
      slope[c] = d_hidden[r * kPanel + c] * gelu_slope(u[c], g);
      u[c] *= g.cdf;
      total[c] += slope[c];
    }
  }
}

// Add a[tall, depth] · b[depth, columns], both packed, to c; the workers share its parts.
inline void add_product(const Bf16& format, int64_t tall, const Half* a, const Panels<Bf16>& b, bool first, float* c) {
  const int64_t depth = Bf16::deep(b.depth), jobs = parts_of(tall, kBlock);
  Workers::shared().run(jobs, [&](int64_t job) {
    const Tiles tiles(format);
    const int64_t from = job * kBlock, rows = std::min(kBlock, tall - from);
    for_sums(format, a + from * depth, rows, b, 0, b.wide(), [&](int64_t i, int64_t here, int64_t j, float* sums) {
      float* to = c + (from + i) * b.columns + j * kPanel;
      const int64_t width = std::min(kPanel, b.columns - j * kPanel);
      leave_sums(sums, here, width, nullptr, first ? nullptr : to, to, b.columns);
    });
  });
}

// Rows from `from` on, at most 512: their dx, and what the gradients of the kernels need of them.
inline void mlp_rows(const Bf16& format, const Mlp& m, int64_t from, int64_t count, const Half* before, const float* dy,
                     const Half* back2, const Half* back1, const Piece& piece, float* totals, float* dx) {
  const int64_t inner = Bf16::deep(m.hidden), outer = Bf16::deep(m.out), depth = Bf16::deep(count);
  Workers::shared().run(parts_of(count, kMlpRows), [&](int64_t job) {
    static thread_local Room<Half> room;
    const Tiles tiles(format);
    const int64_t start = job * kMlpRows, rows = std::min(kMlpRows, count - start);
    Half *given = room.of(kMlpRows * (outer + inner)), *slope_tiles = given + kMlpRows * outer;
    pack_tiles({dy, m.out, false}, from + start, rows, 0, m.out, given);
    const Panels<Bf16> w2 = {m.out, m.hidden, back2}, w1 = {m.hidden, m.in, back1};
    for_sums(format, given, rows, w2, 0, w2.wide(), [&](int64_t i, int64_t here, int64_t j, float* sums) {
      alignas(64) float slopes[kBlock * kPanel], hidden[kBlock * kPanel];
      const int64_t column = j * kPanel, step = (start + i) / kStep;  // a block of rows is a step of their depth
      const Half* kept = block_of(m, before, (from + start + i) / kBlock, j);
      gelu_block(sums, here, kept, slopes, hidden, totals + step * m.panels() * kPanel + column);
      for (int64_t r = 0; r < here; r += kTileHeight)
        place_rows(round_rows(slopes + r * kPanel, kPanel, kTileHeight, kPanel),
                   slope_tiles + (i + r) * inner + column * kTileHeight);
      for (int64_t half = 0; half < 2; half++) {
        place_pairs(round_pairs(slopes + 16 * half, kPanel, kStep, 16, nullptr),
                    piece.slopes + column * depth + step * kStep * kPanel + half * kStep);
        place_rows(transposed(round_pairs(hidden + 16 * half, kPanel, kStep, 16, nullptr)),
                   piece.hidden + (column + 16 * half) * depth + step * kTileHeight * kStep);
      }
    });
    for_sums(format, slope_tiles, rows, w1, 0, w1.wide(), [&](int64_t i, int64_t here, int64_t j, float* sums) {
      float* to = dx + (from + start + i) * m.in + j * kPanel;
      leave_sums(sums, here, std::min(kPanel, m.in - j * kPanel), nullptr, nullptr, to, m.in);
    });
  });
}

// Gradients of x, kernels and biases for the gradient dy [rows, out]. Sums over rows have the same order for any number of workers.
inline void mlp_gradient(const Bf16& format, const Mlp& m, const Half* before, const float* dy, const MlpGradients& to) {
  const int64_t tall = parts_of(m.in, kTileHeight) * kTileHeight, wide = m.panels() * kPanel;
  const int64_t back2_size = Panels<Bf16>::size(m.out, m.hidden), back1_size = Panels<Bf16>::size(m.hidden, m.in);
  const int64_t out_panels = parts_of(m.out, kPanel);
  static thread_local Room<Half> shared;
  Half* back2 = shared.of(back2_size + back1_size + kPiece * (tall + 2 * wide + out_panels * kPanel));
  Half* back1 = back2 + back2_size;
  Bf16::pack_kernel({m.w2, m.out, true}, m.out, m.hidden, back2);
  Bf16::pack_kernel({m.w1, m.hidden, true}, m.hidden, m.in, back1);
  Piece piece;
  piece.x = back1 + back1_size;
  piece.hidden = piece.x + kPiece * tall;
  piece.slopes = piece.hidden + kPiece * wide;
  piece.dy = piece.slopes + kPiece * wide;
  std::fill_n(to.db1, m.hidden, 0.0f);
  std::fill_n(to.db2, m.out, 0.0f);
  std::vector<float> totals(kPiece / kBlock * wide);
  if (m.rows == 0) {
    std::fill_n(to.dw1, m.in * m.hidden, 0.0f);
    std::fill_n(to.dw2, m.hidden * m.out, 0.0f);
  }
  for (int64_t from = 0; from < m.rows; from += kPiece) {
    const int64_t count = std::min(kPiece, m.rows - from), depth = Bf16::deep(count);
    std::fill(totals.begin(), totals.end(), 0.0f);
    mlp_rows(format, m, from, count, before, dy, back2, back1, piece, totals.data(), to.dx);
    const int64_t x_jobs = parts_of(m.in, kBlock);
    Workers::shared().run(x_jobs + out_panels, [&](int64_t job) {
      const int64_t j = job - x_jobs;
      if (j < 0)
        pack_tiles({m.x, m.in, true}, job * kBlock, std::min(kBlock, m.in - job * kBlock), from, count,
                   piece.x + job * kBlock * depth);
      else
        pack_panel({dy, m.out, false}, j * kPanel, std::min(kPanel, m.out - j * kPanel), from, count,
                   piece.dy + j * kPanel * depth, to.db2);
    });
    for (int64_t block = 0; block < kPiece / kBlock; block++)
      for (int64_t c = 0; c < m.hidden; c++) to.db1[c] += totals[block * wide + c];
    add_product(format, m.in, piece.x, {count, m.hidden, piece.slopes}, from == 0, to.dw1);
    add_product(format, m.hidden, piece.hidden, {count, m.out, piece.dy}, from == 0, to.dw2);
  }
}
#else
inline void mlp_forward(const Bf16&, const Mlp&, const float*, const float*, const float*, float*, Half*) {}
inline void mlp_gradient(const Bf16&, const Mlp&, const Half*, const float*, const MlpGradients&) {}
#endif

}  // namespace hpdm
