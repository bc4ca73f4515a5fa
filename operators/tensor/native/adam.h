// Steps of AdamW and LAMB, with all parameters in one vector.
#pragma once
#include <algorithm>
#include <cmath>
#include <vector>

#include "workers.h"

namespace hpdm {

struct Adam {
  float beta1, beta2, epsilon, rate, correction1, correction2, decay, average;
};

// Parameters, moments and moving average, each [n].
struct AdamState {
  float *p, *m, *v, *mean;
};

// A range of numbers for one job. All belong to the same kernel, or to the parameters that do not decay.
struct Span {
  int64_t from, to, kernel;  // -1: none
  float weights = 0, updates = 0;  // sums of squares
};

inline std::vector<Span> spans_of(int64_t n, const std::vector<int64_t>& kernels) {
  constexpr int64_t kLength = 1 << 13;
  std::vector<Span> spans;
  int64_t at = 0;
  const auto cut = [&](int64_t end, int64_t kernel) {
    for (; at < end; at = spans.back().to) spans.push_back({at, std::min(end, at + kLength), kernel});
  };
  for (size_t kernel = 0; kernel < kernels.size(); kernel++) cut(at + kernels[kernel], static_cast<int64_t>(kernel));
  cut(n, -1);
  return spans;
}

// u = m̂/(√v̂ + ε) + decay · p; p −= rate · r · u. Only kernels decay; they come first in the vector. With LAMB (`adapted`), r = |p|/|u|
// per kernel, or 1 if either is 0; with AdamW, r = 1. The gradient is multiplied by `scale`, which clips it.
inline void adam(int64_t n, const Adam& s, float scale, const std::vector<int64_t>& kernels, bool adapted,
                 const AdamState& from, const float* g, const AdamState& to) {
  std::vector<Span> spans = spans_of(n, kernels);
  const auto move = [&](const Span& span, float ratio) {
    for (int64_t i = span.from; i < span.to; i++) {
      const float value = from.p[i] - s.rate * ratio * to.p[i];
      to.p[i] = value;
      to.mean[i] = value + (from.mean[i] - value) * s.average;
    }
  };
  const int64_t jobs = static_cast<int64_t>(spans.size());
  Workers::shared().run(jobs, [&](int64_t job) {
    Span& span = spans[job];
    const float decay = span.kernel < 0 ? 0.0f : s.decay;
    float weights = 0, updates = 0;
    for (int64_t i = span.from; i < span.to; i++) {
      const float gradient = g[i] * scale;
      const float first = from.m[i] * s.beta1 + gradient * (1 - s.beta1);
      const float second = from.v[i] * s.beta2 + gradient * gradient * (1 - s.beta2);
      const float update = first * s.correction1 / (std::sqrt(second) * s.correction2 + s.epsilon) + decay * from.p[i];
      to.m[i] = first;
      to.v[i] = second;
      to.p[i] = update;
      weights += from.p[i] * from.p[i];
      updates += update * update;
    }
    span.weights = weights;
    span.updates = updates;
    if (!adapted) move(span, 1.0f);
  });
  if (!adapted) return;
  std::vector<double> weights(kernels.size(), 0.0), updates(kernels.size(), 0.0);
  for (const Span& span : spans)
    if (span.kernel >= 0) weights[span.kernel] += span.weights, updates[span.kernel] += span.updates;
  Workers::shared().run(jobs, [&](int64_t job) {
    const int64_t kernel = spans[job].kernel;
    const bool both = kernel >= 0 && weights[kernel] > 0 && updates[kernel] > 0;
    move(spans[job], both ? static_cast<float>(std::sqrt(weights[kernel] / updates[kernel])) : 1.0f);
  });
}

}  // namespace hpdm
