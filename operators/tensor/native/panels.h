// Kernels packed as panels of columns, and what products with them are made of, whatever the numbers are packed as.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>

#include "arithmetic.h"
#include "workers.h"

namespace hpdm {

constexpr int64_t kPanel = 32;     // columns of a panel
constexpr int64_t kRoom = 1 << 20; // bytes of a job's rows: half of the second-level cache

inline int64_t parts_of(int64_t whole, int64_t part) { return (whole + part - 1) / part; }

// A factor of a product, or one that is stored transposed; `stride` is from one stored row to the next.
struct Factor {
  const float* at;
  int64_t stride;
  bool transposed;
};

// A kernel [depth, columns] as a format packs it (packed-product.h), or a part of another matrix that takes its place.
template <class Format>
struct Panels {
  int64_t depth, columns;
  const typename Format::Number* first;

  int64_t wide() const { return parts_of(columns, kPanel); }
  // Numbers of a packed row that is multiplied with it.
  int64_t row() const { return Format::row(depth); }
  const typename Format::Number* panel(int64_t j) const { return first + j * kPanel * Format::deep(depth); }
  // Numbers of all panels.
  static int64_t size(int64_t depth, int64_t columns) { return parts_of(columns, kPanel) * kPanel * Format::deep(depth); }
};

// What is done with a row before and with the sums after a product; all may be null.
struct Around {
  const float *gamma, *beta;  // [depth] scale and shift of a layer norm of the rows
  const float* bias;          // [columns] added to every row
  bool gelu;                  // after the bias
  const float* skip;          // [rows, columns] added at the end
};

// Room for the numbers of one job, kept by its thread, from the beginning of a cache line on.
template <class Number>
struct Room {
  std::unique_ptr<char[]> bytes;
  int64_t size = 0;

  Number* of(int64_t numbers) {
    const int64_t wanted = numbers * static_cast<int64_t>(sizeof(Number)) + 64;
    if (size < wanted) {
      bytes.reset();
      bytes.reset(new char[size = wanted]);
    }
    return reinterpret_cast<Number*>((reinterpret_cast<uintptr_t>(bytes.get()) + 63) / 64 * 64);
  }
};

// Rows per job: as many as keep their numbers, `each` bytes per row, in the second-level cache, and fewer where threads would have nothing to
// do. It does not change the results: every sum is over the whole depth, in its order.
inline int64_t rows_per_job(int64_t rows, int64_t each, int64_t least) {
  int64_t block = 8 * least;
  while (block > least && (block * each > kRoom || parts_of(rows, block) < 2 * Workers::shared().threads())) block /= 2;
  return block;
}

// In how many parts the columns are shared where there are few jobs of rows.
inline int64_t column_jobs_of(int64_t wide, int64_t row_jobs) {
  return std::min(wide, std::max<int64_t>(1, 2 * Workers::shared().threads() / std::max<int64_t>(1, row_jobs)));
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

// Add the bias of `width` columns to sums of 32 columns, and apply GELU.
inline void finish_sums(float* sums, int64_t rows, int64_t width, const float* bias, bool gelu) {
  alignas(64) float added[kPanel] = {};
  if (bias) std::copy_n(bias, width, added);
  for (int64_t r = 0; r < rows; r++, sums += kPanel) {
    for (int64_t c = 0; c < kPanel; c++) sums[c] += added[c];
    if (!gelu) continue;
    for (int64_t c = 0; c < kPanel; c++) sums[c] *= gaussian(sums[c]).cdf;
  }
}

// Write up to 32 columns of sums, with bias and what is added to them, either of which may be null, to y.
inline void leave_sums(const float* sums, int64_t rows, int64_t width, const float* bias, const float* added, float* y,
                       int64_t stride) {
  alignas(64) float shift[kPanel] = {};
  if (bias) std::copy_n(bias, width, shift);
  const auto leave = [&](int64_t columns) {
    for (int64_t r = 0; r < rows; r++) {
      const float* from = sums + r * kPanel;
      const int64_t at = r * stride;
      if (added)
        for (int64_t c = 0; c < columns; c++) y[at + c] = from[c] + shift[c] + added[at + c];
      else
        for (int64_t c = 0; c < columns; c++) y[at + c] = from[c] + shift[c];
    }
  };
  if (width == kPanel) leave(kPanel);  // a number that the compiler knows
  else leave(width);
}

}  // namespace hpdm
