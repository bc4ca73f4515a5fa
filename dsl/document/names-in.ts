/** `${name}` in a text, and `$${`, which stands for the text `${`. Where `}` is missing, the name goes to the end and the last group is empty. */
export const PART = /\$\$\{|\$\{([^}]*)(\}|$)/g;

/** The names in `${name}`, in texts at any depth. */
export const namesIn = (value: unknown): string[] =>
  textsIn(value).flatMap((text) => [...text.matchAll(PART)].flatMap(([, name]) => name ?? []));

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** A text, or a value with texts at any depth, that stands for itself where `${name}` would be a parameter. */
export function literal(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('${', () => '$${');
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)]));
}
