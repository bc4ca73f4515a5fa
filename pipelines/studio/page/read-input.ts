import type { Declared } from '../protocol.js';

/** The value of what was typed; the studio says what is wrong with it. Undefined where nothing was typed and there is no text. */
export function readInput(text: string, { type, of }: Pick<Declared, 'type' | 'of'>): unknown {
  if (type === 'int' || type === 'number') return text.trim() === '' ? undefined : Number(text);
  if (type !== 'list') return text;
  if (text.trim() === '') return [];
  const items = text.trimStart().startsWith('[') ? parsed(text) : text.split(',').map((item) => item.trim());
  if (items === undefined || of === 'string') return items ?? text;
  return items.map((item) => (item === '' || Number.isNaN(Number(item)) ? item : Number(item)));
}

function parsed(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
