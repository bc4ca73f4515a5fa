/** `${name}` in a text, and `$${name}`, which stands for the text `${name}`. */
export const PART = /(\$?)\$\{([^}]*)\}/g;

/** The names in `${name}`, in texts at any depth. */
export const namesIn = (value: unknown): string[] =>
  [...JSON.stringify(value ?? null).matchAll(PART)].flatMap(([, escape, name = '']) => (escape === '' ? [name] : []));
