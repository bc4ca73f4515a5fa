import type { Trail } from '../document/source.js';
import { describeGraph } from '../document/written.js';
import { suggestion } from '../fault/nearest.js';
import { fail, type Scope, type Turn } from './scope.js';
import { openFault, substitute } from './substitute.js';

/**
 * A value with all `${name}` replaced; undefined if a name in it has no value. Each unknown name is a fault, and so is `${` without `}`.
 */
export function substituteAt(value: unknown, { bindings }: Turn, scope: Scope, trail: Trail): unknown {
  const known = Object.keys(bindings);
  return substitute(value, bindings, {
    unknown: (name, inner) =>
      fail(scope, [...trail, ...inner], {
        code: 'E_PARAM_UNKNOWN',
        expected: `a parameter of ${describeGraph(scope)}`,
        got: `\${${name}}`,
        try: adviceFor(name, known),
      }),
    open: (text, inner) => fail(scope, [...trail, ...inner], openFault(text, known)),
  });
}

function adviceFor(name: string, known: readonly string[]): string {
  if (['index', 'item'].includes(name)) return 'it exists only in a node with "for"';
  return known.length === 0 ? `params: { ${name}: { type: … } }` : suggestion(name, known);
}

/** Settings with all `${name}` replaced; undefined for each that has a fault. */
export const settingsAt = (
  settings: Readonly<Record<string, unknown>> = {},
  turn: Turn,
  scope: Scope,
  trail: Trail,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, substituteAt(value, turn, scope, [...trail, name])]),
  );
