// A norm with a scale and a shift per patch, and a residual with a gate per patch (adaLN-zero), each in one pass over memory.
#pragma once
#include <algorithm>
#include <vector>

#include "elementwise.h"

namespace hpdm {

// Rows of `tokens` per patch, each of d numbers. A job has rows of one patch alone, as many whatever the number of threads.
struct Patches {
  int64_t count, tokens, d;

  int64_t rows() const { return count * tokens; }
  int64_t jobs_each() const { return jobs_of(tokens); }

  // Call f(patch, row, job) for every row.
  template <class F>
  void for_rows(F f) const {
    Workers::shared().run(count * jobs_each(), [&](int64_t job) {
      const int64_t patch = job / jobs_each(), first = job % jobs_each() * kJobRows;
      for (int64_t i = first; i < std::min(tokens, first + kJobRows); i++) f(patch, patch * tokens + i, job);
    });
  }

  // Add the sums of the jobs of each patch, [jobs, d], in their order: [count, d].
  void total(const std::vector<float>& sums, float* to) const {
    std::fill_n(to, count * d, 0.0f);
    for (int64_t job = 0; job < count * jobs_each(); job++)
      for (int64_t j = 0; j < d; j++) to[job / jobs_each() * d + j] += sums[job * d + j];
  }
  std::vector<float> no_sums() const { return std::vector<float>(count * jobs_each() * d, 0.0f); }
};

// y = normal · (1 + scale) + shift, where normal is x scaled to mean 0 and variance 1; scale and shift are [count, d].
inline void modulate(const Patches& p, float epsilon, const float* x, const float* shift, const float* scale, float* y,
                     float* normal, float* inverse) {
  normalise(p.rows(), p.d, epsilon, x, normal, inverse);
  p.for_rows([&](int64_t patch, int64_t i, int64_t) {
    const float *from = normal + i * p.d, *add = shift + patch * p.d, *by = scale + patch * p.d;
    float* to = y + i * p.d;
    for (int64_t j = 0; j < p.d; j++) to[j] = from[j] * (1.0f + by[j]) + add[j];
  });
}

// Gradients of x, shift and scale.
inline void modulate_gradient(const Patches& p, const float* dy, const float* scale, const float* normal,
                              const float* inverse, float* dx, float* d_shift, float* d_scale) {
  std::vector<float> shifts = p.no_sums(), scales = p.no_sums();
  p.for_rows([&](int64_t patch, int64_t i, int64_t job) {
    const float *from = dy + i * p.d, *y = normal + i * p.d, *by = scale + patch * p.d;
    float *to = dx + i * p.d, *s = shifts.data() + job * p.d, *t = scales.data() + job * p.d;
    float sum = 0, along = 0;
    for (int64_t j = 0; j < p.d; j++) {
      s[j] += from[j];
      t[j] += from[j] * y[j];
      to[j] = from[j] * (1.0f + by[j]);
      sum += to[j];
      along += to[j] * y[j];
    }
    const float mean = sum / p.d, part = along / p.d, factor = inverse[i];
    for (int64_t j = 0; j < p.d; j++) to[j] = factor * (to[j] - mean - y[j] * part);
  });
  p.total(shifts, d_shift);
  p.total(scales, d_scale);
}

// x + gate · y; gate is [count, d].
inline void add_gated(const Patches& p, const float* x, const float* y, const float* gate, float* sum) {
  p.for_rows([&](int64_t patch, int64_t i, int64_t) {
    const float* by = gate + patch * p.d;
    for (int64_t j = 0; j < p.d; j++) sum[i * p.d + j] = x[i * p.d + j] + by[j] * y[i * p.d + j];
  });
}

// Gradients of y and of the gate; that of x is dy.
inline void add_gated_gradient(const Patches& p, const float* dy, const float* y, const float* gate, float* d_y,
                               float* d_gate) {
  std::vector<float> gates = p.no_sums();
  p.for_rows([&](int64_t patch, int64_t i, int64_t job) {
    const float *from = dy + i * p.d, *given = y + i * p.d, *by = gate + patch * p.d;
    float *to = d_y + i * p.d, *sums = gates.data() + job * p.d;
    for (int64_t j = 0; j < p.d; j++) {
      to[j] = from[j] * by[j];
      sums[j] += from[j] * given[j];
    }
  });
  p.total(gates, d_gate);
}

}  // namespace hpdm
