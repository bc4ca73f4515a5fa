// A depthwise convolution over the grid of a patch's tokens, in one pass over memory.
#pragma once
#include <algorithm>

#include "elementwise.h"

namespace hpdm {

// Tokens of patches, each d numbers, in the order of frames, rows and columns.
struct TokenGrid {
  int64_t patches, frames, rows, columns, d;

  int64_t tokens() const { return patches * frames * rows * columns; }

  // Call f(tap, neighbour) for a token and those around it that lie in its patch. Taps are numbered from 0, by frame, row and column; 13 is the
  // token itself.
  template <class F>
  void for_neighbours(int64_t token, F f) const {
    const int64_t column = token % columns, row = token / columns % rows, frame = token / (columns * rows) % frames;
    for (int64_t a = -1; a <= 1; a++)
      for (int64_t b = -1; b <= 1; b++)
        for (int64_t c = -1; c <= 1; c++) {
          const bool inside = frame + a >= 0 && frame + a < frames && row + b >= 0 && row + b < rows && column + c >= 0 &&
                              column + c < columns;
          if (inside) f(9 * (a + 1) + 3 * (b + 1) + c + 1, token + (a * rows + b) * columns + c);
        }
  }
};

constexpr int64_t kTaps = 27;

// y = x + Σ over the neighbours of tap · neighbour; taps are [27, d]. Reversed, which gives the gradient of x from that of y, the first tap is
// that of the last neighbour.
inline void add_neighbours(const TokenGrid& grid, bool reversed, const float* x, const float* taps, float* y) {
  constexpr int64_t kVectors = 4, kWide = kVectors * kLanes;  // sums in registers while all neighbours are added
  const int64_t d = grid.d, whole = d / kWide * kWide;
  for_rows(grid.tokens(), [&](int64_t i) {
    const float *by[kTaps], *from[kTaps];
    int64_t count = 0;
    grid.for_neighbours(i, [&](int64_t tap, int64_t neighbour) {
      by[count] = taps + (reversed ? kTaps - 1 - tap : tap) * d;
      from[count++] = x + neighbour * d;
    });
    for (int64_t j = 0; j < whole; j += kWide) {
      Vector sum[kVectors];
      for (int64_t v = 0; v < kVectors; v++) sum[v] = load(x + i * d + j + v * kLanes);
      for (int64_t n = 0; n < count; n++)
        for (int64_t v = 0; v < kVectors; v++) sum[v] += load(by[n] + j + v * kLanes) * load(from[n] + j + v * kLanes);
      for (int64_t v = 0; v < kVectors; v++) store(y + i * d + j + v * kLanes, sum[v]);
    }
    for (int64_t j = whole; j < d; j++) {
      float sum = x[i * d + j];
      for (int64_t n = 0; n < count; n++) sum += by[n][j] * from[n][j];
      y[i * d + j] = sum;
    }
  });
}

// The gradient of the taps, [27, d].
inline void taps_gradient(const TokenGrid& grid, const float* x, const float* dy, float* d_taps) {
  const int64_t d = grid.d;
  sum_rows(grid.tokens(), kTaps * d, d_taps, [&](int64_t i, float* sums) {
    const float* slope = dy + i * d;
    grid.for_neighbours(i, [&](int64_t tap, int64_t neighbour) {
      const float* from = x + neighbour * d;
      float* to = sums + tap * d;
      for (int64_t j = 0; j < d; j++) to[j] += slope[j] * from[j];
    });
  });
}

}  // namespace hpdm
