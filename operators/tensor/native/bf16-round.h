// Rounding float32 matrices to bfloat16 as tiles and panels, and writing sums; only where the compiler has the instructions.
#pragma once
#include <algorithm>

#include "bf16-tile.h"

namespace hpdm {

#if defined(__AVX512BF16__)
// 16 vectors of 32 bfloat16. As a step of tiles for a: 16 rows of 32 numbers each. As a step of panels for b: 16 pairs of numbers along the
// depth for each of 16 columns.
struct Square {
  __m512i at[16];
};

inline __mmask16 first_lanes(int64_t count) {
  return count >= 16 ? 0xffff : count <= 0 ? 0 : static_cast<__mmask16>((1 << count) - 1);
}

// Up to 16 rows of up to 32 numbers, each row in one vector, with zeros around them.
inline Square round_rows(const float* from, int64_t stride, int64_t rows, int64_t width) {
  const __mmask16 low = first_lanes(width), high = first_lanes(width - 16);
  Square square;
  for (int64_t i = 0; i < 16; i++, from += stride)
    square.at[i] = i < rows ? (__m512i)_mm512_cvtne2ps_pbh(_mm512_maskz_loadu_ps(high, from + 16),
                                                           _mm512_maskz_loadu_ps(low, from))
                            : _mm512_setzero_si512();
  return square;
}

// Up to 32 rows of up to 16 numbers, each two rows in one vector, number beside number; the rows are added to `sums` unless it is null.
inline Square round_pairs(const float* from, int64_t stride, int64_t rows, int64_t width, float* sums) {
  alignas(64) static constexpr uint16_t kBeside[32] = {0, 16, 1, 17, 2,  18, 3,  19, 4,  20, 5,  21, 6,  22, 7,  23,
                                                       8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31};
  const __m512i beside = _mm512_load_si512(kBeside);
  const __mmask16 lanes = first_lanes(width);
  __m512 sum = sums ? _mm512_maskz_loadu_ps(lanes, sums) : _mm512_setzero_ps();
  Square square;
  for (int64_t i = 0; i < 16; i++, from += 2 * stride) {
    const __m512 even = _mm512_maskz_loadu_ps(2 * i < rows ? lanes : 0, from);
    const __m512 odd = _mm512_maskz_loadu_ps(2 * i + 1 < rows ? lanes : 0, from + stride);
    square.at[i] = _mm512_permutexvar_epi16(beside, (__m512i)_mm512_cvtne2ps_pbh(odd, even));
    sum = _mm512_add_ps(_mm512_add_ps(sum, even), odd);
  }
  if (sums) _mm512_mask_storeu_ps(sums, lanes, sum);
  return square;
}

// Write 16 rows of a step to a tile.
inline void place_rows(const Square& square, Half* to) {
  for (int64_t i = 0; i < 16; i++) _mm512_storeu_si512(to + i * kStep, square.at[i]);
}

// Write 16 pairs of a step to half of the columns of a panel.
inline void place_pairs(const Square& square, Half* to) {
  for (int64_t i = 0; i < 16; i++) _mm512_storeu_si512(to + i * 2 * kPanel, square.at[i]);
}

// Transpose 16 × 16 pairs of bfloat16: rows along the depth become columns, and the other way round.
inline Square transposed(const Square& from) {
  Square a, b;
  for (int i = 0; i < 16; i += 2) {
    a.at[i] = _mm512_unpacklo_epi32(from.at[i], from.at[i + 1]);
    a.at[i + 1] = _mm512_unpackhi_epi32(from.at[i], from.at[i + 1]);
  }
  for (int i = 0; i < 16; i += 4)
    for (int k = 0; k < 2; k++) {
      b.at[i + 2 * k] = _mm512_unpacklo_epi64(a.at[i + k], a.at[i + k + 2]);
      b.at[i + 2 * k + 1] = _mm512_unpackhi_epi64(a.at[i + k], a.at[i + k + 2]);
    }
  for (int k = 0; k < 4; k++) {
    a.at[k] = _mm512_shuffle_i32x4(b.at[k], b.at[k + 4], 0x88);
    a.at[k + 4] = _mm512_shuffle_i32x4(b.at[k], b.at[k + 4], 0xdd);
    a.at[k + 8] = _mm512_shuffle_i32x4(b.at[k + 8], b.at[k + 12], 0x88);
    a.at[k + 12] = _mm512_shuffle_i32x4(b.at[k + 8], b.at[k + 12], 0xdd);
  }
  for (int k = 0; k < 8; k++) {
    b.at[k] = _mm512_shuffle_i32x4(a.at[k], a.at[k + 8], 0x88);
    b.at[k + 8] = _mm512_shuffle_i32x4(a.at[k], a.at[k + 8], 0xdd);
  }
  return b;
}

// Pack `width` columns of b from `left` on, from depth k on, as a panel of 32 columns.
inline void pack_panel(const Factor& b, int64_t left, int64_t width, int64_t k, int64_t depth, Half* to, float* sums) {
  for (int64_t step = 0; step < depth; step += kStep)
    for (int64_t half = 0; half < 2; half++) {
      const int64_t column = left + 16 * half, columns = std::min<int64_t>(16, width - 16 * half);
      const int64_t row = k + step, rows = std::min(kStep, depth - step);
      const Square square = b.transposed ? transposed(round_rows(b.at + column * b.stride + row, b.stride, columns, rows))
                                         : round_pairs(b.at + row * b.stride + column, b.stride, rows, columns,
                                                       sums ? sums + column : nullptr);
      place_pairs(square, to + step * kPanel + half * kStep);
    }
}

// Pack `count` rows of a from `first` on, from depth k on, as tiles: [count / 16, depth / 32, 16, 32].
inline void pack_tiles(const Factor& a, int64_t first, int64_t count, int64_t k, int64_t depth, Half* to) {
  for (int64_t i = 0; i < count; i += kTileHeight)
    for (int64_t step = 0; step < depth; step += kStep, to += kTileHeight * kStep) {
      const int64_t row = first + i, rows = std::min(kTileHeight, count - i);
      const int64_t column = k + step, width = std::min(kStep, depth - step);
      place_rows(a.transposed ? transposed(round_pairs(a.at + column * a.stride + row, a.stride, width, rows, nullptr))
                              : round_rows(a.at + row * a.stride + column, a.stride, rows, width),
                 to);
    }
}

#endif

}  // namespace hpdm
