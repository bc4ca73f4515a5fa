// Products for training, of two float32 matrices that are rounded to bfloat16 as they are packed, with sums in float32.
#pragma once
#include <algorithm>

#include "bf16-format.h"
#include "matmul.h"

namespace hpdm {

constexpr int64_t kPiece = 512;  // depth multiplied at a time: a panel of b is 32 KiB, a part of the first-level cache

#if defined(__AVX512BF16__)
// As multiply() in matmul.h. Every sum has the same order for any number of workers. `totals` [columns] become the sums over the rows of b,
// which must not be stored transposed; it may be null.
inline void multiply_rounded(const Bf16& format, const Product& p, float* totals = nullptr) {
  if (p.rows == 0 || p.columns == 0) return;
  if (totals) std::fill_n(totals, p.columns, 0.0f);
  if (p.depth == 0) return leave_added(p);
  const Factor a = {p.a, p.transpose_a ? p.rows : p.depth, p.transpose_a};
  const Factor b = {p.b, p.transpose_b ? p.depth : p.columns, p.transpose_b};
  static thread_local Room<Half> shared;
  const int64_t wide = parts_of(p.columns, kPanel);
  Half* panels = shared.of(wide * kPanel * Bf16::deep(std::min(kPiece, p.depth)));
  for (int64_t k = 0; k < p.depth; k += kPiece) {
    const int64_t depth = std::min(kPiece, p.depth - k), whole = Bf16::deep(depth);
    Workers::shared().run(wide, [&](int64_t j) {
      const int64_t left = j * kPanel;
      pack_panel(b, left, std::min(kPanel, p.columns - left), k, depth, panels + left * whole, totals);
    });
    const int64_t block = rows_per_job(p.rows, 2 * whole, kBlock), row_jobs = parts_of(p.rows, block);
    const int64_t column_jobs = column_jobs_of(wide, row_jobs);
    Workers::shared().run(row_jobs * column_jobs, [&](int64_t job) {
      static thread_local Room<Half> room;
      const Tiles tiles(format);
      const int64_t first = job / column_jobs * block, count = std::min(block, p.rows - first);
      const int64_t part = job % column_jobs;
      Half* rows = room.of(block * whole);
      pack_tiles(a, first, count, k, depth, rows);
      const int64_t left = wide * part / column_jobs, right = wide * (part + 1) / column_jobs;
      const Panels<Bf16> packed = {depth, p.columns, panels};
      for_sums(format, rows, count, packed, left, right, [&](int64_t i, int64_t here, int64_t j, float* sums) {
        const int64_t column = j * kPanel, at = (first + i) * p.columns + column;
        const float* bias = k == 0 && p.bias ? p.bias + column : nullptr;
        const float* added = k > 0 ? p.c + at : p.skip ? p.skip + at : nullptr;
        leave_sums(sums, here, std::min(kPanel, p.columns - column), bias, added, p.c + at, p.columns);
      });
    });
  }
}
#else
inline void multiply_rounded(const Bf16&, const Product&, float* = nullptr) {}
#endif

}  // namespace hpdm
