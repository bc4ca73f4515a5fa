/** The form of an operator, and the functions that it needs. */
const FUNCTIONS = {
  pure: ['run'],
  source: ['run'],
  stage: ['open'],
  window: ['size', 'step', 'run'],
  flow: ['run'],
} as const;

const EMITS: readonly unknown[] = ['one', 'many'];

type Export = Readonly<Record<string, unknown>>;

/** Whether an export was made by `pure`, `source`, `stage`, `window` or `flow`. */
export const isLikeOperator = (value: unknown): value is Export =>
  isMap(value) && Object.hasOwn(FUNCTIONS, String(value['form']));

/**
 * The first part that an export lacks to be an operator. The TypeScript compiler finds these too, but not in JavaScript.
 *
 * @returns what it needs, and in words what it has; undefined for a whole operator
 */
export function lackOf(operator: Export): { readonly expected: string; readonly got: string } | undefined {
  const lack = (expected: string, got = 'without') => ({ expected, got });
  if (typeof operator['id'] !== 'string' || !/^[a-z][\w-]*(\.[a-z][\w-]*)+$/.test(operator['id']))
    return lack('an id such as "my.tint"');
  if (typeof operator['summary'] !== 'string') return lack('a summary');
  for (const part of ['in', 'out', 'with'])
    if (!isMap(operator[part])) return lack(`"${part}", an object; {} for none`);
  for (const [part, member] of [
    ['in', 'kind'],
    ['out', 'kind'],
    ['with', 'type'],
  ] as const) {
    const odd = Object.entries(operator[part] as Export).find(([, value]) => !isMap(value) || !isMap(value[member]));
    const example = part === 'with' ? "a parameter, such as int('how many')" : 'a port, such as frames()';
    if (odd !== undefined) return lack(`for "${part}.${odd[0]}" ${example}`);
  }
  const emits = operator['emits'];
  if (operator['form'] === 'source' && !EMITS.includes(emits))
    return lack(`"emits", 'one' or 'many'`, emits === undefined ? undefined : `with ${JSON.stringify(emits)}`);
  const missing = FUNCTIONS[operator['form'] as keyof typeof FUNCTIONS].find((name) => !isFunction(operator[name]));
  return missing === undefined ? undefined : lack(`"${missing}", a function`);
}

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isMap = (value: unknown): value is Export => typeof value === 'object' && value !== null;
