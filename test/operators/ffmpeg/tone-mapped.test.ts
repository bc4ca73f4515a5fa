import { describe, expect, test } from '@jest/globals';
import type { Clip } from '../../../operators/ffmpeg/clip.js';
import { ffmpegInUse } from '../../../operators/ffmpeg/ffmpeg.js';
import { hasFilter } from '../../../operators/ffmpeg/lacks.js';
import { checkRange, flattened, toneMapped } from '../../../operators/ffmpeg/tone-mapped.js';
import { testContext } from '../../context.js';

const hdr = { hdr: 'smpte2084' } as unknown as Clip;

describe('a clip of high dynamic range', () => {
  test('is mapped from its own transfer function to that of a normal screen', () => {
    expect(toneMapped('arib-std-b67').join()).toMatch(/tin=arib-std-b67.*tonemap.*t=bt709/);
  });

  test('is reported, or refused where this ffmpeg cannot map it', async () => {
    const ffmpeg = await ffmpegInUse();
    const context = testContext();
    const checked = checkRange(hdr, 'a.mp4', ffmpeg, context);
    if (await hasFilter(ffmpeg, 'zscale')) {
      await checked;
      expect(context.warnings).toEqual([expect.stringContaining('PQ')]);
    } else await expect(checked).rejects.toMatchObject({ code: 'E_HDR' });
  });

  test('is the only one that is reported', async () => {
    const context = testContext();
    await checkRange(undefined, 'a.mp4', await ffmpegInUse(), context);
    expect(context.warnings).toEqual([]);
  });
});

test('a background colour is taken apart into red, green and blue', () => {
  expect(flattened('#0a80ff').join()).toMatch(/r=10:g=128:b=255/);
});
