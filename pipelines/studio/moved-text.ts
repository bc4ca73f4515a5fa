import { existsSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { isScalar, parseDocument, visit } from 'yaml';

/** What a document names relative to its own file: other documents, cascades, modules of operators. */
const NAMED = /\.(ya?ml|json|[cm]?[jt]s)$/i;

/** The text of a document for another file: the files that it names beside its own are named from the new place. */
export function movedText(text: string, from: string, to: string): string {
  const [old, here] = [dirname(resolve(from)), dirname(resolve(to))];
  if (old === here) return text;
  const changes: { readonly start: number; readonly end: number; readonly name: string }[] = [];
  visit(parseDocument(text), {
    Scalar: (key, { value, range }) => {
      if (key === 'key' || typeof value !== 'string' || !NAMED.test(value) || isAbsolute(value)) return;
      const file = resolve(old, value);
      if (range == null || !existsSync(file)) return;
      const [start, end] = range;
      changes.push({ start, end, name: relative(here, file).split(sep).join('/') });
    },
  });
  return changes.reduceRight(
    (all, { start, end, name }) => `${all.slice(0, start)}${quoted(name)}${all.slice(end)}`,
    text,
  );
}

/** A name as YAML, within brackets, too. */
const quoted = (name: string): string => (/^[\w./@-]+$/.test(name) && isPlain(name) ? name : JSON.stringify(name));

const isPlain = (name: string): boolean => {
  const { contents } = parseDocument(name);
  return isScalar(contents) && contents.value === name;
};
