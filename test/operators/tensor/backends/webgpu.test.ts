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

  test('in software is known by its name where the driver has another one', () => {
    const info = {
      vendor: 'mesa',
      architecture: '',
      device: 'llvmpipe-llvm-15-0-6-256-bits-',
      description: 'Mesa 22.3.6',
    };
    const device = 'llvmpipe-llvm-15-0-6-256-bits, Mesa 22.3.6 (software)';
    expect(describeAdapter({ info })).toEqual({ gpu: false, device });
  });

  test('of a graphics card is one, with the names of card and driver', () => {
    const named = { vendor: 'nvidia', architecture: 'ampere', device: 'nvidia-a100', description: 'NVIDIA: 535.54.03' };
    expect(describeAdapter({ info: named })).toEqual({ gpu: true, device: 'nvidia-a100, NVIDIA: 535.54.03' });
  });

  test('of a graphics card without a name is one', () => {
    const info = { vendor: 'nvidia', architecture: 'ampere', description: '' };
    expect(describeAdapter({ info })).toEqual({ gpu: true, device: 'nvidia ampere' });
  });
});
