// Standard normals by position of random streams, the numbers that stream.ts defines: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers:
// as easy as 1, 2, 3") and Box–Muller. JavaScript's logarithm may round a double in another way; of 240 million float32, none differed.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "workers.h"

namespace hpdm {

// Where numbers are read, as JavaScript gives it.
struct RandomPlace {
  int32_t key[2];
  int32_t item, level, purpose;  // counter words 1, 2 and 3
  int32_t block;                 // counter word 0 of the first block of four numbers
  int32_t skipped;               // numbers of that block that are not read
};

constexpr int64_t kTogether = 64;           // blocks made at a time, by vector code
constexpr int64_t kJobBlocks = 16 * kTogether;

// Blocks from `first` on: word w of block i is words[w][i].
inline void philox(const RandomPlace& place, uint32_t first, uint32_t words[4][kTogether]) {
  for (int64_t i = 0; i < kTogether; i++) {
    words[0][i] = first + static_cast<uint32_t>(i);
    words[1][i] = static_cast<uint32_t>(place.item);
    words[2][i] = static_cast<uint32_t>(place.level);
    words[3][i] = static_cast<uint32_t>(place.purpose);
  }
  uint32_t key0 = static_cast<uint32_t>(place.key[0]), key1 = static_cast<uint32_t>(place.key[1]);
  for (int round = 0; round < 10; round++, key0 += 0x9e3779b9u, key1 += 0xbb67ae85u)
    for (int64_t i = 0; i < kTogether; i++) {
      const uint64_t a = words[0][i] * uint64_t{0xd2511f53u}, b = words[2][i] * uint64_t{0xcd9e8d57u};
      words[0][i] = static_cast<uint32_t>(b >> 32) ^ words[1][i] ^ key0;
      words[1][i] = static_cast<uint32_t>(b);
      words[2][i] = static_cast<uint32_t>(a >> 32) ^ words[3][i] ^ key1;
      words[3][i] = static_cast<uint32_t>(a);
    }
}

// Two normals of a pair of words, as fill-normals.ts makes them.
inline void box_muller(uint32_t angle, double log_of_fraction, float* sine, float* cosine) {
  const uint32_t quarter = (angle + 0x20000000u) >> 30;
  const double x = (static_cast<int32_t>(angle - (quarter << 30)) + 0.5) * (2 * M_PI / 4294967296.0), y = x * x;
  const double sin = x * (1 + y * (-1.0 / 6 + y * (1.0 / 120 + y * (-1.0 / 5040 + y * (1.0 / 362880)))));
  const double cos = 1 + y * (-1.0 / 2 + y * (1.0 / 24 + y * (-1.0 / 720 + y * (1.0 / 40320 + y * (-1.0 / 3628800)))));
  const double radius = std::sqrt(-2 * log_of_fraction), swap = (quarter & 1) * (cos - sin);
  *sine = static_cast<float>(radius * (1 - static_cast<int32_t>(quarter & 2)) * (sin + swap));
  *cosine = static_cast<float>(radius * (1 - static_cast<int32_t>((quarter + 1) & 2)) * (cos - swap));
}

// The normals of blocks made together, in the order of their positions.
inline void fill_normals(const RandomPlace& place, uint32_t first, float* to) {
  uint32_t words[4][kTogether];
  double logs[2][kTogether];
  float normals[4][kTogether];
  philox(place, first, words);
  for (int pair = 0; pair < 2; pair++) {
    for (int64_t i = 0; i < kTogether; i++) logs[pair][i] = std::log((words[2 * pair + 1][i] + 0.5) / 4294967296.0);
    for (int64_t i = 0; i < kTogether; i++)
      box_muller(words[2 * pair][i], logs[pair][i], &normals[2 * pair][i], &normals[2 * pair + 1][i]);
  }
  for (int64_t i = 0; i < kTogether; i++)
    for (int64_t w = 0; w < 4; w++) to[4 * i + w] = normals[w][i];
}

// `size` normals from each place on, to [places, size].
inline void normals(int64_t places, const RandomPlace* from, int64_t size, float* to) {
  const int64_t parts = (size + 3) / (4 * kJobBlocks) + 1;  // of a stream, whose first block may be read in part
  Workers::shared().run(places * parts, [&](int64_t job) {
    const RandomPlace& place = from[job / parts];
    float made[4 * kTogether], *out = to + job / parts * size;
    for (int64_t block = job % parts * kJobBlocks; block < (job % parts + 1) * kJobBlocks; block += kTogether) {
      const int64_t at = 4 * block - place.skipped;  // the position of the first that is made
      if (at >= size) return;
      fill_normals(place, static_cast<uint32_t>(place.block) + static_cast<uint32_t>(block), made);
      const int64_t left = std::max<int64_t>(0, -at);
      std::copy(made + left, made + std::min(4 * kTogether, size - at), out + at + left);
    }
  });
}

}  // namespace hpdm
