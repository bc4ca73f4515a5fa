// The format of packed-product.h in float32: a panel is 32 columns of the kernel, row by row, and packed rows lie one after the other.
#pragma once
#include <algorithm>

#include "packed-product.h"

namespace hpdm {

struct Float32 {
  typedef float Number;
  static constexpr int64_t kBlock = 30;  // five times the rows of a tile of sums (product_strip)

  static int64_t deep(int64_t depth) { return depth; }
  // A cache line more than a power of two, because otherwise all rows of a tile would use the same cache sets.
  static int64_t row(int64_t depth) { return depth % 256 == 0 ? depth + 16 : depth; }

  struct Job {
    explicit Job(const Float32&) {}
  };

  static void pack_kernel(const float* kernel, int64_t depth, int64_t columns, float* to) {
    Workers::shared().run(parts_of(columns, kPanel), [&](int64_t j) {
      const int64_t left = j * kPanel, width = std::min(kPanel, columns - left);
      float* at = to + left * depth;
      for (int64_t k = 0; k < depth; k++, at += kPanel)
        std::fill(std::copy_n(kernel + k * columns + left, width, at), at + kPanel, 0.0f);
    });
  }

  static void pack_rows(int64_t count, int64_t depth, float epsilon, const float* x, const Around& around, float* to) {
    for (int64_t i = 0; i < count; i++, x += depth, to += row(depth))
      if (around.gamma) normalise_row(depth, epsilon, x, around.gamma, around.beta, to);
      else std::copy_n(x, depth, to);
  }

  static void sums(const float* a, int64_t rows, const float* panel, int64_t depth, float* sums) {
    product<false>(rows, kPanel, depth, a, row(depth), 1, panel, kPanel, sums, kPanel);
  }

  // Sums [rows, 32] become columns of rows that are `depth` numbers long, from column `at` on.
  static void place(const float* sums, int64_t rows, float* to, int64_t depth, int64_t at) {
    for (int64_t r = 0; r < rows; r++) std::copy_n(sums + r * kPanel, std::min(kPanel, depth - at), to + r * row(depth) + at);
  }
};

}  // namespace hpdm
