import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Stopped } from '../../../dsl/contract/contract.js';
import { HpdmError, type Graph, type RunEvent } from '../../../dsl/index.js';
import { documentsOf } from '../../../dsl/run/documents-of.js';
import type { RunOptions } from '../../../dsl/run/running.js';
import { cascade } from '../../../operators/values/cascade.js';
import { CASCADE, folderOf, operators } from '../numbers.js';

const folder = folderOf({
  'part.yaml': 'hpdm: 1\nabout: Part.\nnodes: { one: { op: test.one } }\nout: { n: one.value }\n',
  'mine.yaml': CASCADE,
  'named.yaml':
    'hpdm: 1\nnodes: { one: { op: test.named, with: { cascade: { extends: mine } } } }\nout: { n: one.value }\n',
});
const part = join(folder, 'part.yaml');

/** A cascade that documents can use by name. */
const PRESETS = { mine: join(folder, 'mine.yaml') };

/** Run documents, whose operator stopped somewhere earlier; the runs, and the events that reach the run around them. */
function around(options: RunOptions, stopped?: () => Stopped | undefined, refuseOther?: () => never) {
  const runs: [string, RunOptions][] = [];
  const events: RunEvent[] = [];
  const run = (graph: Graph, inner: RunOptions): Promise<void> => {
    runs.push([graph.about, inner]);
    inner.onEvent?.({ type: 'warning', node: 'one', message: 'slow' });
    inner.onEvent?.({ type: 'finished', seconds: 1 });
    return Promise.resolve();
  };
  const one = { ...operators['test.one'], ...(stopped && { stoppedAt: stopped }), ...(refuseOther && { refuseOther }) };
  const named = { ...operators['test.one'], id: 'test.named', with: { cascade: cascade('its levels') } };
  const registry = { ...operators, 'test.one': one, 'test.named': named };
  const graph = { nodes: [], registry, presets: PRESETS } as unknown as Graph;
  return { runs, events, ...documentsOf({ graph, options, emit: (event) => void events.push(event), run }) };
}

test('a document of its own gets its seed and begins at the start, and its events stay its own', async () => {
  const { run, runs, events } = around({ seed: 7, first: 5 });
  await run(part, {}, 3);
  expect(runs).toEqual([['Part.', { seed: 3 }]]);
  expect(events).toEqual([]);
});

test('a document may be refused before it runs', async () => {
  const { run, runPart } = around({
    admit: ({ about }) => {
      throw new Error(`refused: ${about}`);
    },
  });
  await expect(run(part, {}, 0)).rejects.toThrow('refused: Part.');
  await expect(runPart('first', part, {})).rejects.toThrow('refused: Part.');
});

test('a part of the run has its seed, speaks with its label, and goes on where it stopped', async () => {
  const fresh = around({ seed: 7, first: 5 });
  expect(await fresh.runPart('first', part, {})).toBe(true);
  expect(fresh.runs).toEqual([['Part.', expect.objectContaining({ seed: 7, first: 0 })]]);
  expect(fresh.events).toEqual([{ type: 'warning', node: 'first.one', message: 'slow' }]);
  const later = around({ seed: 7 }, () => ({ item: 3, complete: false }));
  expect(await later.runPart('first', part, {})).toBe(true);
  expect(later.runs).toEqual([['Part.', expect.objectContaining({ first: 3 })]]);
});

test('a part that is complete is left alone, and one that is asked to end says whether it is', async () => {
  const complete = around({}, () => ({ item: 9, complete: true }));
  expect(await complete.runPart('first', part, {})).toBe(true);
  expect(complete.runs).toEqual([]);
  const ended = around({ enough: AbortSignal.abort() }, () => ({ item: 3, complete: false }));
  expect(await ended.runPart('first', part, {})).toBe(false);
});

test('a part that was another run is refused, also when it is complete', async () => {
  const refuse = (): never => {
    throw new HpdmError({ code: 'E_CHECKPOINT_SEED' });
  };
  for (const complete of [true, false]) {
    const other = around({}, () => ({ item: 9, complete }), refuse);
    await expect(other.runPart('first', part, {})).rejects.toMatchObject({ code: 'E_CHECKPOINT_SEED' });
    expect(other.runs).toEqual([]);
  }
});

test('the nodes of a document tell what its items follow from, and nothing runs', async () => {
  const { nodesOf, runs } = around({});
  const [node, ...rest] = await nodesOf(part, {});
  expect(node).toMatchObject({ name: 'one', op: 'test.one', inputs: {}, reads: {}, body: [] });
  expect([rest, runs]).toEqual([[], []]);
  await expect(nodesOf(part, { n: 3 })).rejects.toThrow(/E_PARAM_UNKNOWN/);
});

test('a document can use the cascades by name that the document around it can', async () => {
  const [one] = await around({}).nodesOf(join(folder, 'named.yaml'), {});
  expect(one?.settings['cascade']).toMatchObject({ levels: [{}, {}, {}] });
});
