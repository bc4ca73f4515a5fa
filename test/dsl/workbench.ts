import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, type Graph, type Kind, type Port } from '../../dsl/index.js';
import { stubOperators, turn, type Fault, type Thing, type Tools } from './stub-operators.js';

/** Stub operators that count what is alive and remember what arrived. */
export function workbench(fault?: Fault) {
  const made: Thing[] = [];
  const seen: number[] = [];
  const log: string[] = [];
  let [alive, most] = [0, 0];
  const kind: Kind<Thing> = {
    name: 'thing',
    tensors: false,
    release: (thing) => {
      if (thing.freed) throw new Error(`freed twice: ${thing.n}`);
      thing.freed = true;
      alive -= 1;
    },
  };
  const thing = (): Port<Thing> => ({ kind });
  const make = (n: number): Thing => {
    const fresh = { n, freed: false };
    made.push(fresh);
    alive += 1;
    most = Math.max(most, alive);
    return fresh;
  };
  const use = ({ n, freed }: Thing): number => {
    if (freed) throw new Error(`used after it was freed: ${n}`);
    return n;
  };
  const calls = new Map<string, number>();
  /** Throws when this is the call that is to fail. */
  const strike = (node: string, where: Fault['where']): void | Promise<void> => {
    const key = `${node} ${where}`;
    calls.set(key, (calls.get(key) ?? 0) + 1);
    if (fault?.node !== node || fault.where !== where) return;
    if (where === 'call' && calls.get(key) !== fault.item) return;
    const error = new Error(`struck in ${key}`);
    if (!fault.late) throw error;
    return turn().then(() => Promise.reject(error));
  };
  const tools: Tools = { thing, make, use, strike, seen, log };
  return {
    operators: stubOperators(tools),
    made,
    seen,
    log,
    thing,
    make,
    use,
    /** Largest number of things alive at once. */
    most: () => most,
    /** Numbers of what was made and never freed. */
    left: () => made.filter(({ freed }) => !freed).map(({ n }) => n),
  };
}

export type Workbench = ReturnType<typeof workbench>;

/** A document of these nodes, checked. */
export async function graphOf(bench: Workbench, nodes: string, inFlight = 2, more = ''): Promise<Graph> {
  const folder = mkdtempSync(join(tmpdir(), 'hpdm-'));
  const file = join(folder, 'graph.yaml');
  const text = `hpdm: 1\nlimits: { inFlight: ${inFlight} }\nnodes:\n${nodes.trim().replace(/^/gm, '  ')}\n${more}`;
  writeFileSync(file, text);
  try {
    return await load(file, {}, bench.operators);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
