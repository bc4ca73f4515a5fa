import { int, number, optional, list, stage, type Kind } from '../../../../dsl/index.js';

const VIDEO: Kind<unknown> = { name: 'video', tensors: false, release: () => undefined };
const port = { kind: VIDEO, dtype: 'float32', layout: ['B', 'C'], range: [-1, 1] } as const;
/** An operator with every kind of port and of parameter. */
export const blur = stage({
  id: 'image.blur',
  summary: 'Blur videos',
  in: { video: port, mask: optional(port), more: list(port) },
  out: { video: port },
  with: {
    radius: number('how far', { default: 1.5, min: 0, max: 9, unit: 'pixels' }),
    times: int('how often', { min: 1 }),
  },
  body: { in: { video: port }, out: { video: port } },
  open: () => ({ next: ({ video }) => ({ video }) }),
});
