/** A piece of text and the natural logarithm of its probability. */
export type Piece = readonly [text: string, score: number];

/** The id for symbols that no piece covers. */
const UNKNOWN = 0;
/** Difference between the log-probability of the least likely piece and that of an unknown symbol. */
const UNKNOWN_PENALTY = 10;
/** The symbol for a space and for the start of the text. */
export const SPACE = '▁';

/** The most likely split of a text up to a symbol, with its last piece. */
interface Split {
  readonly score: number;
  readonly from: number;
  readonly id: number;
}

/**
 * A SentencePiece unigram tokenizer: it turns a text into the ids of its most likely split into pieces.
 *
 * Texts are normalised (NFKC); neighbouring unknown symbols become one unknown id.
 *
 * @param pieces the vocabulary; the index of a piece is its id
 * @param reserved number of pieces at the start that are not text
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

/** The best split up to a symbol, over all pieces that end there and the unknown symbol; of equally likely ones, the shortest piece. */
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

/** The pieces of the most likely split of the whole text, from first to last. */
function idsOf(best: readonly Split[]): number[] {
  const ids: number[] = [];
  for (let split = best.at(-1); split !== undefined && split.from >= 0; split = best[split.from]) ids.unshift(split.id);
  return ids;
}
