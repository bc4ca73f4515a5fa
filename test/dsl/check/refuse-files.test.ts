import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { load, refuseFiles } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';
import { writeSafetensors } from '../../../operators/disk/safetensors.js';
import { scratch } from '../../operators/disk/scratch.js';

const folder = scratch();

/** What is wrong with the files of a document that reads a checkpoint and a video. */
async function faultsOf(checkpoint: string) {
  const document = {
    hpdm: 1 as const,
    params: { cascade: { type: 'cascade' as const, default: 'pipelines/cascades/mnist.yaml' } },
    nodes: {
      model: { op: 'denoise.load', with: { cascade: '${cascade}', checkpoint } },
      clip: { op: 'video.read', with: { path: join(folder.path, 'none.mp4') } },
    },
    out: { network: 'model.network', frames: 'clip.frames' },
  };
  const graph = await load(document, {}, operators);
  return refuseFiles(graph).then(
    () => [],
    (error: unknown) => (error as { readonly faults: readonly object[] }).faults,
  );
}

test('files that are missing are all named, before anything runs', async () => {
  const faults = await faultsOf(join(folder.path, 'model'));
  expect(faults).toHaveLength(2);
  expect(faults).toContainEqual(expect.objectContaining({ code: 'E_CHECKPOINT_MISSING', path: 'nodes.model' }));
  const place = expect.objectContaining({ file: 'document' }) as object;
  expect(faults).toContainEqual(
    expect.objectContaining({ code: 'E_FILE_MISSING', path: 'nodes.clip.with.path', place }),
  );
});

test('so are files of another kind: a text file, and tensors that are no network', async () => {
  const text = join(folder.path, 'text.safetensors');
  writeFileSync(text, 'these are no tensors\n');
  expect(await faultsOf(text)).toContainEqual(expect.objectContaining({ code: 'E_SAFETENSORS_HEADER' }));
  const other = join(folder.path, 'other.safetensors');
  const table = { dtype: 'F32' as const, shape: [2, 8], data: new Float32Array(16) };
  await writeSafetensors(other, { 'a bear': table }, { cascade: '{}' });
  expect(await faultsOf(other)).toContainEqual(expect.objectContaining({ code: 'E_CHECKPOINT_DAMAGED' }));
});
