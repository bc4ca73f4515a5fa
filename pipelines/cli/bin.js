#!/usr/bin/env -S node --max-semi-space-size=2
// V8's young generation grows with the length of a run. With this limit, an hour of video needs no more memory than a minute.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { URL, fileURLToPath } from 'node:url';

// npm start and npm test run this every time. If everything is set up, the answer needs no TypeScript, which is slow to load.
if (process.argv.slice(2).join(' ') === 'setup --if-needed') {
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json'));
  const { membersLibrary, nativeLibrary } = await import('../../operators/tensor/native/library.js');
  const members = process.platform === 'linux' ? [membersLibrary(folder)] : [];
  const needed = [join(folder, 'lib/napi-v8/tfjs_binding.node'), nativeLibrary(folder), ...members];
  if (needed.every(existsSync)) process.exit();
}

/** Where the command line is JavaScript: compiled into the package, or else now, from the repository's TypeScript. */
async function commandLine() {
  if (!existsSync(new URL('./hpdm.ts', import.meta.url))) return built();
  const { compiled } = await import('./compiled.js');
  const module = await compiled('pipelines/cli/hpdm.ts');
  if (module !== undefined) return module;
  const { register } = await import('tsx/esm/api');
  register();
  // reading the source maps of TensorFlow.js adds a tenth of a second to every command
  process.setSourceMapsEnabled(false);
  return './hpdm.ts';
}

/** The compiled command line of a package; one that `npm pack` made with scripts turned off has none. */
function built() {
  const path = '../../dist/pipelines/cli/hpdm.js';
  if (existsSync(new URL(path, import.meta.url))) return path;
  const folder = fileURLToPath(new URL('../..', import.meta.url));
  process.stderr.write(`${folder}: this package was packed without being built.\n`);
  process.stderr.write('  try       npm run package, in the repository; or npm install with scripts turned on\n');
  process.exit(3);
}

// the reader of our progress may close the pipe; the run continues
process.stderr.on('error', () => undefined);
// and so may the reader of our output: hpdm ops | head
process.stdout.on('error', () => undefined);
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(3);
});

const { hpdm } = await import(await commandLine());
process.exitCode = await hpdm(process.argv.slice(2));
