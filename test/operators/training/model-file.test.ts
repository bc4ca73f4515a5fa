import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { modelFile } from '../../../operators/training/model-file.js';

test('a file is itself, a name is that of weights that come with hpdm, and a folder has its newest checkpoint', () => {
  expect(modelFile('any/where.safetensors')).toBe('any/where.safetensors');
  expect(modelFile('emoji')).toMatch(/weights[\\/]emoji\.safetensors$/);
  const run = mkdtempSync(join(tmpdir(), 'hpdm-test-'));
  mkdirSync(join(run, 'step-0000002'));
  mkdirSync(join(run, 'step-0000010'));
  expect(modelFile(run)).toBe(join(run, 'step-0000010', 'model.safetensors'));
  expect(() => modelFile(join(run, 'other'))).toThrow(/E_CHECKPOINT_MISSING[^]*train one first/);
  const file = join(run, 'clip.mp4');
  writeFileSync(file, 'no checkpoint');
  expect(() => modelFile(file)).toThrow(/E_CHECKPOINT_MISSING[^]*clip\.mp4/);
  expect(() => modelFile('emojis')).toThrow(
    /E_CHECKPOINT_MISSING[^]*weights that come with hpdm: emoji\n[^]*did you mean "emoji"[^]*hpdm train --out emojis/,
  );
});
