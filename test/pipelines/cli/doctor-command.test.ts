import { describe, expect, test } from '@jest/globals';
import { formatExamination } from '../../../pipelines/cli/doctor-command.js';
import type { Bf16Speed } from '../../../pipelines/cli/doctor/bf16-speed.js';
import type { Examination } from '../../../pipelines/cli/doctor/examine.js';

const FOUND: Examination = {
  hpdm: '0.1.0',
  node: 'v20.20.2',
  os: 'linux 6.1 x64',
  cpu: { model: 'Some CPU', threads: 2 },
  memory: { totalBytes: 25e9, freeBytes: 20e9 },
  nvidiaGpuVisible: false,
  packages: { '@tensorflow/tfjs': '4.22.0' },
  linked: null,
  ownKernels: false,
  ffmpeg: { missing: 'none of these runs; npm ci' },
  ffmpegs: [
    { path: '/x', source: 'ffmpeg-static', version: '4.1', year: 2018, library: [58], lacks: ['srt', 'zscale'] },
  ],
  ffprobe: { missing: 'none of these runs; npm ci' },
  backends: [
    { name: 'tensorflow', loads: false, why: 'the addon is not there' },
    {
      ...{ name: 'wasm', loads: true },
      report: { name: 'wasm', device: 'CPU (one thread)', gpu: false, version: '4.22.0' },
      speed: { plain: 44.4, transposed: 3.5, batched: 3, size: 512 },
    },
  ],
  cache: { folder: '/cache', sizeBytes: 0 },
  variables: { HPDM_BACKEND: 'wasm' },
};

describe('the report', () => {
  const text = formatExamination(FOUND);

  test('says why a backend does not load, and what mends it', () => {
    expect(text).toMatch(/^tensorflow +- +- +- +does not load: the addon is not there$/m);
    expect(text).toMatch(/^tensorflow +none: hpdm setup$/m);
    expect(text).toMatch(/^kernels +TensorFlow's general ones: hpdm setup$/m);
    expect(text).toMatch(/^ffmpeg +none: none of these runs; npm ci$/m);
  });

  test('says what computes in bfloat16, or why nothing does', () => {
    expect(text).toMatch(/^bfloat16 +none: only the backend tensorflow computes in it, which does not load$/m);
    const report = { name: 'tensorflow', device: 'CPU', gpu: false, version: '2.21.0' } as const;
    const speed = { plain: 300, transposed: 290, batched: 280, size: 1024 };
    const withBf16 = (bf16: Bf16Speed): string =>
      formatExamination({ ...FOUND, backends: [{ name: 'tensorflow', loads: true, report, speed, bf16 }] });
    expect(withBf16({ by: 'AMX', gflops: 512.3 })).toMatch(
      /^bfloat16 +AMX, 512 GFLOP\/s \(train and sample with --precision bf16\)$/m,
    );
    expect(withBf16({ by: 'AVX512-BF16', gflops: 310 })).toMatch(
      /^bfloat16 +AVX512-BF16, 310 GFLOP\/s: no faster than float32 here$/m,
    );
    expect(withBf16({ missing: 'a processor' })).toMatch(/^bfloat16 +none: a processor$/m);
  });

  test('says of each ffmpeg how old it is and what it lacks', () => {
    expect(text).toMatch(/^ +4\.1 of 2018: old \(ffmpeg-static\), lacks srt, zscale$/m);
  });

  test('gives the three rates, and the size where it is not 1024³', () => {
    expect(text).toMatch(/^wasm +44 +3\.5 +3\.0 +CPU \(one thread\), 4\.22\.0 \(at 512³\)$/m);
  });

  test('counts the threads', () => {
    expect(text).toMatch(/^cpu +Some CPU, 2 threads$/m);
    expect(formatExamination({ ...FOUND, cpu: { model: 'Some CPU', threads: 1 } })).toMatch(
      /^cpu +Some CPU, 1 thread$/m,
    );
  });

  test('shows the variables that are set', () => {
    expect(text).toMatch(/^HPDM_BACKEND +wasm$/m);
  });
});
