import { expect, test } from '@jest/globals';
import { refuseProcessor } from '../../../operators/tensor/refuse-processor.js';

const cpuinfo = (flags: string): string => `processor\t: 0\nmodel name\t: Some\nflags\t\t: ${flags}\nbogomips\t: 1\n`;

test('bfloat16 is refused on processors without instructions for it, and where nobody says which there are', () => {
  const older = cpuinfo('fpu avx2 avx512f avx512bw avx512_vnni');
  expect(() => refuseProcessor(older)).toThrow(/with\.precision[^]*E_PRECISION[^]*without avx512_bf16 and amx_bf16/);
  expect(() => refuseProcessor('')).toThrow(`${process.platform} ${process.arch}`);
  expect(() => refuseProcessor(cpuinfo('fpu avx512f avx512_bf16'))).not.toThrow();
  expect(() => refuseProcessor(cpuinfo('avx512_bf16 amx_bf16 amx_tile'))).not.toThrow();
});
