// exp, erf and small matrix products, written so that the compiler turns them into vector code.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>

namespace hpdm {

constexpr float kEpsilon = 1e-6f;  // added to the variance of a norm, as in layer-norm.ts

// e^x for |x| < 0.35, of a number or a vector.
template <class T>
inline T exp_near_zero(T x) {
  T p = x * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * x + 8.3334519073e-3f;
  p = p * x + 4.1665795894e-2f;
  p = p * x + 1.6666665459e-1f;
  p = p * x + 5.0000001201e-1f;
  return p * x * x + x + 1.0f;
}

// e^x to 2 units in the last place; x below -87 gives (almost) 0.
inline float fast_exp(float x) {
  x = x < -87.0f ? -87.0f : (x > 88.0f ? 88.0f : x);
  const float n = std::nearbyint(x * 1.44269504f);
  const float value = exp_near_zero((x - n * 0.693359375f) + n * 2.12194440e-4f);
  const int32_t bits = (static_cast<int32_t>(n) + 127) << 23;
  float scale;
  std::memcpy(&scale, &bits, sizeof scale);
  return value * scale;
}

// The Gaussian distribution function Φ(x), and exp(-x²/2), which is part of its calculation.
// erf by Abramowitz & Stegun 7.1.26, with an error of at most 1.5e-7.
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

// Number of floats in one register.
#if defined(__AVX512F__)
constexpr int64_t kLanes = 16;
#elif defined(__AVX__)
constexpr int64_t kLanes = 8;
#else
constexpr int64_t kLanes = 4;
#endif
typedef float Vector __attribute__((vector_size(kLanes * sizeof(float))));
// Columns of a product are padded to whole vectors.
inline int64_t padded(int64_t n) { return (n + kLanes - 1) / kLanes * kLanes; }

inline Vector load(const float* p) {
  Vector v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
inline void store(float* p, Vector v) { std::memcpy(p, &v, sizeof v); }

typedef int32_t Integers __attribute__((vector_size(sizeof(Vector))));
inline Vector all_lanes(float x) { return Vector{} + x; }

// fast_exp of every lane. Not every compiler turns a loop over the lanes into vector code.
inline Vector fast_exp(Vector x) {
  const Vector least = all_lanes(-87.0f), most = all_lanes(88.0f);
  x = x < least ? least : x;
  x = x > most ? most : x;
  const Vector half = x < Vector{} ? all_lanes(-0.5f) : all_lanes(0.5f);
  const Integers whole = __builtin_convertvector(x * 1.44269504f + half, Integers);
  const Vector n = __builtin_convertvector(whole, Vector);
  const Integers bits = (whole + 127) << 23;
  Vector scale;
  std::memcpy(&scale, &bits, sizeof scale);
  return exp_near_zero((x - n * 0.693359375f) + n * 2.12194440e-4f) * scale;
}

// Shuffle two vectors of eight into one; GCC before 12 has a different function for this.
typedef float Eight __attribute__((vector_size(32)));
#if defined(__clang__)
#define HPDM_SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
typedef int32_t EightIndices __attribute__((vector_size(32)));
#define HPDM_SHUFFLE(a, b, ...) __builtin_shuffle(a, b, EightIndices{__VA_ARGS__})
#endif

// Transpose 8 × 8 numbers in three rounds of shuffles.
inline void transpose_block(const float* from, int64_t stride, float* to, int64_t to_stride) {
  Eight a[8], b[8];
  for (int i = 0; i < 8; i++) std::memcpy(&a[i], from + i * stride, sizeof a[i]);
  for (int i = 0; i < 8; i += 2) {
    b[i] = HPDM_SHUFFLE(a[i], a[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    b[i + 1] = HPDM_SHUFFLE(a[i], a[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  for (int i = 0; i < 8; i += 4)
    for (int k = 0; k < 2; k++) {
      a[i + 2 * k] = HPDM_SHUFFLE(b[i + k], b[i + k + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      a[i + 2 * k + 1] = HPDM_SHUFFLE(b[i + k], b[i + k + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  for (int i = 0; i < 4; i++) {
    b[i] = HPDM_SHUFFLE(a[i], a[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    b[i + 4] = HPDM_SHUFFLE(a[i], a[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
  for (int i = 0; i < 8; i++) std::memcpy(to + i * to_stride, &b[i], sizeof b[i]);
}

// to [columns, rows] = from [rows, columns], transposed; the two may have different strides.
inline void transpose(const float* from, int64_t stride, int64_t rows, int64_t columns, float* to, int64_t to_stride) {
  const int64_t whole_rows = rows / 8 * 8, whole_columns = columns / 8 * 8;
  for (int64_t i = 0; i < whole_rows; i += 8)
    for (int64_t j = 0; j < whole_columns; j += 8)
      transpose_block(from + i * stride + j, stride, to + j * to_stride + i, to_stride);
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = i < whole_rows ? whole_columns : 0; j < columns; j++) to[j * to_stride + i] = from[i * stride + j];
}

template <int64_t n>
struct Lanes {
  typedef float Type __attribute__((vector_size(n * sizeof(float))));
};
// All lanes of a vector as one number: half of them are combined with the other half, again and again.
template <int64_t n = kLanes, class Combine>
inline float combined(typename Lanes<n>::Type v, Combine combine) {
  if constexpr (n == 2) return combine(v[0], v[1]);
  else {
    typename Lanes<n / 2>::Type a, b;
    std::memcpy(&a, &v, sizeof a);
    std::memcpy(&b, reinterpret_cast<const char*>(&v) + sizeof a, sizeof b);
    return combined<n / 2>(combine(a, b), combine);
  }
}
inline float largest(Vector v) {
  return combined(v, [](auto a, auto b) { return a > b ? a : b; });
}
inline float sum_of(Vector v) {
  return combined(v, [](auto a, auto b) { return a + b; });
}

// What is added to the sums of a tile while they are in registers; either may be null.
struct Added {
  const float* bias;  // a row
  const float* skip;  // rows as far apart as those of c
};

// Ask the memory for numbers of a row that will soon be read. Processors foresee that for one row after the other, but not for the several
// rows at a time that a tile reads or writes.
inline void will_read(const float* row, int64_t length) {
  for (int64_t k = 0; k < length; k += 16) __builtin_prefetch(row + k);
}
inline void will_read(const float* from, int64_t stride, int64_t rows, int64_t length) {
  for (int64_t i = 0; i < rows; i++) will_read(from + i * stride, length);
}
// The same for numbers that will be written.
inline void will_write(const float* row, int64_t length) {
  for (int64_t k = 0; k < length; k += 16) __builtin_prefetch(row + k, 1);
}
inline void will_write(const float* to, int64_t stride, int64_t rows, int64_t length) {
  for (int64_t i = 0; i < rows; i++) will_write(to + i * stride, length);
}

// c (+)= a · b for R rows and V vectors of columns; a(i, k) is a[i * ai + k * ak].
template <int R, int V, bool kAdd>
inline void product_tile(const float* a, int64_t ai, int64_t ak, const float* b, int64_t ldb, float* c, int64_t ldc,
                         int64_t depth, Added added = {}) {
  if (!kAdd) will_write(c, ldc, R, V * kLanes);
  if (added.skip) will_read(added.skip, ldc, R, V * kLanes);
  Vector sum[R][V];
  for (int i = 0; i < R; i++)
    for (int v = 0; v < V; v++) sum[i][v] = kAdd ? load(c + i * ldc + v * kLanes) : Vector{};
  for (int64_t k = 0; k < depth; k++) {
    Vector row[V];
    for (int v = 0; v < V; v++) row[v] = load(b + k * ldb + v * kLanes);
    for (int i = 0; i < R; i++) {
      const float x = a[i * ai + k * ak];
      for (int v = 0; v < V; v++) sum[i][v] += x * row[v];
    }
  }
  if (added.bias)
    for (int v = 0; v < V; v++)
      for (int i = 0; i < R; i++) sum[i][v] += load(added.bias + v * kLanes);
  if (added.skip)
    for (int i = 0; i < R; i++)
      for (int v = 0; v < V; v++) sum[i][v] += load(added.skip + i * ldc + v * kLanes);
  for (int i = 0; i < R; i++)
    for (int v = 0; v < V; v++) store(c + i * ldc + v * kLanes, sum[i][v]);
}

// Rows of a tile of sums. With two vectors of columns, 12 sums, two vectors of b and one of a fit into the 16 registers of AVX2; of the 32
// registers of AVX-512, 16 sums hide how long an addition takes.
#if defined(__AVX512F__)
constexpr int kTileRows = 8;
#else
constexpr int kTileRows = 6;
#endif

// The rows that are left, fewer than R.
template <int R, int V, bool kAdd>
inline void product_rest(int64_t rows, const float* a, int64_t ai, int64_t ak, const float* b, int64_t ldb, float* c,
                         int64_t ldc, int64_t depth) {
  if constexpr (R > 1) {
    if (rows == R - 1) return product_tile<R - 1, V, kAdd>(a, ai, ak, b, ldb, c, ldc, depth);
    product_rest<R - 1, V, kAdd>(rows, a, ai, ak, b, ldb, c, ldc, depth);
  }
}

// All rows of V vectors of columns, a tile at a time.
template <int V, bool kAdd>
inline void product_strip(int64_t rows, int64_t depth, const float* a, int64_t ai, int64_t ak, const float* b,
                          int64_t ldb, float* c, int64_t ldc) {
  int64_t i = 0;
  for (; i + kTileRows <= rows; i += kTileRows)
    product_tile<kTileRows, V, kAdd>(a + i * ai, ai, ak, b, ldb, c + i * ldc, ldc, depth);
  product_rest<kTileRows, V, kAdd>(rows - i, a + i * ai, ai, ak, b, ldb, c + i * ldc, ldc, depth);
}

// c [rows, columns] (+)= a [rows, depth] · b [depth, columns]; columns a multiple of kLanes.
template <bool kAdd>
inline void product(int64_t rows, int64_t columns, int64_t depth, const float* a, int64_t ai, int64_t ak,
                    const float* b, int64_t ldb, float* c, int64_t ldc) {
  int64_t j = 0;
  for (; j + 2 * kLanes <= columns; j += 2 * kLanes)
    product_strip<2, kAdd>(rows, depth, a, ai, ak, b + j, ldb, c + j, ldc);
  if (j < columns) product_strip<1, kAdd>(rows, depth, a, ai, ak, b + j, ldb, c + j, ldc);
}

}  // namespace hpdm
