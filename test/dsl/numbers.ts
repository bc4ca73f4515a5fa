import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import {
  HpdmError,
  int,
  ints,
  list,
  load,
  optional,
  pure,
  registryOf,
  source,
  stage,
  string,
  type Graph,
  type Port,
} from '../../dsl/index.js';

const value: Port<number> = { kind: { name: 'number', tensors: false, release: () => undefined } };

/** A few operators on plain numbers, to write small documents with. */
export const operators = registryOf([
  source({
    id: 'test.one',
    summary: 'One number',
    emits: 'one',
    in: {},
    out: { value },
    with: { value: int('the number', { default: 1 }) },
    run: async function* (_, { value }) {
      yield { value };
    },
  }),
  pure({
    id: 'test.add',
    summary: 'Add a number',
    in: { value },
    out: { value },
    with: { by: int('what is added', { default: 1 }), note: string('anything', { default: '' }) },
    run: ({ value }, { by }) => ({ value: value + by }),
  }),
  pure({
    id: 'test.sum',
    summary: 'The sum of two numbers, the second of which may be left out',
    in: { left: value, right: optional(value) },
    out: { value },
    with: {},
    run: ({ left, right = 0 }) => ({ value: left + right }),
  }),
  pure({
    id: 'test.both',
    summary: 'Two numbers from two',
    in: { left: value, right: value },
    out: { left: value, right: value },
    with: {},
    run: (both) => both,
  }),
  stage({
    id: 'test.show',
    summary: 'Take numbers',
    in: { values: list(value) },
    out: {},
    with: { sizes: ints('any', { default: [] }) },
    open: () => ({ next: () => ({}) }),
  }),
  stage({
    id: 'test.sink',
    summary: 'Take a number',
    in: { value },
    out: {},
    with: {},
    open: () => ({ next: () => ({}) }),
  }),
]);

const scratch = mkdtempSync(join(tmpdir(), 'hpdm-dsl-'));
// jest takes modules for ES modules by this alone
writeFileSync(join(scratch, 'package.json'), '{ "type": "module" }');
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Write files to a fresh folder, removed after the tests of the file. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(scratch, 'case-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Load `main.yaml` of a folder with these files. */
export const loaded = (
  files: Readonly<Record<string, string>>,
  given: Readonly<Record<string, unknown>> = {},
): Promise<Graph> => load(join(folderOf(files), 'main.yaml'), given, operators);

/** What is wrong with `main.yaml`, its folder left out. */
export async function faultsOf(
  files: Readonly<Record<string, string>>,
  given: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const folder = folderOf(files);
  try {
    await load(join(folder, 'main.yaml'), given, operators);
  } catch (error) {
    if (error instanceof HpdmError) return error.message.replaceAll(`${folder}/`, '');
    throw error;
  }
  return 'nothing';
}

/** Nodes as `name: input ← origin.port, …`. */
export const edges = ({ nodes }: Graph): string[] =>
  nodes.map(({ name, inputs }) => {
    const read = Object.entries(inputs).map(([port, { node, port: output }]) => `${port} ← ${node}.${output}`);
    return [name, read.sort().join(', ')].filter((part) => part !== '').join(': ');
  });

/** Settings of a node. */
export const settings = ({ nodes }: Graph, name: string): unknown => nodes.find((node) => node.name === name)?.settings;

/** A cascade of three levels, as a file. */
export const CASCADE = `cascade: 1
patch: [2, 8, 8]
levels: [{ size: [2, 8, 8] }, { size: [4, 16, 16] }, { size: [4, 32, 32] }]
network: { token: [1, 4, 4], width: 8, latents: 4, heads: 2, blocks: 1 }
`;
