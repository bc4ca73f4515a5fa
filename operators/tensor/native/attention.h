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

constexpr int64_t kAhead = 12;  // rows asked for before they are read

// Number of queries to process at a time, so that their weights stay in the second-level cache.
inline int64_t query_block(int64_t padded_keys) { return std::max<int64_t>(kTileRows, 32768 / padded_keys / kTileRows * kTileRows); }

// The matrices of one head, repacked to be contiguous and padded with zeros.
struct Head {
  const AttentionShape& s;
  const int64_t index, batch, head, columns, depth;  // columns: padded keys; depth: padded width
  const int64_t fetched;  // columns to ask the memory for: those of all heads of a job with its first head, and none with the others
  const float scale;

  Head(const AttentionShape& shape, int64_t one, int64_t columns_fetched)
      : s(shape), index(one), batch(one / shape.heads), head(one % shape.heads), columns(padded(shape.keys)),
        depth(padded(shape.width)), fetched(columns_fetched), scale(1.0f / std::sqrt(static_cast<float>(shape.width))) {}

  const float* query_row(const float* q, int64_t i) const {
    return q + (batch * s.queries + i) * s.query_stride + head * s.width;
  }
  int64_t key_at(int64_t j) const { return (batch * s.keys + j) * s.key_stride + s.key_offset + head * s.width; }
  int64_t value_at(int64_t j) const { return (batch * s.keys + j) * s.key_stride + s.value_offset + head * s.width; }
  // A row of a result that has all heads in one matrix, [B·queries, heads·width].
  int64_t out_at(int64_t i) const { return (batch * s.queries + i) * s.heads * s.width + head * s.width; }

  void will_read_keys(const float* kv) const {
    will_read(kv + key_at(0), s.key_stride, s.keys, fetched);
    will_read(kv + value_at(0), s.key_stride, s.keys, fetched);
  }
  // Transpose keys or values: [keys, width] → [width, columns].
  void transpose_keys(const float* from, float* to) const {
    for (int64_t c = 0; c < s.width; c++) std::fill(to + c * columns + s.keys, to + (c + 1) * columns, 0.0f);
    transpose(from, s.key_stride, s.keys, s.width, to, columns);
  }
  // Copy `rows` rows at `at` to [rows, depth], multiplied by `factor`.
  template <class At>
  void pack(const float* from, int64_t rows, At at, float factor, float* to) const {
    for (int64_t i = 0; i < rows; i++, to += depth) {
      const float* row = from + at(i);
      if (i + kAhead < rows) will_read(from + at(i + kAhead), fetched);
      int64_t c = 0;
      for (; c + kLanes <= s.width; c += kLanes) store(to + c, load(row + c) * factor);
      for (; c < depth; c++) to[c] = c < s.width ? row[c] * factor : 0.0f;
    }
  }
};

// All heads, in any order. Those of an item lie side by side in memory, so one job does them all unless there are too few items.
template <class Then>
inline void for_heads(const AttentionShape& s, Then then) {
  const int64_t each = s.batch < 2 * Workers::shared().threads() ? 1 : s.heads;
  Workers::shared().run(s.batch * s.heads / each, [&](int64_t job) {
    for (int64_t i = 0; i < each; i++) then(Head(s, job * each + i, i == 0 ? each * s.width : 0));
  });
}

// A vector of a row of scores whose first `keys` lanes, all if there are more, belong to keys; the others get no weight.
inline Vector scores_of(const float* row, int64_t keys) {
  const Vector v = load(row);
  if (keys >= kLanes) return v;
  Integers lanes;
  for (int lane = 0; lane < kLanes; lane++) lanes[lane] = lane;
  return lanes < Integers{} + static_cast<int32_t>(keys) ? v : all_lanes(-std::numeric_limits<float>::infinity());
}

inline void add_bias(const float* bias, int64_t keys, float* scores) {
  if (bias)
    for (int64_t j = 0; j < keys; j++) scores[j] += bias[j];
}

// bias [B, keys], or null, is added to the scores; lse [B·heads, queries], the log-sum-exp of the scores, is kept for the gradient.
inline void attend(const AttentionShape& s, const float* q, const float* kv, const float* bias, float* out, float* lse) {
  for_heads(s, [&](const Head& h) {
    const int64_t block = query_block(h.columns);
    thread_local std::vector<float> scratch;
    scratch.resize(h.columns * (s.width + h.depth) + block * (h.columns + 2 * h.depth + 1));
    float* keys = scratch.data();
    float* values = keys + h.columns * s.width;
    float* weights = values + h.columns * h.depth;
    float* queries = weights + block * h.columns;
    float* mixed = queries + block * h.depth;
    float* share = mixed + block * h.depth;
    h.will_read_keys(kv);
    h.transpose_keys(kv + h.key_at(0), keys);
    h.pack(kv, s.keys, [&](int64_t j) { return h.value_at(j); }, 1.0f, values);
    const float* added = bias ? bias + h.batch * s.keys : nullptr;
    for (int64_t first = 0; first < s.queries; first += block) {
      const int64_t rows = std::min(block, s.queries - first);
      h.pack(h.query_row(q, first), rows, [&](int64_t i) { return i * s.query_stride; }, h.scale, queries);
      product<false>(rows, h.columns, s.width, queries, h.depth, 1, keys, h.columns, weights, h.columns);
      for (int64_t i = 0; i < rows; i++) {
        will_write(out + h.out_at(first + i), h.fetched);
        float* w = weights + i * h.columns;
        add_bias(added, s.keys, w);
        Vector lanes = scores_of(w, s.keys), sums = {};
        for (int64_t j = kLanes; j < s.keys; j += kLanes) {
          const Vector next = scores_of(w + j, s.keys - j);
          lanes = next > lanes ? next : lanes;
        }
        const float most = largest(lanes);
        for (int64_t j = 0; j < s.keys; j += kLanes) {
          const Vector e = fast_exp(scores_of(w + j, s.keys - j) - most);
          store(w + j, e);
          sums += e;
        }
        const float sum = sum_of(sums);
        lse[h.index * s.queries + first + i] = most + std::log(sum);
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
  for_heads(s, [&](const Head& h) {
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
    h.will_read_keys(kv);
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
        if (i + kAhead < rows) will_read(out + h.out_at(first + i + kAhead), h.fetched);
        will_write(dq + (h.batch * s.queries + first + i) * s.query_stride + h.head * s.width, h.fetched);
        float along = 0;
        for (int64_t c = 0; c < s.width; c++) along += d_out[i * h.depth + c] * y[c];
        const float total = lse[h.index * s.queries + first + i];
        float* w = weights + i * h.columns;
        float* dw = d_weights + i * h.columns;
        add_bias(added, s.keys, w);
        for (int64_t j = 0; j < s.keys; j += kLanes) {
          const Vector e = fast_exp(load(w + j) - total);
          store(w + j, e);
          store(dw + j, e * (load(dw + j) - along));
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
