/** A tensor in the file with the weights of I3D. */
export interface I3dTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Where it begins, in bytes, and how many numbers it has. */
  readonly offset: number;
  readonly length: number;
}

/** Channels of the branches of a block, in the order of the layers: 1; 1, 3; 1, 3; 1. */
type Channels = readonly [number, number, number, number, number, number];

const MIXED: Readonly<Record<string, Channels>> = {
  '3b': [64, 96, 128, 16, 32, 32],
  '3c': [128, 128, 192, 32, 96, 64],
  '4b': [192, 96, 208, 16, 48, 64],
  '4c': [160, 112, 224, 24, 64, 64],
  '4d': [128, 128, 256, 24, 64, 64],
  '4e': [112, 144, 288, 32, 64, 64],
  '4f': [256, 160, 320, 32, 128, 128],
  '5b': [256, 160, 320, 32, 128, 128],
  '5c': [384, 192, 384, 48, 128, 128],
};

/** All tensors in the order of the file, which is that of their names. */
export function i3dTensors(): readonly I3dTensor[] {
  const shapes = new Map<string, readonly number[]>();
  const unit = (name: string, side: number, from: number, to: number): number => {
    for (const what of ['beta', 'moving_mean', 'moving_variance']) shapes.set(`${name}/batch_norm/${what}`, [to]);
    shapes.set(`${name}/conv_3d/w`, [side, side, side, from, to]);
    return to;
  };
  let channels = unit('Conv3d_2c_3x3', 3, unit('Conv3d_2b_1x1', 1, unit('Conv3d_1a_7x7', 7, 3, 64), 64), 192);
  for (const [name, [a, b, c, d, e, f]] of Object.entries(MIXED)) {
    const of = (branch: string, layer: string, from: number, to: number): number =>
      unit(`Mixed_${name}/Branch_${branch}/Conv3d_${layer}`, layer.endsWith('3x3') ? 3 : 1, from, to);
    const last = name === '5b' ? '0a_3x3' : '0b_3x3';
    channels =
      of('0', '0a_1x1', channels, a) +
      of('1', '0b_3x3', of('1', '0a_1x1', channels, b), c) +
      of('2', last, of('2', '0a_1x1', channels, d), e) +
      of('3', '0b_1x1', channels, f);
  }
  shapes.set('Logits/Conv3d_0c_1x1/conv_3d/b', [400]);
  shapes.set('Logits/Conv3d_0c_1x1/conv_3d/w', [1, 1, 1, channels, 400]);
  let offset = 0;
  return [...shapes.keys()].sort().map((name) => {
    const shape = shapes.get(name) ?? [];
    const length = shape.reduce((a, b) => a * b, 1);
    offset += 4 * length;
    return { name: `RGB/inception_i3d/${name}`, shape, offset: offset - 4 * length, length };
  });
}
