import { describe, expect, test } from '@jest/globals';
import { load } from '../../../../pipelines/api/load.js';
import { samplingDocument, type SamplingParts } from '../../../../pipelines/cli/sample/sampling-document.js';

const plain: SamplingParts = { condition: 'none', fromFile: false, showLevels: false, separate: false };
/** The edges of the nodes with these names. */
async function edges(parts: Partial<SamplingParts>, given: object, ...names: string[]): Promise<string[]> {
  const { nodes } = await load(samplingDocument({ ...plain, ...parts }), { ...given });
  return nodes
    .filter(({ name }) => names.includes(name))
    .flatMap(({ name, inputs }) =>
      Object.entries(inputs).map(([port, end]) => `${name}.${port} ← ${end.node}.${end.port}`),
    );
}

describe('the document that samples', () => {
  test('is one that comes with hpdm where nothing else is asked for', () => {
    expect(samplingDocument(plain)).toMatch(/sample\.yaml$/);
    expect(samplingDocument({ ...plain, condition: 'text' })).toMatch(/sample-texts\.yaml$/);
  });

  test('writes each video to a file of its own', async () => {
    const found = await edges({ separate: true }, { outs: ['a.mp4', 'b.mp4'], count: 2 }, 'each.0.pick', 'each.1.pick');
    expect(found).toEqual([
      ...['each.0.pick.video ← level.2.solve.video', 'each.0.pick.slab ← slabs.slab'],
      ...['each.1.pick.video ← level.2.solve.video', 'each.1.pick.slab ← slabs.slab'],
    ]);
  });

  test('has no contact sheet where no run has all videos', async () => {
    const { nodes } = await load(samplingDocument({ ...plain, separate: true }, { sheet: false }), { outs: ['a.mp4'] });
    const names = nodes.map(({ name }) => name);
    expect(names).toContain('each.0.write');
    expect(names).not.toContain('sheet');
  });

  test('shows all levels side by side, also one by one', async () => {
    expect(await edges({ showLevels: true }, {}, 'frames')).toEqual([
      'frames.video ← beside.video',
      'frames.slab ← slabs.slab',
    ]);
    const found = await edges({ showLevels: true, separate: true }, { outs: ['a.mp4'], count: 1 }, 'each.0.pick');
    expect(found).toEqual(['each.0.pick.video ← beside.video', 'each.0.pick.slab ← slabs.slab']);
  });

  test('takes a file for coarser levels, with texts and classes too', async () => {
    const given = { in: 'clip.mp4', at: 1, cascade: 'mnist-classes' };
    const starts = await edges({ fromFile: true, condition: 'classes' }, given, 'level.1.solve', 'level.2.solve');
    expect(starts).toContain('level.1.solve.start ← given.1.video');
    expect(starts).toContain('level.1.solve.condition ← labels.condition');
    expect(starts.filter((edge) => edge.startsWith('level.2.solve.start'))).toEqual([]);
  });
});
