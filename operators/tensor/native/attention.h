// Softmax attention of all heads, forward and backward, without storing the whole matrix of weights.
#pragma once
#include <algorithm>
#include <limits>
#include <vector>

#include "arithmetic.h"
#include "workers.h"

namespace hpdm {

// The layout of queries, keys and values: rows of one or two packed matrices, with the heads side by side in the columns.
struct AttentionShape {
  int64_t batch, heads, queries, keys, width;  // width: channels of one head
  int64_t query_stride, key_stride;            // floats from one row to the next
  int64_t key_offset, value_offset;            // columns at which keys and values begin
};

// Number of queries to process at a time, so that their weights stay in the second-level cache.
inline int64_t query_block(int64_t padded_keys) { return std::max<int64_t>(kTileRows, 32768 / padded_keys / kTileRows * kTileRows); }

// The matrices of one head, repacked to be contiguous and padded with zeros.
struct Head {
  const AttentionShape& s;
  const int64_t batch, head, columns, depth;  // padded keys, padded width
  const float scale;

  Head(const AttentionShape& shape, int64_t job)
      : s(shape), batch(job / shape.heads), head(job % shape.heads), columns(padded(shape.keys)),
        depth(padded(shape.width)), scale(1.0f / std::sqrt(static_cast<float>(shape.width))) {}

  const float* query_row(const float* q, int64_t i) const {
    return q + (batch * s.queries + i) * s.query_stride + head * s.width;
  }
  int64_t key_at(int64_t j) const { return (batch * s.keys + j) * s.key_stride + s.key_offset + head * s.width; }
  int64_t value_at(int64_t j) const { return (batch * s.keys + j) * s.key_stride + s.value_offset + head * s.width; }
  // A row of a result that has all heads in one matrix, [B·queries, heads·width].
  int64_t out_at(int64_t i) const { return (batch * s.queries + i) * s.heads * s.width + head * s.width; }

  // Transpose keys or values: [keys, width] → [width, columns].
  void transpose_keys(const float* from, float* to) const {
    for (int64_t c = 0; c < s.width; c++) std::fill(to + c * columns + s.keys, to + (c + 1) * columns, 0.0f);
    transpose(from, s.key_stride, s.keys, s.width, to, columns);
  }
  // Copy `rows` rows at `at` to [rows, depth], multiplied by `factor`.
  template <class At>
  void pack(const float* from, int64_t rows, At at, float factor, float* to) const {
    for (int64_t i = 0; i < rows; i++) {
      const float* row = from + at(i);
      for (int64_t c = 0; c < s.width; c++) to[i * depth + c] = row[c] * factor;
      std::fill(to + i * depth + s.width, to + (i + 1) * depth, 0.0f);
    }
  }
};

// bias [B, keys], or null, is added to the scores; lse [B·heads, queries], the log-sum-exp of the scores, is kept for the gradient.
inline void attend(const AttentionShape& s, const float* q, const float* kv, const float* bias, float* out, float* lse) {
  Workers::shared().run(s.batch * s.heads, [&](int64_t job) {
    const Head h(s, job);
    const int64_t block = query_block(h.columns);
    thread_local std::vector<float> scratch;
    scratch.resize(h.columns * (s.width + h.depth) + block * (h.columns + 2 * h.depth + 1));
    float* keys = scratch.data();
    float* values = keys + h.columns * s.width;
    float* weights = values + h.columns * h.depth;
    float* queries = weights + block * h.columns;
    float* mixed = queries + block * h.depth;
    float* share = mixed + block * h.depth;
    h.transpose_keys(kv + h.key_at(0), keys);
    h.pack(kv, s.keys, [&](int64_t j) { return h.value_at(j); }, 1.0f, values);
    const float* added = bias ? bias + h.batch * s.keys : nullptr;
    for (int64_t first = 0; first < s.queries; first += block) {
      const int64_t rows = std::min(block, s.queries - first);
      h.pack(h.query_row(q, first), rows, [&](int64_t i) { return i * s.query_stride; }, h.scale, queries);
      product<false>(rows, h.columns, s.width, queries, h.depth, 1, keys, h.columns, weights, h.columns);
      for (int64_t i = 0; i < rows; i++) {
        float* w = weights + i * h.columns;
        if (added)
          for (int64_t j = 0; j < s.keys; j++) w[j] += added[j];
        const float most = largest(w, s.keys);
        float sum = 0;
        for (int64_t j = 0; j < s.keys; j++) {
          w[j] = fast_exp(w[j] - most);
          sum += w[j];
        }
        lse[job * s.queries + first + i] = most + std::log(sum);
        share[i] = 1.0f / sum;
      }
      product<false>(rows, h.depth, s.keys, weights, h.columns, 1, values, h.depth, mixed, h.depth);
      for (int64_t i = 0; i < rows; i++)
        for (int64_t c = 0; c < s.width; c++) out[h.out_at(first + i) + c] = mixed[i * h.depth + c] * share[i];
    }
  });
}

// Gradients of queries [B·queries, …], keys and values, in the layout of the inputs.
// The weights are computed again from lse. Σ_j w_j dw_j is Σ_c dy_c y_c (Dao et al. 2022, FlashAttention, eq. 4).
inline void attend_gradient(const AttentionShape& s, const float* q, const float* kv, const float* bias,
                            const float* out, const float* lse, const float* dy, float* dq, float* dkv) {
  Workers::shared().run(s.batch * s.heads, [&](int64_t job) {
    const Head h(s, job);
    const int64_t block = query_block(h.columns);
    thread_local std::vector<float> scratch;
    scratch.resize(h.columns * (2 * s.width + 3 * h.depth) + block * (2 * h.columns + 3 * h.depth));
    float* keys = scratch.data();
    float* values = keys + h.columns * s.width;
    float* key_rows = values + h.columns * s.width;
    float* d_keys = key_rows + h.columns * h.depth;
    float* d_values = d_keys + h.columns * h.depth;
    float* weights = d_values + h.columns * h.depth;
    float* d_weights = weights + block * h.columns;
    float* queries = d_weights + block * h.columns;
    float* d_out = queries + block * h.depth;
    float* d_queries = d_out + block * h.depth;
    h.transpose_keys(kv + h.key_at(0), keys);
    h.transpose_keys(kv + h.value_at(0), values);
    h.pack(kv, s.keys, [&](int64_t j) { return h.key_at(j); }, 1.0f, key_rows);
    std::fill(d_keys, weights, 0.0f);
    const float* added = bias ? bias + h.batch * s.keys : nullptr;
    for (int64_t first = 0; first < s.queries; first += block) {
      const int64_t rows = std::min(block, s.queries - first);
      h.pack(h.query_row(q, first), rows, [&](int64_t i) { return i * s.query_stride; }, h.scale, queries);
      h.pack(dy + h.out_at(first), rows, [&](int64_t i) { return i * s.heads * s.width; }, 1.0f, d_out);
      product<false>(rows, h.columns, s.width, queries, h.depth, 1, keys, h.columns, weights, h.columns);
      product<false>(rows, h.columns, s.width, d_out, h.depth, 1, values, h.columns, d_weights, h.columns);
      for (int64_t i = 0; i < rows; i++) {
        const float* y = out + h.out_at(first + i);
        float along = 0;
        for (int64_t c = 0; c < s.width; c++) along += d_out[i * h.depth + c] * y[c];
        const float total = lse[job * s.queries + first + i];
        float* w = weights + i * h.columns;
        float* dw = d_weights + i * h.columns;
        if (added)
          for (int64_t j = 0; j < s.keys; j++) w[j] += added[j];
        for (int64_t j = 0; j < s.keys; j++) {
          w[j] = fast_exp(w[j] - total);
          dw[j] = w[j] * (dw[j] - along);
        }
      }
      product<false>(rows, h.depth, s.keys, d_weights, h.columns, 1, key_rows, h.depth, d_queries, h.depth);
      product<true>(s.keys, h.depth, rows, weights, 1, h.columns, d_out, h.depth, d_values, h.depth);
      product<true>(s.keys, h.depth, rows, d_weights, 1, h.columns, queries, h.depth, d_keys, h.depth);
      for (int64_t i = 0; i < rows; i++) {
        float* to = dq + (h.batch * s.queries + first + i) * s.query_stride + h.head * s.width;
        for (int64_t c = 0; c < s.width; c++) to[c] = d_queries[i * h.depth + c] * h.scale;
      }
    }
    for (int64_t j = 0; j < s.keys; j++) {
      std::copy_n(d_keys + j * h.depth, s.width, dkv + h.key_at(j));
      std::copy_n(d_values + j * h.depth, s.width, dkv + h.value_at(j));
    }
  });
}

}  // namespace hpdm
