// Norms, GELU and sums over rows, each in one pass over memory.
#pragma once
#include <algorithm>
#include <vector>

#include "arithmetic.h"
#include "workers.h"

namespace hpdm {

// Number of rows per job. It does not depend on the number of threads, so that sums over rows are always added in the same order.
constexpr int64_t kJobRows = 64;

inline int64_t jobs_of(int64_t rows) { return (rows + kJobRows - 1) / kJobRows; }

template <class F>
inline void for_rows(int64_t rows, F f) {
  Workers::shared().run(jobs_of(rows), [&](int64_t job) {
    for (int64_t i = job * kJobRows; i < std::min(rows, (job + 1) * kJobRows); i++) f(i);
  });
}

// The rows scaled to mean 0 and variance 1, and the factor of each row.
inline void normalise(int64_t rows, int64_t d, float epsilon, const float* x, float* normal, float* inverse) {
  for_rows(rows, [&](int64_t i) {
    const float* from = x + i * d;
    float* to = normal + i * d;
    float sum = 0, squares = 0;
    for (int64_t j = 0; j < d; j++) sum += from[j];
    const float mean = sum / d;
    for (int64_t j = 0; j < d; j++) {
      to[j] = from[j] - mean;
      squares += to[j] * to[j];
    }
    const float factor = 1.0f / std::sqrt(squares / d + epsilon);
    inverse[i] = factor;
    for (int64_t j = 0; j < d; j++) to[j] *= factor;
  });
}

// The gradient of x: dx = skip + inverse · (g − mean(g) − normal · mean(g · normal)), where g = dy · γ and dy is the gradient of normal · γ.
// gamma and skip may be null.
inline void normalise_gradient(int64_t rows, int64_t d, const float* dy, const float* gamma, const float* normal,
                               const float* inverse, const float* skip, float* dx) {
  for_rows(rows, [&](int64_t i) {
    const float *from = dy + i * d, *y = normal + i * d;
    float* to = dx + i * d;
    float sum = 0, along = 0;
    for (int64_t j = 0; j < d; j++) {
      to[j] = gamma ? from[j] * gamma[j] : from[j];
      sum += to[j];
      along += to[j] * y[j];
    }
    const float mean = sum / d, part = along / d, factor = inverse[i];
    for (int64_t j = 0; j < d; j++) to[j] = factor * (to[j] - mean - y[j] * part);
    if (skip)
      for (int64_t j = 0; j < d; j++) to[j] += skip[i * d + j];
  });
}

// Sums over the rows, [d]: call f(row, sums) for every row, then add the sums of all jobs in the order of the jobs.
template <class F>
inline void sum_rows(int64_t rows, int64_t d, float* total, F f) {
  std::vector<float> sums(jobs_of(rows) * d, 0.0f);
  Workers::shared().run(jobs_of(rows), [&](int64_t job) {
    for (int64_t i = job * kJobRows; i < std::min(rows, (job + 1) * kJobRows); i++) f(i, sums.data() + job * d);
  });
  std::fill_n(total, d, 0.0f);
  for (int64_t job = 0; job < jobs_of(rows); job++)
    for (int64_t j = 0; j < d; j++) total[j] += sums[job * d + j];
}

inline void column_sum(int64_t rows, int64_t d, const float* x, float* total) {
  sum_rows(rows, d, total, [&](int64_t i, float* sums) {
    for (int64_t j = 0; j < d; j++) sums[j] += x[i * d + j];
  });
}

// Fold a norm's scale and shift into the linear layer after it: γ W and β W + b. W is [d, n].
inline void fold_norm(int64_t d, int64_t n, const float* gamma, const float* beta, const float* w, const float* b,
                      float* kernel, float* bias) {
  sum_rows(d, n, bias, [&](int64_t i, float* sums) {
    for (int64_t j = 0; j < n; j++) {
      kernel[i * n + j] = gamma[i] * w[i * n + j];
      sums[j] += beta[i] * w[i * n + j];
    }
  });
  for (int64_t j = 0; j < n; j++) bias[j] += b[j];
}

// Gradients of γ, β and W from those of the folded kernel and bias.
inline void unfold_norm(int64_t d, int64_t n, const float* gamma, const float* beta, const float* w,
                        const float* d_folded, const float* d_bias, float* d_gamma, float* d_beta, float* d_w) {
  for_rows(d, [&](int64_t i) {
    const float *from = d_folded + i * n, *row = w + i * n;
    float scale = 0, shift = 0;
    for (int64_t j = 0; j < n; j++) {
      scale += row[j] * from[j];
      shift += row[j] * d_bias[j];
      d_w[i * n + j] = gamma[i] * from[j] + beta[i] * d_bias[j];
    }
    d_gamma[i] = scale;
    d_beta[i] = shift;
  });
}

}  // namespace hpdm
