// Two layers with GELU between them for training.
#pragma once
#include <cstdint>

#include "panels.h"

namespace hpdm {

// y = gelu(x · w1 + b1) · w2 + b2 + skip.
struct Mlp {
  int64_t rows, in, hidden, out;
  const float* x;   // [rows, in]
  const float *w1;  // [in, hidden]
  const float *w2;  // [hidden, out]

  int64_t panels() const { return parts_of(hidden, kPanel); }
};

struct MlpGradients {
  float *dx, *dw1, *db1, *dw2, *db2;
};

// The derivative of GELU.
inline float gelu_slope(float x, const Gaussian& g) { return g.cdf + x * g.bell * 0.39894228f; }

}  // namespace hpdm
