// The instructions for bfloat16: what this processor has, and the sums of one block of a product.
#pragma once
#include <cstdint>
#include <cstring>

#include "panels.h"

#if defined(__AVX512BF16__)
#include <cpuid.h>
#include <immintrin.h>
#endif
#if defined(__AVX512BF16__) && defined(__AMX_BF16__) && defined(__linux__)
#define HPDM_AMX
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace hpdm {

typedef uint16_t Half;  // the bits of a bfloat16

constexpr int64_t kTileHeight = 16;  // rows of an AMX tile
constexpr int64_t kBlock = 32;       // rows of two tiles of sums: four tiles of sums are half of the registers for tiles
constexpr int64_t kStep = 32;        // numbers of a row that an instruction takes at a time: a cache line

// What bfloat16 can be computed with: 0 nothing, 1 AVX512-BF16, 2 AMX. The kernels must be compiled with it, the processor must have it, and
// Linux must allow the registers for tiles, which is asked for once for all threads of the process.
inline int bf16_instructions() {
#if defined(__AVX512BF16__)
  static const int found = [] {
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (!__get_cpuid_count(7, 1, &a, &b, &c, &d) || !(a >> 5 & 1)) return 0;
#if defined(HPDM_AMX)
    constexpr long kRequest = 0x1023, kTileData = 18;  // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
    const bool tiles = __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d >> 22 & 1) && (d >> 24 & 1);
    if (tiles && syscall(SYS_arch_prctl, kRequest, kTileData) == 0) return 2;
#endif
    return 1;
  }();
  return found;
#else
  return 0;
#endif
}

// The registers for tiles are set up for a job of this thread, and given back at its end.
struct Tiles {
  template <class Format>
  explicit Tiles(const Format& format) : amx_(format.amx) {
#if defined(HPDM_AMX)
    alignas(64) uint8_t setting[64] = {};  // Intel 64 and IA-32 manual, LDTILECFG
    setting[0] = 1;
    for (int tile = 0; tile < 8; tile++) {
      setting[16 + 2 * tile] = 64;           // bytes of a row
      setting[48 + tile] = kTileHeight;
    }
    if (amx_) _tile_loadconfig(setting);
#endif
  }
  ~Tiles() {
#if defined(HPDM_AMX)
    if (amx_) _tile_release();
#endif
  }
  Tiles(const Tiles&) = delete;

 private:
  const bool amx_;
};

#if defined(HPDM_AMX)
// 32 (kTwo) or 16 rows.
template <bool kTwo>
inline void sum_amx(const Half* a, const Half* b, int64_t depth, float* sums) {
  _tile_zero(0);
  _tile_zero(1);
  if (kTwo) {
    _tile_zero(2);
    _tile_zero(3);
  }
  const Half* below = a + kTileHeight * depth;
  for (int64_t k = 0; k < depth; k += kStep) {
    _tile_loadd(6, b + k * kPanel, 128);
    _tile_loadd(7, b + k * kPanel + 32, 128);
    _tile_loadd(4, a + k * kTileHeight, 64);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    if (!kTwo) continue;
    _tile_loadd(5, below + k * kTileHeight, 64);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
  }
  _tile_stored(0, sums, 128);
  _tile_stored(1, sums + 16, 128);
  if (!kTwo) return;
  _tile_stored(2, sums + 16 * kPanel, 128);
  _tile_stored(3, sums + 16 * kPanel + 16, 128);
}
#endif

#if defined(__AVX512BF16__)
inline __m512bh load_pairs(const Half* from) {
  __m512bh v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

// Eight rows, whose 16 sums are half of the registers.
inline void sum_avx512(const Half* a, const Half* b, int64_t depth, float* sums) {
  __m512 sum[8][2] = {};
  for (int64_t k = 0; k < depth; k += kStep, a += kTileHeight * kStep)
    for (int64_t pair = 0; pair < kStep / 2; pair++, b += 2 * kPanel) {
      const __m512bh left = load_pairs(b), right = load_pairs(b + 32);
      for (int r = 0; r < 8; r++) {
        int32_t two;
        std::memcpy(&two, a + r * kStep + 2 * pair, sizeof two);
        const __m512bh x = (__m512bh)_mm512_set1_epi32(two);
        sum[r][0] = _mm512_dpbf16_ps(sum[r][0], x, left);
        sum[r][1] = _mm512_dpbf16_ps(sum[r][1], x, right);
      }
    }
  for (int r = 0; r < 8; r++)
    for (int half = 0; half < 2; half++) _mm512_storeu_ps(sums + r * kPanel + 16 * half, sum[r][half]);
}

// Whether the instruction for pairs of bfloat16 takes longer than two for float32: 0.8 ns and 2 · 0.2 ns on an Intel Xeon (without AMX), while
// AMD's takes no longer than one.
inline bool pairs_are_slow() {
  static const bool slow = [] {
    unsigned most = 0, b = 0, c = 0, d = 0;
    return __get_cpuid(0, &most, &b, &c, &d) && b == signature_INTEL_ebx;
  }();
  return slow;
}

inline __m512 even_numbers(__m512i pairs) { return (__m512)_mm512_slli_epi32(pairs, 16); }
inline __m512 odd_numbers(__m512i pairs) { return (__m512)_mm512_and_si512(pairs, _mm512_set1_epi32(static_cast<int32_t>(0xffff0000))); }

// As sum_avx512, with products of float32.
inline void sum_float32(const Half* a, const Half* b, int64_t depth, float* sums) {
  __m512 sum[8][2] = {};
  alignas(64) float even[8][kStep / 2], odd[8][kStep / 2];
  for (int64_t k = 0; k < depth; k += kStep, a += kTileHeight * kStep) {
    for (int r = 0; r < 8; r++) {
      const __m512i pairs = _mm512_loadu_si512(a + r * kStep);
      _mm512_store_ps(even[r], even_numbers(pairs));
      _mm512_store_ps(odd[r], odd_numbers(pairs));
    }
    for (int64_t pair = 0; pair < kStep / 2; pair++, b += 2 * kPanel) {
      const __m512i left = _mm512_loadu_si512(b), right = _mm512_loadu_si512(b + 32);
      const __m512 left_even = even_numbers(left), right_even = even_numbers(right);
      const __m512 left_odd = odd_numbers(left), right_odd = odd_numbers(right);
      for (int r = 0; r < 8; r++) {
        const __m512 x = _mm512_set1_ps(even[r][pair]), y = _mm512_set1_ps(odd[r][pair]);
        sum[r][0] = _mm512_fmadd_ps(y, left_odd, _mm512_fmadd_ps(x, left_even, sum[r][0]));
        sum[r][1] = _mm512_fmadd_ps(y, right_odd, _mm512_fmadd_ps(x, right_even, sum[r][1]));
      }
    }
  }
  for (int r = 0; r < 8; r++)
    for (int half = 0; half < 2; half++) _mm512_storeu_ps(sums + r * kPanel + 16 * half, sum[r][half]);
}
#endif

// The sums [rows, 32] of up to 32 packed rows and a panel of 32 columns.
inline void sum_tiles([[maybe_unused]] bool amx, [[maybe_unused]] const Half* a, [[maybe_unused]] int64_t rows,
                      [[maybe_unused]] const Half* b, [[maybe_unused]] int64_t depth,
                      [[maybe_unused]] float* sums) {
#if defined(HPDM_AMX)
  if (amx) return rows > kTileHeight ? sum_amx<true>(a, b, depth, sums) : sum_amx<false>(a, b, depth, sums);
#endif
#if defined(__AVX512BF16__)
  const auto sum = pairs_are_slow() ? sum_float32 : sum_avx512;
  for (int64_t i = 0; i < rows; i += 8)
    sum(a + i / kTileHeight * kTileHeight * depth + i % kTileHeight * kStep, b, depth, sums + i * kPanel);
#endif
}

}  // namespace hpdm
