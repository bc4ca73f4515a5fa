import { isPair, isScalar, isSeq, parseDocument, visit, type Document, type Node, type Pair, type Scalar } from 'yaml';

/** A place in the text of a document. */
export interface Spot {
  /** Keys and indices that lead to the map or list in which it is; for a value, to the value. */
  readonly trail: readonly (string | number)[];
  /** Whether a key stands there, which is the last step of the trail then. */
  readonly isKey: boolean;
  /** The text that stands there, without quotes; up to the cursor where one was asked for. */
  readonly text: string;
  /** Offsets in the document's text of what stands there. */
  readonly from: number;
  readonly to: number;
  /** The values of the document as far as they can be read. */
  readonly value: unknown;
}

/** A word that no document has. */
const MARK = 'CURSOR\u2038';

/** The place of the cursor in a text that is being written, and may be broken; undefined in a comment and within other words. */
export function spotOfCursor(text: string, offset: number): Spot | undefined {
  const document = read(`${text.slice(0, offset)}${MARK}${text.slice(offset)}`);
  const found = find(document, ({ value }) => String(value).includes(MARK));
  if (found === undefined) return undefined;
  const written = String(found.scalar.value);
  const before = written.slice(0, written.indexOf(MARK));
  // a text over several lines is no place where something is proposed
  if (/\s/.test(before) && !before.includes('$')) return undefined;
  return { ...found.place, text: before, from: offset - before.length, to: offset, value: valueOf(document) };
}

/** The place of the word at an offset; undefined where there is none. */
export function spotOfWord(text: string, offset: number): Spot | undefined {
  const document = read(text);
  const found = find(document, ({ range }) => range != null && range[0] <= offset && offset <= range[1]);
  if (found?.scalar.range == null) return undefined;
  const [from, to] = found.scalar.range;
  return { ...found.place, text: String(found.scalar.value), from, to, value: valueOf(document) };
}

const read = (text: string): Document.Parsed => parseDocument(text, { merge: true, uniqueKeys: false });

function valueOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 1000 });
  } catch {
    return undefined;
  }
}

/** The first scalar of which something is true, and where it is. */
function find(
  document: Document,
  is: (scalar: Scalar) => boolean,
): { readonly scalar: Scalar; readonly place: Pick<Spot, 'trail' | 'isKey'> } | undefined {
  let found: { scalar: Scalar; place: Pick<Spot, 'trail' | 'isKey'> } | undefined;
  visit(document, {
    Scalar: (role, scalar, ancestors) => {
      if (!is(scalar)) return undefined;
      found = { scalar, place: { trail: trailOf([...ancestors, scalar]), isKey: role === 'key' } };
      return visit.BREAK;
    },
  });
  return found;
}

function trailOf(ancestors: readonly (Document | Node | Pair)[]): (string | number)[] {
  return ancestors.flatMap((node, i): (string | number)[] => {
    if (isPair(node)) return [isScalar(node.key) ? String(node.key.value) : ''];
    return isSeq(node) ? [node.items.indexOf(ancestors[i + 1])] : [];
  });
}
