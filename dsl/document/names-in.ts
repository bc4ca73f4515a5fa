/** `${name}` in a text, and `$${name}`, which stands for the text `${name}`. */
export const PART = /(\$?)\$\{([^}]*)\}/g;

/** The names in `${name}`, in texts at any depth. */
export const namesIn = (value: unknown): string[] =>
  [...JSON.stringify(value ?? null).matchAll(PART)].flatMap(([, escape, name = '']) => (escape === '' ? [name] : []));

/** A text, or a value with texts at any depth, that stands for itself where `${name}` would be a parameter. */
export function literal(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\$\{[^}]*\}/g, (part) => `$${part}`);
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)]));
}
