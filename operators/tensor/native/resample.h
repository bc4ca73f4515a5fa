// Resampling of volumes along their three axes. What lies between the axes stays in the cache, and weights of zero cost nothing.
#pragma once
#include <algorithm>
#include <vector>

#include "panels.h"
#include "workers.h"

namespace hpdm {

// Volumes [samples, frames, rows, columns, channels].
struct Volumes {
  int64_t samples, frames, rows, columns, channels;
};

// An input of a sum, and its weight.
struct Term {
  int64_t input;
  float weight;
};

// Which inputs along an axis are added up for each output: for every sample, or for all of them alike.
class AxisSums {
 public:
  // Each output is the input in its place.
  explicit AxisSums(int64_t length) : outputs_(length), alike_(true) {
    for (int64_t i = 0; i < length; i++) add(i, 1.0f), end();
  }

  // By matrices [samples or 1, rows, columns]: an output is a row, or a column where they are transposed.
  AxisSums(const float* matrices, int64_t samples, int64_t rows, int64_t columns, bool transposed)
      : outputs_(transposed ? columns : rows), alike_(samples == 1) {
    const int64_t inputs = transposed ? rows : columns, across = transposed ? 1 : columns, along = transposed ? columns : 1;
    for (int64_t sample = 0; sample < samples; sample++, matrices += rows * columns)
      for (int64_t i = 0; i < outputs_; i++, end())
        for (int64_t j = 0; j < inputs; j++)
          if (const float weight = matrices[i * across + j * along]; weight != 0) add(j, weight);
  }

  int64_t outputs() const { return outputs_; }

  // The sum for an output of a sample, of inputs that are n numbers long; written to `room` unless it is an input itself.
  const float* sum(int64_t sample, int64_t output, const float* inputs, int64_t n, float* room) const {
    const auto [first, last] = terms_of(sample, output);
    if (last - first == 1 && first->weight == 1.0f) return inputs + first->input * n;
    write(first, last, inputs, n, room);
    return room;
  }

  // The same, always written to `to`.
  void write_sum(int64_t sample, int64_t output, const float* inputs, int64_t n, float* to) const {
    const auto [first, last] = terms_of(sample, output);
    write(first, last, inputs, n, to);
  }

 private:
  struct Range {
    const Term *first, *last;
  };

  void add(int64_t input, float weight) { terms_.push_back({input, weight}); }
  void end() { ends_.push_back(static_cast<int64_t>(terms_.size())); }

  Range terms_of(int64_t sample, int64_t output) const {
    const int64_t i = (alike_ ? 0 : sample * outputs_) + output;
    return {terms_.data() + (i == 0 ? 0 : ends_[i - 1]), terms_.data() + ends_[i]};
  }

  static void write(const Term* first, const Term* last, const float* inputs, int64_t n, float* to) {
    constexpr int64_t kPart = 2048;  // numbers that stay in the first-level cache until all inputs are added
    if (first == last) std::fill_n(to, n, 0.0f);
    for (int64_t start = 0; start < n; start += kPart) {
      const int64_t count = std::min(kPart, n - start);
      float* sums = to + start;
      for (const Term* term = first; term != last; term++) {
        const float *from = inputs + term->input * n + start, weight = term->weight;
        if (term == first)
          for (int64_t k = 0; k < count; k++) sums[k] = weight * from[k];
        else
          for (int64_t k = 0; k < count; k++) sums[k] += weight * from[k];
      }
    }
  }

  const int64_t outputs_;
  const bool alike_;
  std::vector<Term> terms_;     // of all outputs, one after the other
  std::vector<int64_t> ends_;   // behind the terms of each output
};

// y [samples, frames', rows', columns', channels]: along frames first, then along rows, then along columns.
inline void resample(const Volumes& v, const AxisSums& frames, const AxisSums& rows, const AxisSums& columns,
                     const float* x, float* y) {
  const int64_t row = v.columns * v.channels, frame = v.rows * row, whole = v.frames * frame;
  const int64_t each = rows.outputs() * columns.outputs() * v.channels;
  Workers::shared().run(v.samples * frames.outputs(), [&](int64_t job) {
    static thread_local Room<float> room;
    float *frame_room = room.of(frame + row), *row_room = frame_room + frame, *to = y + job * each;
    const int64_t sample = job / frames.outputs();
    const float* seen = frames.sum(sample, job % frames.outputs(), x + sample * whole, frame, frame_room);
    for (int64_t i = 0; i < rows.outputs(); i++) {
      const float* line = rows.sum(sample, i, seen, row, row_room);
      for (int64_t j = 0; j < columns.outputs(); j++, to += v.channels)
        columns.write_sum(sample, j, line, v.channels, to);
    }
  });
}

}  // namespace hpdm
