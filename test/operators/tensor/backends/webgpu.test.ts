import { describe, expect, test } from '@jest/globals';
import { describeAdapter } from '../../../../operators/tensor/backends/webgpu.js';

describe('a WebGPU adapter', () => {
  test.each([
    ['google', 'swiftshader', 'SwiftShader driver 5.0.0'],
    ['mesa', '', 'llvmpipe (LLVM 15.0.6, 256 bits)'],
    ['microsoft', 'warp', 'Microsoft Basic Render Driver'],
  ])('in software (%s %s) is no GPU', (vendor, architecture, description) => {
    expect(describeAdapter({ info: { vendor, architecture, description } })).toEqual({
      gpu: false,
      device: `${description} (software)`,
    });
  });

  test('of a graphics card is one', () => {
    const info = { vendor: 'nvidia', architecture: 'ampere', description: '' };
    expect(describeAdapter({ info })).toEqual({ gpu: true, device: 'nvidia ampere' });
  });
});
