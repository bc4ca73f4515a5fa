// Norms, GELU, residual sums and the optimiser: each one pass over memory.
#pragma once
#include <algorithm>
#include <vector>

#include "arithmetic.h"
#include "workers.h"

namespace hpdm {

// Rows of one job: fixed, so that sums over rows are added in one order whatever the number of threads.
constexpr int64_t kJobRows = 64;

inline int64_t jobs_of(int64_t rows) { return (rows + kJobRows - 1) / kJobRows; }

template <class F>
inline void for_rows(int64_t rows, F f) {
  Workers::shared().run(jobs_of(rows), [&](int64_t job) {
    for (int64_t i = job * kJobRows; i < std::min(rows, (job + 1) * kJobRows); i++) f(i);
  });
}

// Rows of mean 0 and variance 1, and the factor each row got.
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

// dx = skip + inverse · (dy − mean(dy) − normal · mean(dy · normal)); skip may be null.
inline void normalise_gradient(int64_t rows, int64_t d, const float* dy, const float* normal, const float* inverse,
                               const float* skip, float* dx) {
  for_rows(rows, [&](int64_t i) {
    const float *g = dy + i * d, *y = normal + i * d;
    float sum = 0, along = 0;
    for (int64_t j = 0; j < d; j++) {
      sum += g[j];
      along += g[j] * y[j];
    }
    const float mean = sum / d, part = along / d, factor = inverse[i];
    float* to = dx + i * d;
    if (skip)
      for (int64_t j = 0; j < d; j++) to[j] = skip[i * d + j] + factor * (g[j] - mean - y[j] * part);
    else
      for (int64_t j = 0; j < d; j++) to[j] = factor * (g[j] - mean - y[j] * part);
  });
}

// y = gelu(x + bias), exact (erf).
inline void bias_gelu(int64_t rows, int64_t d, const float* x, const float* bias, float* y) {
  for_rows(rows, [&](int64_t i) {
    for (int64_t j = 0; j < d; j++) {
      const float u = x[i * d + j] + bias[j];
      y[i * d + j] = u * gaussian(u).cdf;
    }
  });
}

// Call f(row, sums) for every row, and add the jobs' sums up in their order: the sums over the rows, [d].
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

// dx of bias_gelu, and dbias = Σ over rows of dx.
inline void bias_gelu_gradient(int64_t rows, int64_t d, const float* x, const float* bias, const float* dy, float* dx,
                               float* dbias) {
  sum_rows(rows, d, dbias, [&](int64_t i, float* sums) {
    for (int64_t j = 0; j < d; j++) {
      const float u = x[i * d + j] + bias[j];
      const Gaussian g = gaussian(u);
      const float slope = dy[i * d + j] * (g.cdf + u * g.bell * 0.39894228f);
      dx[i * d + j] = slope;
      sums[j] += slope;
    }
  });
}

inline void column_sum(int64_t rows, int64_t d, const float* x, float* total) {
  sum_rows(rows, d, total, [&](int64_t i, float* sums) {
    for (int64_t j = 0; j < d; j++) sums[j] += x[i * d + j];
  });
}

// y = x + move + bias.
inline void add_residual(int64_t rows, int64_t d, const float* x, const float* move, const float* bias, float* y) {
  for_rows(rows, [&](int64_t i) {
    for (int64_t j = 0; j < d; j++) y[i * d + j] = x[i * d + j] + move[i * d + j] + bias[j];
  });
}

struct AdamW {
  float beta1, beta2, epsilon, rate, correction1, correction2, decay, average;
};

// One AdamW step of [n] numbers and their moving average; `scale` clips the gradient, `decayed` says where weight decay applies.
inline void adamw(int64_t n, const AdamW& s, float scale, const float* p, const float* m, const float* v,
                  const float* mean, const float* g, const float* decayed, float* p2, float* m2, float* v2,
                  float* mean2) {
  constexpr int64_t kJob = 1 << 15;
  Workers::shared().run((n + kJob - 1) / kJob, [&](int64_t job) {
    for (int64_t i = job * kJob; i < std::min(n, (job + 1) * kJob); i++) {
      const float gradient = g[i] * scale;
      const float first = m[i] * s.beta1 + gradient * (1 - s.beta1);
      const float second = v[i] * s.beta2 + gradient * gradient * (1 - s.beta2);
      const float move = first * s.correction1 / (std::sqrt(second) * s.correction2 + s.epsilon);
      const float value = p[i] - p[i] * decayed[i] * s.decay - move * s.rate;
      m2[i] = first;
      v2[i] = second;
      p2[i] = value;
      mean2[i] = value + (mean[i] - value) * s.average;
    }
  });
}

}  // namespace hpdm
