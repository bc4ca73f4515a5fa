import { expect, test } from '@jest/globals';
import { formatWritten } from '../../../pipelines/cli/format-written.js';

test('one file per line, in columns: path, size, content', () => {
  expect(
    formatWritten([
      { path: 'out/a.mp4', bytes: 49_152, facts: { frames: 16, seconds: 2, width: 192, height: 192 } },
      { path: 'out/hls/live.m3u8', bytes: 1_500_000, facts: { segments: 1, frames: 2500, seconds: 100.04 } },
      { path: 'out/mnist/step-0006000', bytes: 900, facts: { step: 6000 } },
      { path: 'rtmp://example.org/live', facts: { frames: 1, seconds: 0.0416667 } },
      { path: 'pipe:1' },
    ]),
  ).toBe(
    [
      'wrote out/a.mp4                48.0 KiB  16 frames, 2 s, 192×192',
      '      out/hls/live.m3u8        1.43 MiB  1 segment, 2500 frames, 1 min 40 s',
      '      out/mnist/step-0006000      900 B  step 6000',
      '      rtmp://example.org/live            1 frame, 0.0417 s',
      '      standard output',
      '',
    ].join('\n'),
  );
});
