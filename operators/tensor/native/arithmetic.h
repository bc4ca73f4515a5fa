// exp, erf and small matrix products, written so that the compiler makes vector code of them.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>

namespace hpdm {

// e^x to 2 units in the last place; x below -87 gives (almost) 0.
inline float fast_exp(float x) {
  x = x < -87.0f ? -87.0f : (x > 88.0f ? 88.0f : x);
  const float n = std::nearbyint(x * 1.44269504f);
  const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  const float value = p * r * r + r + 1.0f;
  const int32_t bits = (static_cast<int32_t>(n) + 127) << 23;
  float scale;
  std::memcpy(&scale, &bits, sizeof scale);
  return value * scale;
}

// The Gaussian distribution function Φ(x) and exp(-x²/2), which it needs anyway.
// erf by Abramowitz & Stegun 7.1.26, right to 1.5e-7.
struct Gaussian {
  float cdf, bell;
};
inline Gaussian gaussian(float x) {
  const float z = std::fabs(x) * 0.70710678f;
  const float t = 1.0f / (1.0f + 0.3275911f * z);
  const float bell = fast_exp(-z * z);
  float p = 1.061405429f;
  p = p * t - 1.453152027f;
  p = p * t + 1.421413741f;
  p = p * t - 0.284496736f;
  p = p * t + 0.254829592f;
  const float tail = 0.5f * p * t * bell;  // 1 - Φ(|x|)
  return {x < 0 ? tail : 1.0f - tail, bell};
}

// Eight floats that the compiler keeps in one register (or in several, where registers are smaller).
typedef float Vector __attribute__((vector_size(32)));
constexpr int64_t kLanes = 8;
// Columns of a product are worked on two vectors at a time: pad to this.
constexpr int64_t kColumns = 2 * kLanes;
inline int64_t padded(int64_t n) { return (n + kColumns - 1) / kColumns * kColumns; }

inline Vector load(const float* p) {
  Vector v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
inline void store(float* p, Vector v) { std::memcpy(p, &v, sizeof v); }

// Rows [0, R) of c (+)= a · b for one strip of columns; a(i, k) is a[i * ai + k * ak].
template <int R, bool kAdd>
inline void product_strip(const float* a, int64_t ai, int64_t ak, const float* b, int64_t ldb, float* c, int64_t ldc,
                          int64_t depth) {
  Vector left[R], right[R];
  for (int i = 0; i < R; i++) {
    left[i] = kAdd ? load(c + i * ldc) : Vector{};
    right[i] = kAdd ? load(c + i * ldc + kLanes) : Vector{};
  }
  for (int64_t k = 0; k < depth; k++) {
    const Vector b0 = load(b + k * ldb), b1 = load(b + k * ldb + kLanes);
    for (int i = 0; i < R; i++) {
      const float x = a[i * ai + k * ak];
      left[i] += x * b0;
      right[i] += x * b1;
    }
  }
  for (int i = 0; i < R; i++) {
    store(c + i * ldc, left[i]);
    store(c + i * ldc + kLanes, right[i]);
  }
}

// c [rows, columns] (+)= a [rows, depth] · b [depth, columns]; columns a multiple of kColumns.
template <bool kAdd>
inline void product(int64_t rows, int64_t columns, int64_t depth, const float* a, int64_t ai, int64_t ak,
                    const float* b, int64_t ldb, float* c, int64_t ldc) {
  constexpr int kRows = 6;  // 12 accumulators, two of b and one of a: the 16 registers of AVX2
  for (int64_t j = 0; j < columns; j += kColumns) {
    int64_t i = 0;
    for (; i + kRows <= rows; i += kRows)
      product_strip<kRows, kAdd>(a + i * ai, ai, ak, b + j, ldb, c + i * ldc + j, ldc, depth);
    for (; i < rows; i++) product_strip<1, kAdd>(a + i * ai, ai, ak, b + j, ldb, c + i * ldc + j, ldc, depth);
  }
}

}  // namespace hpdm
