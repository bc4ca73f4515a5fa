import { bool, flow, int, pure, registryOf, source, stage, window, type Context, type Port } from '../../dsl/index.js';

/** A resource that knows whether it was freed. */
export interface Thing {
  readonly n: number;
  freed: boolean;
}

/** Where and when a stub throws: `run`, `open`, `next` or `done`; at which item (from 1); at once or after a turn. */
export interface Fault {
  readonly node: string;
  readonly where: 'open' | 'call' | 'done';
  readonly item: number;
  readonly late: boolean;
}

/** What the stub operators make and use things with. */
export interface Tools {
  readonly thing: () => Port<Thing>;
  readonly make: (n: number) => Thing;
  /** The number of a thing; throws if it was freed. */
  readonly use: (thing: Thing) => number;
  /** Throws when this is the call that is to fail. */
  readonly strike: (node: string, where: Fault['where']) => void | Promise<void>;
  /** The numbers that reached a sink. */
  readonly seen: number[];
  readonly log: string[];
}

/** One turn of the event loop. */
export const turn = (): Promise<void> => new Promise((resume) => setImmediate(resume));

/** Operators of every form, which make, use and free things. */
export function stubOperators({ thing, make, use, strike, seen, log }: Tools) {
  /** Opens a stage that takes its time with each item, and logs its opening and its end. */
  const slowly =
    <O extends object>(answer: (a: Thing) => O) =>
    async ({ turns }: { readonly turns: number }, { node }: Context) => {
      await strike(node, 'open');
      log.push(`open ${node}`);
      return {
        next: async ({ a }: { readonly a: Thing }): Promise<O> => {
          for (let i = 0; i < turns; i++) await turn();
          await strike(node, 'call');
          return answer(a);
        },
        done: async () => {
          await strike(node, 'done');
          log.push(`done ${node}`);
        },
        abort: () => void log.push(`abort ${node}`),
      };
    };
  return registryOf([
    source({
      id: 'test.count',
      summary: '',
      emits: 'many',
      in: {},
      with: { to: int('how many'), turns: int('turns of the event loop before each', { default: 0 }) },
      out: { out: thing() },
      run: async function* (_, { to, turns }, { node, signal }) {
        try {
          for (let n = 1; n <= to; n++) {
            for (let i = 0; i < turns; i++) await turn();
            signal.throwIfAborted();
            await strike(node, 'call');
            yield { out: make(n) };
          }
        } finally {
          log.push(`closed ${node}`);
        }
      },
    }),
    source({
      id: 'test.never',
      summary: '',
      emits: 'many',
      in: {},
      with: {},
      out: { out: thing() },
      // eslint-disable-next-line require-yield
      run: async function* (_inputs, _settings, { signal }) {
        await new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        });
      },
    }),
    source({
      id: 'test.one',
      summary: '',
      emits: 'one',
      in: {},
      with: { items: int('how many it makes', { default: 1 }) },
      out: { out: thing() },
      run: async function* (_, { items }, { node }) {
        await strike(node, 'call');
        for (let i = 0; i < items; i++) yield { out: make(100) };
      },
    }),
    source({
      id: 'test.parts',
      summary: '',
      emits: 'many',
      in: { a: thing() },
      with: { each: int('parts of every item') },
      out: { out: thing() },
      run: async function* ({ a }, { each }, { node }) {
        for (let part = 1; part <= each; part++) {
          await strike(node, 'call');
          yield { out: make(use(a) * 10 + part) };
        }
      },
    }),
    pure({
      id: 'test.add',
      summary: '',
      in: { a: thing(), b: thing() },
      with: { name: int('which of the stubs this is', { default: 0 }) },
      out: { out: thing() },
      run: ({ a, b }, { name }) => {
        void strike(`add ${name}`, 'call');
        return { out: make(use(a) + use(b)) };
      },
    }),
    pure({
      id: 'test.pass',
      summary: '',
      in: { a: thing() },
      with: {},
      out: { out: thing(), again: thing() },
      run: ({ a }) => ({ out: a, again: a }),
    }),
    pure({
      id: 'test.forgets',
      summary: '',
      in: { a: thing() },
      with: {},
      out: { out: thing() },
      run: () => ({}) as never,
    }),
    stage({
      id: 'test.slow',
      summary: '',
      in: { a: thing() },
      with: { turns: int('turns of the event loop for each item', { default: 3 }) },
      out: { out: thing() },
      open: slowly((a) => ({ out: make(use(a)) })),
    }),
    flow({
      id: 'test.first',
      summary: '',
      in: { a: thing() },
      with: { count: int('items to pass on') },
      out: { out: thing() },
      run: async function* (items, { count }, { node }) {
        let passed = 0;
        for await (const { a } of items) {
          await strike(node, 'call');
          use(a);
          yield { out: a };
          passed += 1;
          if (passed === count) return;
        }
      },
    }),
    flow({
      id: 'test.regroup',
      summary: '',
      in: { a: thing() },
      with: { size: int('numbers to add up'), times: int('how often each sum is made', { default: 1 }) },
      out: { out: thing() },
      run: async function* (items, { size, times }, { node }) {
        const held: number[] = [];
        const sum = (): number => held.splice(0).reduce((a, b) => a + b, 0);
        for await (const { a } of items) {
          await strike(node, 'call');
          held.push(use(a));
          if (held.length < size) continue;
          for (const total = sum(), left = { times }; left.times > 0; left.times--) yield { out: make(total) };
        }
        if (held.length > 0) yield { out: make(sum()) };
      },
    }),
    window({
      id: 'test.join',
      summary: '',
      in: { a: thing() },
      with: { size: int('items'), step: int('items'), rest: bool('a shorter last window', { default: false }) },
      out: { out: thing() },
      size: ({ size }) => size,
      step: ({ step }) => step,
      rest: ({ rest }) => rest,
      run: async ({ a }, _, { node }) => {
        await strike(node, 'call');
        return { out: make(a.reduce((sum, one) => sum * 10 + use(one), 0)) };
      },
    }),
    stage({
      id: 'test.sink',
      summary: '',
      in: { a: thing() },
      with: { turns: int('turns of the event loop for each item', { default: 1 }) },
      out: {},
      open: slowly((a) => {
        seen.push(use(a));
        return {};
      }),
    }),
  ]);
}
