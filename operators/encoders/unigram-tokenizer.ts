/** A piece of text and how likely it is: the natural logarithm of its probability. */
export type Piece = readonly [text: string, score: number];

/** The id of whatever no piece covers. */
const UNKNOWN = 0;
/** How much less likely an unknown symbol is than the least likely piece. */
const UNKNOWN_PENALTY = 10;
/** Stands for a space, and for the start of the text. */
const SPACE = '▁';

/** The likeliest split of a text up to a symbol, and the piece that ends there. */
interface Split {
  readonly score: number;
  readonly from: number;
  readonly id: number;
}

/**
 * A SentencePiece unigram tokenizer: a text becomes the ids of its likeliest split into pieces.
 *
 * Texts are normalised (NFKC); neighbouring unknown symbols become one unknown id.
 *
 * @param pieces the vocabulary; a piece's place is its id
 * @param reserved how many pieces at the start stand for something other than text
 * source Kudo 2018, "Subword Regularization", §3.2 (Viterbi search)
 */
export function unigramTokenizer(pieces: readonly Piece[], reserved: number): (text: string) => number[] {
  const known = new Map(pieces.slice(reserved).map(([text, score], i) => [text, { id: reserved + i, score }]));
  const longest = Math.max(...[...known.keys()].map((text) => Array.from(text).length));
  const unknown = { id: UNKNOWN, score: Math.min(...pieces.map(([, score]) => score)) - UNKNOWN_PENALTY };
  return (text) => {
    const normal = text.normalize('NFKC');
    if (normal === '') return [];
    const symbols = Array.from(`${SPACE}${normal.replaceAll(' ', SPACE)}`);
    const best: Split[] = [{ score: 0, from: -1, id: UNKNOWN }];
    for (let end = 1; end <= symbols.length; end++) {
      best.push(likeliest(symbols, end, longest, best, (piece) => known.get(piece), unknown));
    }
    return idsOf(best).filter((id, i, ids) => id !== UNKNOWN || ids[i - 1] !== UNKNOWN);
  };
}

type Scored = Pick<Split, 'id' | 'score'>;

/** The best way to reach a symbol: over every piece that ends there, or as an unknown symbol; of equals the shortest piece. */
function likeliest(
  symbols: readonly string[],
  end: number,
  longest: number,
  best: readonly Split[],
  find: (piece: string) => Scored | undefined,
  unknown: Scored,
): Split {
  let chosen: Split = { score: -Infinity, from: end - 1, id: UNKNOWN };
  for (let from = Math.max(0, end - longest); from < end; from++) {
    const piece = find(symbols.slice(from, end).join('')) ?? (from === end - 1 ? unknown : undefined);
    const before = best[from];
    if (piece === undefined || before === undefined) continue;
    const score = before.score + piece.score;
    if (score >= chosen.score) chosen = { score, from, id: piece.id };
  }
  return chosen;
}

/** The pieces of the likeliest split of the whole text, first to last. */
function idsOf(best: readonly Split[]): number[] {
  const ids: number[] = [];
  for (let split = best.at(-1); split !== undefined && split.from >= 0; split = best[split.from]) ids.unshift(split.id);
  return ids;
}
