import { frames, ints, pure } from 'hpdm';

/** Tint frames: grey becomes shades of a colour, a coloured pixel is multiplied by it. */
export const tint = pure({
  id: 'example.tint',
  summary: 'Tint frames with a colour',
  in: { frames: frames('n', 'H', 'W', 'C') },
  out: { frames: frames('n', 'H', 'W', 3) },
  with: { color: ints('red, green, blue', { default: [255, 160, 64], min: 0, max: 255 }) },
  run: ({ frames }, { color }) => {
    const { channels, data } = frames;
    const tinted = new Uint8Array((data.length / channels) * 3);
    tinted.forEach((_, i) => {
      const [pixel, c] = [Math.floor(i / 3), i % 3];
      tinted[i] = ((data[pixel * channels + (c % channels)] ?? 0) * (color[c] ?? 255)) / 255;
    });
    return { frames: { ...frames, channels: 3 as const, data: tinted } };
  },
});
