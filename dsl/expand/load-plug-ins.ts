import { register } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyOperator } from '../contract/operator.js';
import { fromHere, type Fault } from '../fault/fault.js';
import { thrownAt } from '../fault/thrown-at.js';
import { fileMisfit } from '../document/file-misfit.js';
import type { Use } from '../document/library.js';
import type { Registry } from '../contract/registry.js';
import { isLikeOperator, lackOf } from './lack-of.js';

const ENDINGS = ['.ts', '.mts', '.js', '.mjs'];

/**
 * The registry together with the operators of users' modules.
 *
 * @param faults collects E_USE_FILE, E_USE_IMPORT (it throws when imported), E_USE_EMPTY (no operator among its exports),
 *   E_USE_OPERATOR (an export that is an incomplete operator), E_USE_CLASH (an id that exists already)
 */
export async function loadPlugIns(uses: readonly Use[], registry: Registry, faults: Fault[]): Promise<Registry> {
  const joined: Record<string, AnyOperator> = { ...registry };
  const owners = new Map<string, string>();
  for (const use of uses) {
    for (const operator of await operatorsOf(use, faults)) {
      const owner = owners.get(operator.id) ?? (operator.id in registry ? 'hpdm' : undefined);
      if (owner !== undefined && joined[operator.id] !== operator) {
        const got = `"${operator.id}", which ${owner} has`;
        faults.push({
          ...at(use),
          code: 'E_USE_CLASH',
          expected: 'ids that do not exist already',
          got,
          try: 'another id',
        });
        continue;
      }
      joined[operator.id] = operator;
      owners.set(operator.id, use.file);
    }
  }
  return joined;
}

async function operatorsOf(use: Use, faults: Fault[]): Promise<AnyOperator[]> {
  const missing = fileMisfit(use.file);
  if (missing !== undefined || !ENDINGS.includes(extname(use.file))) {
    const got = missing ?? { got: fromHere(use.file), try: 'see docs/language.md: Operators of your own' };
    faults.push({ ...at(use), code: 'E_USE_FILE', expected: `a module: ${ENDINGS.join(', ')}`, ...got });
    return [];
  }
  const module = await importModule(use, faults);
  if (module === undefined) return [];
  const exported = Object.entries(module).flatMap(([name, value]) => (isLikeOperator(value) ? [{ name, value }] : []));
  if (exported.length === 0) {
    const names = Object.keys(module).join(', ');
    const got = names === '' ? `${fromHere(use.file)}: no exports` : `${fromHere(use.file)}: only ${names}`;
    const hint = "export const tint = pure({ id: 'my.tint', … })";
    faults.push({ ...at(use), code: 'E_USE_EMPTY', expected: 'an operator among its exports', got, try: hint });
  }
  return exported.flatMap(({ name, value }): AnyOperator[] => {
    const lack = lackOf(value);
    if (lack === undefined) return [value as unknown as AnyOperator];
    faults.push({
      ...at(use),
      code: 'E_USE_OPERATOR',
      expected: lack.expected,
      got: `${fromHere(use.file)}: export "${name}" ${lack.got}`,
      try: `add it to "${name}"`,
    });
    return [];
  });
}

async function importModule(use: Use, faults: Fault[]): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    await readyForPlugIns();
    return (await import(pathToFileURL(use.file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const message = said.split('\n').slice(0, 2).join(' ');
    faults.push({
      ...at(use),
      code: 'E_USE_IMPORT',
      message,
      expected: 'a module that can be imported',
      got: thrownAt(error) ?? fromHere(use.file),
      try: 'run it by itself: node --import tsx FILE',
    });
    return undefined;
  }
}

/** The URL of this module: of its TypeScript, or of the JavaScript that the command line compiled. */
const { url } = import.meta;

let ready: Promise<void> | undefined;

/** Register loaders so that modules outside the package can be TypeScript and can import `hpdm`, which is the package that runs them. */
const readyForPlugIns = (): Promise<void> => (ready ??= registerHooks());

async function registerHooks(): Promise<void> {
  const ending = extname(url);
  if (ending === '.js') (await import('tsx/esm/api')).register();
  const data = { own: new URL(`../../index${ending}`, url).href, loader: url };
  register('./resolve-hpdm.js', url, { data });
}

const at = ({ place, path }: Use) => ({ place, path });
