import { choice, flow, int, number } from '../../dsl/index.js';
import { atRate, shownFrames } from '../pixels/at-rate.js';
import { frames, type Frames } from '../values/frames.js';

/**
 * Bring frames to another, constant rate, at which they last as long as before; sound stays with them. Frames that come at different
 * distances count for as long as each is shown.
 *
 * in   frames  n frames of rgb24 or gray8, with their rate or times
 * out  frames  `chunk` frames per item, the last perhaps fewer, however many came in an item
 */
export const videoRate = flow({
  id: 'video.rate',
  summary: 'Bring frames to another rate',
  in: { frames: frames('n', 'H', 'W', 'C') },
  with: {
    rate: number('rate of the frames that are made', { min: 0.001, max: 1000, unit: 'frames per second' }),
    method: choice(
      ['nearest', 'average'],
      'take the frame that is shown at the middle of a new one, or average all that are shown during it',
      { default: 'nearest' },
    ),
    from: number('rate of frames that come from no file', {
      default: 24,
      min: 0.001,
      max: 1000,
      unit: 'frames per second',
    }),
    chunk: int('frames per item', { default: 16, min: 1, max: 1024 }),
  },
  out: { frames: frames('m', 'H', 'W', 'C') },
  cost: ({ chunk }, { H = 0, W = 0, C = 0 }) => ({ bytes: H * W * C * (chunk + 8) }),
  async *run(items, { rate, method, from, chunk }) {
    let first: Form | undefined;
    const given = async function* (): AsyncGenerator<Frames> {
      for await (const { frames } of items) {
        const { width, height, channels, timing } = frames;
        first ??= { width, height, channels, timing };
        yield frames;
      }
    };
    let held: Uint8Array[] = [];
    for await (const data of atRate(shownFrames(given(), from), rate, method)) {
      held.push(data.slice());
      if (held.length < chunk) continue;
      yield { frames: itemOf(held, first, rate) };
      held = [];
    }
    if (held.length > 0) yield { frames: itemOf(held, first, rate) };
  },
});

/** What all frames of a stream have in common; the first of them knows their sound. */
type Form = Pick<Frames, 'width' | 'height' | 'channels'> & { readonly timing: Frames['timing'] };

/** An item of frames in the form of the first one that came. */
function itemOf(held: readonly Uint8Array[], first: Form | undefined, rate: number): Frames {
  const { width, height, channels, timing } = first as Form;
  const count = held.length;
  const sound = timing?.source === undefined ? {} : { source: timing.source };
  return { width, height, channels, count, data: Buffer.concat(held), timing: { rate, count, ...sound } };
}
