// The format of packed-product.h in bfloat16, with sums in float32: on AMX tiles, or with AVX512-BF16.
#pragma once
#include <algorithm>
#include <vector>

#include "bf16-round.h"
#include "packed-product.h"

namespace hpdm {

// Panels have pairs of rows side by side, and rows lie in tiles, as the instructions want it.
struct Bf16 {
  typedef Half Number;
  typedef Tiles Job;
  static constexpr int64_t kBlock = hpdm::kBlock;

  bool amx;  // otherwise AVX512-BF16

  static int64_t deep(int64_t depth) { return parts_of(depth, kStep) * kStep; }
  static int64_t row(int64_t depth) { return deep(depth); }

#if defined(__AVX512BF16__)
  // A whole kernel, or one that is stored transposed.
  static void pack_kernel(const Factor& kernel, int64_t depth, int64_t columns, Half* to) {
    Workers::shared().run(parts_of(columns, kPanel), [&](int64_t j) {
      const int64_t left = j * kPanel;
      pack_panel(kernel, left, std::min(kPanel, columns - left), 0, depth, to + left * deep(depth), nullptr);
    });
  }

  static void pack_rows(int64_t count, int64_t depth, float epsilon, const float* x, const Around& around, Half* to) {
    if (!around.gamma) return pack_tiles({x, depth, false}, 0, count, 0, depth, to);
    static thread_local std::vector<float> normal;
    normal.resize(kTileHeight * depth);
    for (int64_t i = 0; i < count; i += kTileHeight, to += kTileHeight * row(depth)) {
      const int64_t rows = std::min(kTileHeight, count - i);
      for (int64_t r = 0; r < rows; r++)
        normalise_row(depth, epsilon, x + (i + r) * depth, around.gamma, around.beta, normal.data() + r * depth);
      pack_tiles({normal.data(), depth, false}, 0, rows, 0, depth, to);
    }
  }

  void sums(const Half* a, int64_t rows, const Half* panel, int64_t depth, float* sums) const {
    sum_tiles(amx, a, rows, panel, deep(depth), sums);
  }

  // Sums [rows, 32] become columns of rows that are `depth` numbers long, from column `at` on.
  static void place(const float* sums, int64_t rows, Half* to, int64_t depth, int64_t at) {
    for (int64_t r = 0; r < rows; r += kTileHeight)
      place_rows(round_rows(sums + r * kPanel, kPanel, rows - r, kPanel), to + r * deep(depth) + at * kTileHeight);
  }
#else
  static void pack_kernel(const Factor&, int64_t, int64_t, Half*) {}
  static void pack_rows(int64_t, int64_t, float, const float*, const Around&, Half*) {}
  static void sums(const Half*, int64_t, const Half*, int64_t, float*) {}
  static void place(const float*, int64_t, Half*, int64_t, int64_t) {}
#endif
};

}  // namespace hpdm
