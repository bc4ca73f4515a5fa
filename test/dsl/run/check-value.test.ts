import { expect, test } from '@jest/globals';
import { load, run, type HpdmError, type PipelineDocument } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';
import { ffmpeg, scratch } from '../../operators/video/clips.js';
import { afterAll } from '@jest/globals';
import { join } from 'node:path';

const { folder, remove } = scratch();
afterAll(remove);

/** A file's frames to a level of 8 frames of 32×32, grey. */
const documentOf = (reading: object): PipelineDocument => ({
  hpdm: 1,
  params: { cascade: { type: 'cascade', default: join(process.cwd(), 'pipelines/cascades/mnist.yaml') } },
  nodes: {
    clip: { op: 'video.read', with: { path: join(folder, 'in.mp4'), channels: 1, ...reading } },
    tensor: { op: 'video.tensor', in: { frames: 'clip.frames' } },
    tiles: { op: 'patch.tiles', in: { canvas: 'tensor.video' }, with: { cascade: '${cascade}', level: 1 } },
  },
  out: { tiles: 'tiles.patches' },
});

test.each([
  ['of another size', { chunk: 8 }, 'H = 32 instead of 48, W = 32 instead of 64'],
  ['of another number', { size: [32, 32], chunk: 4 }, 'n = 8 instead of 4'],
])('frames of a file %s than a level has end the run: the graph said otherwise', async (_, reading, what) => {
  await ffmpeg('-f', 'lavfi', '-i', 'testsrc=s=64x48:r=10:d=2', '-pix_fmt', 'yuv420p', join(folder, 'in.mp4'));
  const error = (await run(await load(documentOf(reading), {}, operators)).catch(
    (reason: unknown) => reason,
  )) as HpdmError;
  expect(error).toMatchObject({ code: 'E_VALUE_SHAPE', exitCode: 3 });
  expect(error.message).toContain('nodes.clip.out.frames');
  expect(error.message).toContain(what);
});
