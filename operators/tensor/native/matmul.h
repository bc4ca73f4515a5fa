// Matrix products of float32, blocked for the caches (Goto & van de Geijn 2008, "Anatomy of high-performance matrix multiplication").
#pragma once
#include <algorithm>
#include <cstring>
#include <memory>

#include "panels.h"

namespace hpdm {

// One product c = a · b (+ bias) (+ skip). Each of a and b may be stored transposed.
struct Product {
  int64_t rows, columns, depth;
  const float* a;  // [rows, depth], or [depth, rows]
  const float* b;  // [depth, columns], or [columns, depth]
  bool transpose_a, transpose_b;
  const float* bias;  // [columns] added to every row, or null
  const float* skip;  // [rows, columns] added, or null
  float* c;           // [rows, columns]
};

// The result where the factors have a depth of 0.
inline void leave_added(const Product& p) {
  for (int64_t i = 0; i < p.rows * p.columns; i++)
    p.c[i] = (p.bias ? p.bias[i % p.columns] : 0.0f) + (p.skip ? p.skip[i] : 0.0f);
}

constexpr int64_t kTileColumns = 2 * kLanes;
constexpr int64_t kDepth = 256;                              // depth of a panel of b: 16 KiB, or 32 with AVX-512
constexpr int64_t kBlockRows = 96;                           // rows per job: 96 KiB of a, a part of the second-level cache
constexpr int64_t kPacked = 1 << 19;                         // floats to pack at a time: 2 MiB, a part of the third-level cache
constexpr int64_t kGroup = 32;                               // panels packed by one job

// Floats from one packed panel to the next: the size of a panel plus one cache line, because otherwise all panels would use the same cache set.
template <int64_t kWidth>
inline int64_t panel_size(int64_t depth) {
  return depth * kWidth + 16;
}

// Pack `depth` rows of a matrix, each `stride` long, into consecutive panels of kWidth columns; the last panel is padded with zeros.
template <int64_t kWidth>
inline void pack_rows(const float* from, int64_t stride, int64_t columns, int64_t depth, float* to) {
  const int64_t whole = columns / kWidth, rest = columns % kWidth;
  for (int64_t k = 0; k < depth; k++, from += stride) {
    float* at = to + k * kWidth;
    for (int64_t j = 0; j < whole; j++, at += panel_size<kWidth>(depth))
      std::memcpy(at, from + j * kWidth, kWidth * sizeof(float));
    if (rest) std::fill(std::copy_n(from + whole * kWidth, rest, at), at + kWidth, 0.0f);
  }
}

// The same for a matrix that is stored transposed: `columns` rows, each `stride` long.
template <int64_t kWidth>
inline void pack_columns(const float* from, int64_t stride, int64_t columns, int64_t depth, float* to) {
  for (int64_t j = 0; j < columns; j += kWidth, to += panel_size<kWidth>(depth)) {
    const int64_t width = std::min(kWidth, columns - j);
    if (width < kWidth) std::fill_n(to, depth * kWidth, 0.0f);
    transpose(from + j * stride, stride, width, depth, to, kWidth);
  }
}

// Pack a group of panels of a matrix [depth, columns], or [columns, depth] if it is stored transposed, from depth k on.
template <int64_t kWidth>
inline void pack(const float* matrix, int64_t columns, int64_t whole_depth, bool transposed, int64_t group, int64_t k,
                 int64_t depth, float* to) {
  const int64_t first = group * kGroup * kWidth, width = std::min(columns - first, kGroup * kWidth);
  to += group * kGroup * panel_size<kWidth>(depth);
  if (transposed)
    pack_columns<kWidth>(matrix + first * whole_depth + k, whole_depth, width, depth, to);
  else
    pack_rows<kWidth>(matrix + k * columns + first, columns, width, depth, to);
}

// R rows of a and the steps between their numbers.
struct Rows {
  const float* at;
  int64_t row_stride, depth_stride;
};

// One tile of c. The sums over `depth` are added to the tile; the first part of the depth overwrites it instead and adds bias and skip.
template <int R>
inline void tile(const Product& p, Rows a, const float* panel, int64_t depth, int64_t i, int64_t j, bool first) {
  const int64_t width = std::min(kTileColumns, p.columns - j), n = p.columns;
  float* c = p.c + i * n + j;
  const Added added = {first && p.bias ? p.bias + j : nullptr, first && p.skip ? p.skip + i * n + j : nullptr};
  if (width == kTileColumns) {
    if (first) product_tile<R, 2, false>(a.at, a.row_stride, a.depth_stride, panel, kTileColumns, c, n, depth, added);
    else product_tile<R, 2, true>(a.at, a.row_stride, a.depth_stride, panel, kTileColumns, c, n, depth);
    return;
  }
  float sums[R * kTileColumns];  // c is narrower than the tile
  product_tile<R, 2, false>(a.at, a.row_stride, a.depth_stride, panel, kTileColumns, sums, kTileColumns, depth);
  for (int64_t r = 0; r < R; r++, c += n) {
    float* row = sums + r * kTileColumns;
    if (!first)
      for (int64_t k = 0; k < width; k++) row[k] += c[k];
    if (added.bias)
      for (int64_t k = 0; k < width; k++) row[k] += added.bias[k];
    if (added.skip)
      for (int64_t k = 0; k < width; k++) row[k] += added.skip[r * n + k];
    std::copy_n(row, width, c);
  }
}

// A tile of at most R rows.
template <int R>
inline void tile_of(int64_t rows, const Product& p, Rows a, const float* panel, int64_t depth, int64_t i, int64_t j,
                    bool first) {
  if constexpr (R > 1)
    if (rows < R) return tile_of<R - 1>(rows, p, a, panel, depth, i, j, first);
  tile<R>(p, a, panel, depth, i, j, first);
}

// The workers share the parts of c. The order within every sum does not depend on the number of workers.
inline void multiply(const Product& p) {
  if (p.rows == 0 || p.columns == 0) return;
  if (p.depth == 0) return leave_added(p);
  // a is packed only if it is stored transposed
  const int64_t wide = parts_of(p.columns, kTileColumns), tall = p.transpose_a ? parts_of(p.rows, kTileRows) : 0;
  const int64_t size_b = wide * panel_size<kTileColumns>(kDepth), size_a = tall * panel_size<kTileRows>(kDepth);
  const int64_t blocks = std::min(parts_of(p.depth, kDepth), std::max<int64_t>(1, kPacked / (size_a + size_b)));
  static thread_local std::unique_ptr<float[]> room;
  static thread_local int64_t size = 0;
  if (size < blocks * (size_a + size_b)) room.reset(new float[size = blocks * (size_a + size_b)]);
  float* packed = room.get();
  // with few rows, the workers also share the columns
  const int64_t row_jobs = parts_of(p.rows, kBlockRows);
  const int64_t column_jobs = std::min(parts_of(wide, 4), parts_of(16, row_jobs));

  const int64_t groups_b = parts_of(wide, kGroup), groups = groups_b + parts_of(tall, kGroup);
  for (int64_t from = 0; from < p.depth; from += blocks * kDepth) {
    const int64_t here = std::min(blocks, parts_of(p.depth - from, kDepth));
    Workers::shared().run(here * groups, [&](int64_t job) {
      const int64_t block = job / groups, group = job % groups;
      const int64_t k = from + block * kDepth, depth = std::min(kDepth, p.depth - k);
      float* b = packed + block * (size_a + size_b);
      if (group < groups_b)
        pack<kTileColumns>(p.b, p.columns, p.depth, p.transpose_b, group, k, depth, b);
      else
        pack<kTileRows>(p.a, p.rows, p.depth, false, group - groups_b, k, depth, b + size_b);
    });
    Workers::shared().run(row_jobs * column_jobs, [&](int64_t job) {
      const int64_t first = job / column_jobs * kBlockRows, end = std::min(p.rows, first + kBlockRows);
      const int64_t part = job % column_jobs, left = wide * part / column_jobs, right = wide * (part + 1) / column_jobs;
      for (int64_t block = 0; block < here; block++) {
        const int64_t k = from + block * kDepth, depth = std::min(kDepth, p.depth - k);
        const float *b = packed + block * (size_a + size_b), *a = b + size_b;
        for (int64_t j = left; j < right; j++)
          for (int64_t i = first; i < end; i += kTileRows) {
            const Rows rows = p.transpose_a ? Rows{a + i / kTileRows * panel_size<kTileRows>(depth), 1, kTileRows}
                                            : Rows{p.a + i * p.depth + k, p.depth, 1};
            if (j == left && !p.transpose_a)
              will_read(rows.at + kTileRows * p.depth, p.depth, std::min<int64_t>(kTileRows, end - i - kTileRows), depth);
            tile_of<kTileRows>(end - i, p, rows, b + j * panel_size<kTileColumns>(depth), depth, i,
                    j * kTileColumns, k == 0);
          }
      }
    });
  }
}

}  // namespace hpdm
