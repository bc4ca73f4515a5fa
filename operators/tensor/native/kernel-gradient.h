// Gradients of float32 kernels, which are sums over rows. A part of the rows has sums of its own, which stay in the second-level cache of one
// core; at the end, those of all parts are added in their order. How many parts there are depends on the shapes alone. The sums of large
// kernels do not fit into that cache: all cores share their blocks (matmul.h).
#pragma once
#include <algorithm>

#include "elementwise.h"
#include "float32-format.h"
#include "matmul.h"

namespace hpdm {

constexpr int64_t kPieceRows = 128;  // rows multiplied at a time, in the caches
constexpr int64_t kParts = 16;       // of the rows, at most

// Floats from one row in the caches to the next: an odd number of cache lines, so that a column does not use a few cache sets only.
inline int64_t odd_lines(int64_t columns) { return (parts_of(columns, 16) | 1) * 16; }

inline int64_t row_parts(int64_t rows) { return std::max<int64_t>(1, std::min(rows / kPieceRows, kParts)); }

// Copy `width` columns of rows that are `columns` long to rows of `stride`; the columns that are added are 0.
inline void copy_rows(const float* from, int64_t columns, int64_t width, int64_t rows, int64_t stride, float* to) {
  for (int64_t r = 0; r < rows; r++, from += columns, to += stride) std::fill(std::copy_n(from, width, to), to + stride, 0.0f);
}

// Add the sums over rows of `width` columns.
inline void add_rows(const float* from, int64_t stride, int64_t rows, int64_t width, float* total) {
  for (int64_t r = 0; r < rows; r++, from += stride)
    for (int64_t c = 0; c < width; c++) total[c] += from[c];
}

// Sums of a kernel [tall, wide] as panels of 32 columns.
struct KernelSums {
  int64_t tall, wide;

  int64_t panels() const { return parts_of(wide, kPanel); }
  int64_t size() const { return tall * panels() * kPanel; }
  // Whether its sums stay in the second-level cache, beside rows.
  bool fits() const { return size() * static_cast<int64_t>(sizeof(float)) <= kRoom; }

  // Add aᵀ · b, of rows a [rows, tall] and b [rows, 32 · count] in the caches, to as many panels from `sums` on.
  void add(int64_t rows, const float* a, int64_t a_stride, const float* b, int64_t b_stride, int64_t count, float* sums) const {
    for (int64_t j = 0; j < count; j++)
      product<true>(tall, kPanel, rows, a, 1, a_stride, b + j * kPanel, b_stride, sums + j * tall * kPanel, kPanel);
  }

  // The sums of all parts, `stride` floats apart, in their order; those of the first part are used for it.
  void leave(float* sums, int64_t parts, int64_t stride, float* to) const {
    const int64_t blocks = parts_of(tall, kPanel);
    Workers::shared().run(panels() * blocks, [&](int64_t job) {
      const int64_t j = job / blocks, first = job % blocks * kPanel, rows = std::min(kPanel, tall - first);
      float* all = sums + (j * tall + first) * kPanel;
      for (int64_t part = 1; part < parts; part++)
        for (int64_t k = 0; k < rows * kPanel; k++) all[k] += all[part * stride + k];
      leave_sums(all, rows, std::min(kPanel, wide - j * kPanel), nullptr, nullptr, to + first * wide + j * kPanel, wide);
    });
  }
};

// The sums of all parts, `stride` apart, in their order.
inline void add_parts(const float* sums, int64_t parts, int64_t stride, int64_t width, float* total) {
  std::fill_n(total, width, 0.0f);
  for (int64_t part = 0; part < parts; part++) add_rows(sums + part * stride, width, 1, width, total);
}

// dw [tall, wide] = xᵀ · dy for x [rows, tall] and dy [rows, wide] and db [wide], the sums of dy over its rows.
inline void kernel_gradient(int64_t rows, const KernelSums& kernel, const float* x, const float* dy, float* dw, float* db) {
  const int64_t tall = kernel.tall, wide = kernel.wide;
  if (!kernel.fits()) {
    multiply({tall, wide, rows, x, dy, true, false, nullptr, nullptr, dw});
    return column_sum(rows, wide, dy, db);
  }
  const int64_t stride = kernel.size() + kernel.panels() * kPanel, parts = row_parts(rows);
  const int64_t groups = column_jobs_of(kernel.panels(), parts);  // of columns, so that there are enough jobs
  static thread_local Room<float> shared;
  float* all = shared.of(parts * stride);
  Workers::shared().run(parts * groups, [&](int64_t job) {
    static thread_local Room<float> room;
    const int64_t part = job / groups, group = job % groups;
    const int64_t left = kernel.panels() * group / groups, right = kernel.panels() * (group + 1) / groups;
    const int64_t first = left * kPanel, width = std::min(wide, right * kPanel) - first, b_stride = odd_lines((right - left) * kPanel);
    float *sums = all + part * stride, *totals = sums + kernel.size() + first;
    std::fill(sums + left * tall * kPanel, sums + right * tall * kPanel, 0.0f);
    std::fill_n(totals, width, 0.0f);
    float *a = room.of(kPieceRows * (odd_lines(tall) + b_stride)), *b = a + kPieceRows * odd_lines(tall);
    const int64_t end = rows * (part + 1) / parts;
    for (int64_t from = rows * part / parts; from < end; from += kPieceRows) {
      const int64_t count = std::min(kPieceRows, end - from);
      copy_rows(x + from * tall, tall, tall, count, odd_lines(tall), a);
      copy_rows(dy + from * wide + first, wide, width, count, b_stride, b);
      kernel.add(count, a, odd_lines(tall), b, b_stride, right - left, sums + left * tall * kPanel);
      add_rows(b, b_stride, count, width, totals);
    }
  });
  kernel.leave(all, parts, stride, dw);
  add_parts(all + kernel.size(), parts, stride, wide, db);
}

}  // namespace hpdm
