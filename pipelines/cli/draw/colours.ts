/** The colours of a kind of value, for its lines and pins, on a light and on a dark background. */
export interface Colours {
  readonly light: string;
  readonly dark: string;
}

/** The built-in kinds. Kinds that occur together in a graph have very different colours. */
const KINDS: Readonly<Record<string, Colours>> = {
  video: { light: '#2563eb', dark: '#7db0ff' },
  patches: { light: '#0e7490', dark: '#4fd1e5' },
  pyramid: { light: '#4f46e5', dark: '#a5a0ff' },
  frames: { light: '#c2410c', dark: '#ffa36b' },
  network: { light: '#7e22ce', dark: '#d5a6ff' },
  context: { light: '#15803d', dark: '#6fdc94' },
  'projected context': { light: '#4d7c0f', dark: '#b3dd59' },
  sigma: { light: '#b91c1c', dark: '#ff9b94' },
  origins: { light: '#78572c', dark: '#d8b785' },
  scalar: { light: '#a16207', dark: '#f2cb57' },
  vector: { light: '#a16207', dark: '#f2cb57' },
  training: { light: '#be185d', dark: '#ff96c5' },
};

/** Colours for the kinds of plug-ins. */
const OTHERS: readonly Colours[] = [
  { light: '#475569', dark: '#b6c2d2' },
  { light: '#0f766e', dark: '#5ed8c9' },
  { light: '#9d174d', dark: '#ffa0c8' },
  { light: '#3f6212', dark: '#bde06d' },
];

/** The colours of a kind; they depend only on its name. */
export function coloursOf(kind: string): Colours {
  const sum = new TextEncoder().encode(kind).reduce((total, byte) => total + byte, 0);
  return KINDS[kind] ?? OTHERS[sum % OTHERS.length] ?? { light: '#475569', dark: '#b6c2d2' };
}
