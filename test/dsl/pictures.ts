import { join } from 'node:path';
import {
  HpdmError,
  int,
  load,
  pure,
  registryOf,
  source,
  stage,
  type Fault,
  type Graph,
  type Port,
} from '../../dsl/index.js';
import { folderOf } from './numbers.js';

const kind = { name: 'picture', tensors: false, release: () => undefined };
const picture: Port = { kind, layout: ['H', 'W'] };
const bright: Port = { ...picture, range: [0, 1] };

/** Operators on pictures, whose sides are known where a setting says them. */
export const operators = registryOf([
  source({
    id: 'test.blank',
    summary: 'A picture of one size',
    emits: 'one',
    in: {},
    out: { picture },
    with: { height: int('pixels', { default: 4 }), width: int('pixels', { default: 4 }) },
    dimensions: ({ height, width }) => ({ H: height, W: width }),
    run: async function* () {
      yield { picture: {} };
    },
  }),
  pure({
    id: 'test.invert',
    summary: 'Invert a picture',
    in: { picture },
    out: { picture },
    with: {},
    run: (all) => all,
  }),
  pure({
    id: 'test.clip',
    summary: 'Bring values into range',
    in: { picture },
    out: { picture: bright },
    with: {},
    run: (all) => all,
  }),
  pure({
    id: 'test.mean',
    summary: 'The mean of two pictures of one size',
    in: { a: picture, b: picture },
    out: { picture },
    with: {},
    run: ({ a }) => ({ picture: a }),
  }),
  stage({
    id: 'test.hang',
    summary: 'Show a picture in a frame',
    in: { picture: bright },
    out: {},
    with: { height: int('pixels of the frame', { default: 4 }) },
    dimensions: ({ height }) => ({ H: height }),
    open: () => ({ next: () => ({}) }),
  }),
  stage({
    id: 'test.refine',
    summary: 'Call a body again and again',
    in: { picture },
    out: { picture },
    with: {},
    body: { in: { draft: picture }, out: { better: bright } },
    open: () => ({ next: ({ picture }) => ({ picture }) }),
  }),
]);

/** Load a document of these nodes, and perhaps outputs. */
export const loaded = (nodes: string): Promise<Graph> =>
  load(
    join(folderOf({ 'main.yaml': `hpdm: 1\nnodes:\n${nodes.trim().replace(/^/gm, '  ')}\n` }), 'main.yaml'),
    {},
    operators,
  );

/** What is wrong with them. */
export async function faultsOf(nodes: string): Promise<readonly Fault[]> {
  try {
    await loaded(nodes);
    return [];
  } catch (error) {
    if (error instanceof HpdmError) return error.faults;
    throw error;
  }
}
