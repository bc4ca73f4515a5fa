import { show } from '../../dsl/index.js';
import { dataFault } from './data-fault.js';
import type { CaptionsRow as Row } from './captions-row.js';

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
const isSeconds = (value: unknown): boolean =>
  value === undefined || (typeof value === 'number' && Number.isFinite(value) && value >= 0);

/**
 * The rows of a file with one JSON object in each line: `{"path": "cat.mp4", "caption": "a cat"}`. `caption` may be a list of wordings;
 * `label`, `start` and `end` are optional. The Hugging Face hub says `file_name` for the path and `text` for the caption.
 *
 * fails E_CAPTIONS
 */
export function readJsonl(text: string, file: string): Row[] {
  return text.split('\n').flatMap((content, i) => (content.trim() === '' ? [] : [rowOf(content, i + 1, file)]));
}

function rowOf(content: string, line: number, file: string): Row {
  const refuse = (expected: string, got: string): Error =>
    dataFault('E_CAPTIONS', { file, line, expected, got, try: '{"path": "cat.mp4", "caption": "a cat on a roof"}' });
  const object = parse(content, refuse);
  const both = [['path', 'file_name'] as const, ['caption', 'text'] as const].find((names) =>
    names.every((name) => name in object),
  );
  if (both !== undefined) throw refuse(`either "${both[0]}" or "${both[1]}", which mean the same`, 'both');
  const { label, start, end, path = object['file_name'], caption = object['text'] } = object;
  if (typeof path !== 'string' || path === '') throw refuse('"path": the path of a clip', show(path));
  const captions = typeof caption === 'string' ? [caption] : (caption ?? []);
  if (!isTexts(captions)) throw refuse('"caption": a text or a list of texts', show(caption));
  if (label !== undefined && typeof label !== 'string' && typeof label !== 'number') {
    throw refuse('"label": a name or a number', show(label));
  }
  if (!isSeconds(start) || !isSeconds(end)) throw refuse('"start" and "end": seconds, ≥ 0', show({ start, end }));
  return {
    line,
    path,
    captions: captions.map((one) => one.trim()).filter((one) => one !== ''),
    ...(label === undefined ? {} : { label: `${label}` }),
    ...(start === undefined ? {} : { start: start as number }),
    ...(end === undefined ? {} : { end: end as number }),
  };
}

function parse(
  content: string,
  refuse: (expected: string, got: string) => Error,
): Readonly<Partial<Record<string, unknown>>> {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw refuse('one JSON object in each line', (error as Error).message);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse('one JSON object in each line', show(value));
  }
  return value as Readonly<Record<string, unknown>>;
}
