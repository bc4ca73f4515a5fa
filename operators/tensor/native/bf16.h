// Products of activations and weights in bfloat16 with sums in float32, for inference: on AMX tiles, or with AVX512-BF16.
#pragma once
#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "arithmetic.h"
#include "bf16-round.h"
#include "workers.h"

namespace hpdm {

// A kernel [depth, columns] as pack_kernel leaves it: panels of 32 columns, in which two rows stand side by side, as the instructions want it.
struct Packed {
  int64_t depth, columns;
  const Half* panels;

  int64_t wide() const { return parts_of(columns, kPanel); }
  const Half* panel(int64_t j) const { return panels + j * kPanel * whole_depth(depth); }
};

// What is done with a row before and with the sums after a product; all may be null.
struct Around {
  const float *gamma, *beta;  // [depth] scale and shift of a layer norm of the rows
  const float* bias;          // [columns] added to every row
  bool gelu;                  // after the bias
  const float* skip;          // [rows, columns] added at the end
};

inline int64_t packed_size(int64_t depth, int64_t columns) {
  return parts_of(columns, kPanel) * kPanel * whole_depth(depth);
}

#if defined(__AVX512BF16__)
// Pack a whole kernel, or one that is stored transposed.
inline void pack_kernel(const Factor& kernel, int64_t depth, int64_t columns, Half* to) {
  Workers::shared().run(parts_of(columns, kPanel), [&](int64_t j) {
    const int64_t left = j * kPanel;
    pack_panel(kernel, left, std::min(kPanel, columns - left), 0, depth, to + left * whole_depth(depth), nullptr);
  });
}

// The layer norm of a row.
inline void normalise_row(int64_t depth, float epsilon, const float* from, const float* gamma, const float* beta, float* to) {
  float sum = 0, squares = 0;
  for (int64_t k = 0; k < depth; k++) sum += from[k];
  const float mean = sum / depth;
  for (int64_t k = 0; k < depth; k++) squares += (from[k] - mean) * (from[k] - mean);
  const float factor = 1.0f / std::sqrt(squares / depth + epsilon);
  for (int64_t k = 0; k < depth; k++) to[k] = (from[k] - mean) * factor * gamma[k] + beta[k];
}

// Pack `count` rows of activations as tiles, after their layer norm if there is one.
inline void pack_activations(int64_t count, int64_t depth, float epsilon, const float* x, const Around& around, Half* to) {
  if (!around.gamma) return pack_tiles({x, depth, false}, 0, count, 0, depth, to);
  static thread_local std::vector<float> normal;
  normal.resize(kTileHeight * depth);
  for (int64_t i = 0; i < count; i += kTileHeight, to += kTileHeight * whole_depth(depth)) {
    const int64_t rows = std::min(kTileHeight, count - i);
    for (int64_t r = 0; r < rows; r++)
      normalise_row(depth, epsilon, x + (i + r) * depth, around.gamma, around.beta, normal.data() + r * depth);
    pack_tiles({normal.data(), depth, false}, 0, rows, 0, depth, to);
  }
}

// Room for the numbers of one job, kept by its thread. Tiles are read fastest from whole cache lines.
struct Room {
  std::unique_ptr<char[]> bytes;
  int64_t size = 0;

  Half* of(int64_t halves) {
    const int64_t wanted = halves * static_cast<int64_t>(sizeof(Half)) + 64;
    if (size < wanted) bytes.reset(new char[size = wanted]);
    return reinterpret_cast<Half*>((reinterpret_cast<uintptr_t>(bytes.get()) + 63) / 64 * 64);
  }
};

// Rows per job: as many as keep their numbers, `each` per row, in the second-level cache, and fewer where threads would have nothing to do.
// It does not change the results: every sum is over the whole depth, in its order.
inline int64_t rows_per_job(int64_t rows, int64_t each) {
  int64_t block = 8 * kBlock;
  while (block > kBlock && (block * each > kRoom || parts_of(rows, block) < 2 * Workers::shared().threads())) block /= 2;
  return block;
}

// Add the bias of `width` columns to sums of 32 columns, and apply GELU.
inline void finish(float* sums, int64_t rows, int64_t width, const float* bias, bool gelu) {
  alignas(64) float added[kPanel] = {};
  if (bias) std::copy_n(bias, width, added);
  for (int64_t r = 0; r < rows; r++, sums += kPanel) {
    for (int64_t c = 0; c < kPanel; c++) sums[c] += added[c];
    if (!gelu) continue;
    for (int64_t c = 0; c < kPanel; c++) sums[c] *= gaussian(sums[c]).cdf;
  }
}

// All sums of packed rows with the panels from `left` to `right`; then(i, rows, j, sums) gets 32 × 32 of them at a time.
template <class Then>
inline void for_sums(bool amx, const Half* a, int64_t rows, const Packed& b, int64_t left, int64_t right, Then then) {
  const int64_t depth = whole_depth(b.depth);
  alignas(64) float sums[kBlock * kPanel];
  for (int64_t j = left; j < right; j++)
    for (int64_t i = 0; i < rows; i += kBlock) {
      const int64_t here = std::min(kBlock, rows - i);
      sum_tiles(amx, a + i * depth, here, b.panel(j), depth, sums);
      then(i, here, j, sums);
    }
}

// y [rows, columns] = gelu(norm(x) · b + bias) + skip, with what is not in `around` left out.
inline void multiply_bf16(bool amx, int64_t rows, const float* x, float epsilon, const Packed& b, const Around& around,
                          float* y) {
  const int64_t depth = whole_depth(b.depth), block = rows_per_job(rows, depth), row_jobs = parts_of(rows, block);
  const int64_t column_jobs = std::min(b.wide(), std::max<int64_t>(1, 2 * Workers::shared().threads() / std::max<int64_t>(1, row_jobs)));
  Workers::shared().run(row_jobs * column_jobs, [&](int64_t job) {
    static thread_local Room room;
    const Tiles tiles(amx);
    const int64_t first = job / column_jobs * block, count = std::min(block, rows - first), part = job % column_jobs;
    Half* a = room.of(block * depth);
    pack_activations(count, b.depth, epsilon, x + first * b.depth, around, a);
    const int64_t left = b.wide() * part / column_jobs, right = b.wide() * (part + 1) / column_jobs;
    for_sums(amx, a, count, b, left, right, [&](int64_t i, int64_t here, int64_t j, float* sums) {
      const int64_t at = j * kPanel, width = std::min(kPanel, b.columns - at);
      const int64_t to = (first + i) * b.columns + at;
      const float *bias = around.bias ? around.bias + at : nullptr, *skip = around.skip ? around.skip + to : nullptr;
      if (around.gelu) finish(sums, here, width, bias, true);
      leave_sums(sums, here, width, around.gelu ? nullptr : bias, skip, y + to, b.columns);
    });
  });
}

// y = x + gelu(norm(x) · b1 + bias1) · b2 + bias2; what is between the products stays in the cache.
inline void mlp_bf16(bool amx, int64_t rows, const float* x, float epsilon, const Around& around, const Packed& b1,
                     const Packed& b2, const float* bias2, float* y) {
  const int64_t depth = whole_depth(b1.depth), inner = whole_depth(b2.depth);
  const int64_t block = rows_per_job(rows, depth + inner);
  Workers::shared().run(parts_of(rows, block), [&](int64_t job) {
    static thread_local Room room;
    const Tiles tiles(amx);
    const int64_t first = job * block, count = std::min(block, rows - first);
    Half *a = room.of(block * (depth + inner)), *hidden = a + block * depth;
    pack_activations(count, b1.depth, epsilon, x + first * b1.depth, around, a);
    for_sums(amx, a, count, b1, 0, b1.wide(), [&](int64_t i, int64_t here, int64_t j, float* sums) {
      finish(sums, here, std::min(kPanel, b1.columns - j * kPanel), around.bias + j * kPanel, true);
      // 32 columns of this product are a step along the depth of the next one
      for (int64_t r = 0; r < here; r += kTileHeight)
        place_rows(round_rows(sums + r * kPanel, kPanel, here - r, kPanel),
                   hidden + (i + r) * inner + j * kTileHeight * kStep);
    });
    for_sums(amx, hidden, count, b2, 0, b2.wide(), [&](int64_t i, int64_t here, int64_t j, float* sums) {
      const int64_t at = j * kPanel, width = std::min(kPanel, b2.columns - at);
      const int64_t to = (first + i) * b2.columns + at;
      leave_sums(sums, here, width, bias2 + at, x + to, y + to, b2.columns);
    });
  });
}
#else
inline void pack_kernel(const Factor&, int64_t, int64_t, Half*) {}
inline void multiply_bf16(bool, int64_t, const float*, float, const Packed&, const Around&, float*) {}
inline void mlp_bf16(bool, int64_t, const float*, float, const Around&, const Packed&, const Packed&, const float*,
                     float*) {}
#endif

}  // namespace hpdm
