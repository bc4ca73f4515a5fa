import { createHash } from 'node:crypto';
import { counted, HpdmError, choice, int, source } from '../../dsl/index.js';
import { agree } from '../tensor/members/agree.js';
import { peers } from '../tensor/members/join-gang.js';
import { batch } from '../values/batch.js';
import { clips, type Clips } from '../values/clips.js';

/**
 * Draw batches from a sequence of clips, from its beginning to its end.
 *
 * in   clips
 * out  batch  B draws; item k has draws k·B to (k + 1)·B − 1
 * fails E_DATA_EMPTY when the sequence does not fill one batch; E_MEMBERS when members of a training have other clips
 */
export const dataBatch = source({
  id: 'data.batch',
  summary: 'Draw batches from a sequence of clips',
  emits: 'many',
  seeks: true,
  divides: 'size',
  in: { clips: clips() },
  with: {
    size: int('clips per item', { default: 32, min: 1, unit: 'clips' }),
    count: int('number of items; 0: no limit', { default: 0, min: 0, incidental: true }),
    until: int('number of the item before which to end; 0: no limit', { default: 0, min: 0, incidental: true }),
    last: choice(['drop', 'keep'], 'what is done with clips at the end that do not fill an item', { default: 'drop' }),
  },
  out: { batch: batch() },
  dimensions: ({ size, last }) => (last === 'drop' ? { B: size } : {}),
  sketch: ({ size }) => ({ batch: { clips: { length: 0, classes: [], at: refuse }, first: 0, size } }),
  async *run({ clips }, { size, count, until, last }, { node, share: { of } }, first) {
    if (of > 1) await agreeOnClips(clips);
    const whole = clips.length / size / of;
    // members end after the same item, so none takes clips that are not enough for all
    const items = last === 'keep' && of === 1 ? Math.ceil(whole) : Math.floor(whole);
    if (items === 0) throw tooFew(clips.length, size * of, node);
    const begin = Math.floor(first / of);
    const limits = [items, ...(count === 0 ? [] : [begin + count]), ...(until === 0 ? [] : [until])];
    const end = Math.min(...limits) * of;
    for (let item = first; item < end; item += of) {
      const from = item * size;
      yield { batch: { clips, first: from, size: Math.min(size, clips.length - from) } };
    }
  },
});

/** Clips of a sequence that are compared. */
const COMPARED = 4096;

/** Refuse members that have other clips, or have them in another order. */
async function agreeOnClips({ length, classes, at }: Clips): Promise<void> {
  const members = peers();
  if (members === undefined) return;
  const names = createHash('sha256');
  for (let i = 0; i < Math.min(length, COMPARED); i++) names.update(`${at(i, 0).name}\n`);
  const facts = { clips: `${length}`, classes: classes.join(' '), 'names of the first clips': names.digest('hex') };
  await agree(members, { data: facts });
}

const refuse = (index: number): never => {
  throw new RangeError(`there is no clip ${index} in a sketch`);
};

const tooFew = (length: number, size: number, node: string): HpdmError =>
  new HpdmError({
    code: 'E_DATA_EMPTY',
    path: `nodes.${node}.in.clips`,
    expected: `at least ${counted(size, 'clip')}, to fill one batch`,
    got: `${length}`,
    try:
      length === 0
        ? 'a greater or smaller share to hold out, or more clips'
        : `size: ${length}, last: keep, or data.repeat before this node`,
  });
