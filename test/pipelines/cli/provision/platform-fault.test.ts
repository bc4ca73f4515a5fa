import { expect, test } from '@jest/globals';
import { platformFault, thisMachine } from '../../../../pipelines/cli/provision/platform-fault.js';

const usual = { platform: 'linux', arch: 'x64', glibc: '2.36', cpuinfo: 'flags\t\t: fpu sse2 avx avx2\n' };

test.each([
  ['musl', { ...usual, glibc: undefined }, /no wheel for musl[^]*Debian[^]*wasm/],
  ['no AVX', { ...usual, cpuinfo: 'flags\t\t: fpu sse2\n' }, /AVX/],
])('%s is said before anything is downloaded', (_, machine, said) => {
  expect(platformFault(machine)).toMatchObject({ code: 'E_SETUP_WHEEL', message: expect.stringMatching(said) });
});

test.each([
  ['Linux on x64', usual],
  ['Linux on Arm', { ...usual, arch: 'arm64', cpuinfo: 'Features\t: fp asimd\n' }],
  ['macOS', { ...usual, platform: 'darwin', glibc: undefined, cpuinfo: '' }],
  ['this machine', thisMachine()],
])('%s is tried', (_, machine) => {
  expect(platformFault(machine)).toBeUndefined();
});
