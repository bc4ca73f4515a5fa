#!/usr/bin/env -S node --max-semi-space-size=2
// V8 lets its young generation grow with the length of a run; held small, memory is the same for a minute of video and for an hour.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

// npm start and npm test ask this each time, and where all is well the answer needs none of the TypeScript.
if (process.argv.slice(2).join(' ') === 'setup --if-needed') {
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json'));
  const { nativeLibrary } = await import('../../operators/tensor/native/library.js');
  if ([join(folder, 'lib/napi-v8/tfjs_binding.node'), nativeLibrary(folder)].every(existsSync)) process.exit();
}

const { compiled } = await import('./compiled.js');
const module = await compiled('pipelines/cli/hpdm.ts');
if (module === undefined) {
  const { register } = await import('tsx/esm/api');
  register();
  // reading those of TensorFlow.js takes a tenth of a second of every command
  process.setSourceMapsEnabled(false);
}
await import(module ?? './hpdm.ts');
