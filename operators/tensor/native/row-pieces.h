// Gradients of float32 kernels by pieces of rows: while a piece is in the caches, its rows become panels of 32 columns, and the products of the
// panels are added to the gradients.
#pragma once
#include <algorithm>

#include "float32-format.h"

namespace hpdm {

constexpr int64_t kPieceRows = 512;

// Rows per job, a part of a piece, that are computed beside `width` floats for each of them in the second-level cache.
inline int64_t rows_beside(int64_t width) {
  int64_t rows = 128;
  while (rows > 32 && rows * width * static_cast<int64_t>(sizeof(float)) > kRoom / 2) rows /= 2;
  return rows;
}

// Add the sums over the columns of a panel.
inline void add_rows(const float* panel, int64_t rows, float* total) {
  for (int64_t r = 0; r < rows; r++, panel += kPanel)
    for (int64_t c = 0; c < kPanel; c++) total[c] += panel[c];
}

// Rows of x or dy as panels.
inline void to_panels(const float* from, int64_t columns, int64_t start, int64_t rows, int64_t count, float* panels) {
  for (int64_t column = 0; column < columns; column += kPanel)
    Float32::pack_panel(from + column, columns, rows, std::min(kPanel, columns - column),
                        panels + column * count + start * kPanel);
}

// Add aᵀ · b of a piece to c [columns of a, columns of b]: a panel of a and one of b.
inline void add_panels(const float* a, const float* b, int64_t count, int64_t tall, int64_t wide, int64_t i, int64_t j, bool first,
                       float* c) {
  alignas(64) float sums[kPanel * kPanel];
  const int64_t rows = std::min(kPanel, tall - i * kPanel), width = std::min(kPanel, wide - j * kPanel);
  float* to = c + i * kPanel * wide + j * kPanel;
  product<false>(rows, kPanel, count, a + i * count * kPanel, 1, kPanel, b + j * count * kPanel, kPanel, sums, kPanel);
  leave_sums(sums, rows, width, nullptr, first ? nullptr : to, to, wide);
}

// The sums of all jobs, `stride` apart, in their order.
inline void add_jobs(const float* sums, int64_t jobs, int64_t stride, int64_t width, float* total) {
  std::fill_n(total, width, 0.0f);
  for (int64_t job = 0; job < jobs; job++, sums += stride)
    for (int64_t c = 0; c < width; c++) total[c] += sums[c];
}

}  // namespace hpdm
