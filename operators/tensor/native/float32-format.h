// The format of packed-product.h in float32: a panel is 32 columns of the kernel, row by row, and packed rows lie one after the other.
#pragma once
#include <algorithm>

#include "packed-product.h"

namespace hpdm {

struct Float32 {
  typedef float Number;
  static constexpr int64_t kBlock = 32 / kTileRows * kTileRows;

  static int64_t deep(int64_t depth) { return depth; }
  // A cache line more than a power of two, because otherwise all rows of a tile would use the same cache sets.
  static int64_t row(int64_t depth) { return depth % 256 == 0 ? depth + 16 : depth; }

  struct Job {
    explicit Job(const Float32&) {}
  };

  // A whole kernel, or one that is stored transposed.
  static void pack_kernel(const Factor& kernel, int64_t depth, int64_t columns, float* to) {
    Workers::shared().run(parts_of(columns, kPanel), [&](int64_t j) {
      const int64_t left = j * kPanel, width = std::min(kPanel, columns - left);
      float* at = to + left * depth;
      if (!kernel.transposed) return pack_panel(kernel.at + left, kernel.stride, depth, width, at);
      if (width < kPanel) std::fill_n(at, depth * kPanel, 0.0f);
      transpose(kernel.at + left * kernel.stride, kernel.stride, width, depth, at, kPanel);
    });
  }

  // `rows` rows of up to 32 columns as a panel.
  static void pack_panel(const float* from, int64_t stride, int64_t rows, int64_t width, float* to) {
    for (int64_t k = 0; k < rows; k++, from += stride, to += kPanel)
      std::fill(std::copy_n(from, width, to), to + kPanel, 0.0f);
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
