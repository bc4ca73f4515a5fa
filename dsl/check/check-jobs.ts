import type { Fault } from '../fault/fault.js';
import type { RawGraph } from '../expand/expand.js';
import { at } from '../document/written.js';
import { portOf, type Draft } from './draft.js';

/**
 * Check that each copy of a node with `spread: jobs` can be made where nothing else of the graph is: it reads no node outside itself, and no
 * node outside and no output of the document reads it.
 */
export function checkJobs(nodes: readonly Draft[], { out, source }: RawGraph, faults: Fault[]): void {
  const jobs = new Map(nodes.map(({ name, job }) => [name, job]));
  for (const reader of nodes) {
    for (const [input, { node: origin }] of Object.entries(reader.inputs)) {
      const job = jobs.get(origin);
      // a node that is not there has a fault of its own
      if (job === reader.job || !jobs.has(origin)) continue;
      const where = job === undefined ? 'in no copy' : `in the copy ${job}`;
      const got = `${reader.name} reads ${origin}, which is ${where}`;
      faults.push({ ...reader.at(['in', portOf(input)]), ...APART, got });
    }
  }
  for (const [name, { node }] of Object.entries(out)) {
    if (jobs.get(node) === undefined) continue;
    const got = `the output ${name}, which is ${node}`;
    const advice = `remove ${portOf(name)}: a copy's results are the files that it writes`;
    faults.push({ ...at({ source }, ['out', portOf(name)]), ...APART, got, try: advice });
  }
}

const APART = {
  code: 'E_JOBS',
  expected: 'copies that share nothing, as the node says spread: jobs',
  try: 'move all that a copy needs into the repeated graph, or remove spread',
} as const;
