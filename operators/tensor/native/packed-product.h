// Products of activations and packed kernels, for inference, in float32 or in bfloat16. A format says how numbers are packed:
//   Number             of what panels and packed rows consist
//   kBlock             rows whose sums are made at a time
//   deep(depth)        rows of a panel
//   row(depth)         numbers of a packed row
//   Job                set up for a job of a thread, and given back at its end
//   pack_rows          rows of activations, after their layer norm if there is one
//   sums               of up to kBlock packed rows and a panel
//   place              sums of 32 columns as a part of packed rows
#pragma once
#include <algorithm>

#include "panels.h"

namespace hpdm {

// All sums of packed rows with the panels from `left` to `right`; then(i, rows, j, sums) gets kBlock × 32 of them at a time.
template <class Format, class Then>
inline void for_sums(const Format& format, const typename Format::Number* a, int64_t rows,
                     const Panels<Format>& b, int64_t left, int64_t right, Then then) {
  alignas(64) float sums[Format::kBlock * kPanel];
  for (int64_t j = left; j < right; j++)
    for (int64_t i = 0; i < rows; i += Format::kBlock) {
      const int64_t here = std::min(Format::kBlock, rows - i);
      format.sums(a + i * b.row(), here, b.panel(j), b.depth, sums);
      then(i, here, j, sums);
    }
}

// y [rows, columns] = gelu(norm(x) · b + bias) + skip, with what is not in `around` left out.
template <class Format>
inline void multiply_packed(const Format& format, int64_t rows, const float* x, float epsilon,
                            const Panels<Format>& b, const Around& around, float* y) {
  const int64_t each = b.row() * static_cast<int64_t>(sizeof(typename Format::Number));
  const int64_t block = rows_per_job(rows, each, Format::kBlock), row_jobs = parts_of(rows, block);
  const int64_t column_jobs = column_jobs_of(b.wide(), row_jobs);
  Workers::shared().run(row_jobs * column_jobs, [&](int64_t job) {
    static thread_local Room<typename Format::Number> room;
    const typename Format::Job begun(format);
    const int64_t first = job / column_jobs * block, count = std::min(block, rows - first), part = job % column_jobs;
    auto* a = room.of(block * b.row());
    format.pack_rows(count, b.depth, epsilon, x + first * b.depth, around, a);
    const int64_t left = b.wide() * part / column_jobs, right = b.wide() * (part + 1) / column_jobs;
    for_sums(format, a, count, b, left, right, [&](int64_t i, int64_t here, int64_t j, float* sums) {
      const int64_t at = j * kPanel, width = std::min(kPanel, b.columns - at);
      const int64_t to = (first + i) * b.columns + at;
      const float *bias = around.bias ? around.bias + at : nullptr, *skip = around.skip ? around.skip + to : nullptr;
      if (around.gelu) finish_sums(sums, here, width, bias, true);
      leave_sums(sums, here, width, around.gelu ? nullptr : bias, skip, y + to, b.columns);
    });
  });
}

// y = x + gelu(norm(x) · b1 + bias1) · b2 + bias2; what is between the products stays in the cache.
template <class Format>
inline void mlp_packed(const Format& format, int64_t rows, const float* x, float epsilon, const Around& around,
                       const Panels<Format>& b1, const Panels<Format>& b2,
                       const float* bias2, float* y) {
  const int64_t each = (b1.row() + b2.row()) * static_cast<int64_t>(sizeof(typename Format::Number));
  const int64_t block = rows_per_job(rows, each, Format::kBlock);
  Workers::shared().run(parts_of(rows, block), [&](int64_t job) {
    static thread_local Room<typename Format::Number> room;
    const typename Format::Job begun(format);
    const int64_t first = job * block, count = std::min(block, rows - first);
    auto *a = room.of(block * (b1.row() + b2.row())), *hidden = a + block * b1.row();
    format.pack_rows(count, b1.depth, epsilon, x + first * b1.depth, around, a);
    for_sums(format, a, count, b1, 0, b1.wide(), [&](int64_t i, int64_t here, int64_t j, float* sums) {
      const int64_t at = j * kPanel, width = std::min(kPanel, b1.columns - at);
      finish_sums(sums, here, width, around.bias + at, true);
      format.place(sums, here, hidden + i * b2.row(), b2.depth, at);
    });
    for_sums(format, hidden, count, b2, 0, b2.wide(), [&](int64_t i, int64_t here, int64_t j, float* sums) {
      const int64_t at = j * kPanel, width = std::min(kPanel, b2.columns - at);
      const int64_t to = (first + i) * b2.columns + at;
      leave_sums(sums, here, width, bias2 + at, x + to, y + to, b2.columns);
    });
  });
}

}  // namespace hpdm
