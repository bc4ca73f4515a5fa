import { source, stage, registryOf, type Kind } from '../../../dsl/index.js';

const NUMBER: Kind<number> = { name: 'number', tensors: false, release: () => undefined };
/** Two operators that say what they cost. */
export const costly = registryOf([
  source({
    id: 'test.source',
    summary: 'Numbers',
    emits: 'many',
    in: {},
    with: {},
    out: { value: { kind: NUMBER } },
    cost: () => ({ parameters: 10, bytes: 3 * 2 ** 20 }),
    run: async function* () {
      yield { value: 1 };
    },
  }),
  stage({
    id: 'test.sink',
    summary: 'Takes numbers',
    in: { value: { kind: NUMBER } },
    with: {},
    out: {},
    steps: () => 7,
    cost: () => ({ flops: 2e9, bytes: 5 * 2 ** 20 }),
    open: () => ({ next: () => ({}) }),
  }),
]);
/** A document of both, and the memory it may take. */
export const document = (memory: string) =>
  ({
    hpdm: 1,
    about: 'Two nodes.',
    limits: { memory },
    nodes: { from: { op: 'test.source' }, to: { op: 'test.sink', in: { value: 'from.value' } } },
  }) as const;
