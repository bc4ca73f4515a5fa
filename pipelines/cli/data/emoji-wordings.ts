/** An emoji as one would ask for it. */
export interface EmojiWords {
  /** `polar bear`. */
  readonly name: string;
  /** What else people type, in the form of emojilib: `arctic`, `polar_bear`, `:D`. */
  readonly keywords: readonly string[];
}

/** A keyword that more emoji have says too little about each: `face`, `animal`. */
const SHARED_BY_AT_MOST = 2;
const KEYWORDS = 6;
/** Names of more words make no sense in another order. */
const REVERSED_WORDS = 3;

/**
 * Other ways to ask for each of the emoji: a sentence, the words of a short name in reverse order, and keywords that few of the emoji share.
 *
 * @returns for each emoji, wordings that differ from its name and from each other
 */
export function emojiWordings(emoji: readonly EmojiWords[]): string[][] {
  const spoken = emoji.map(({ keywords }) => [...new Set(keywords.map(asSpoken).filter(isWords))]);
  const owners = new Map<string, number>();
  for (const keyword of spoken.flat()) owners.set(keyword, (owners.get(keyword) ?? 0) + 1);
  const names = new Set(emoji.map(({ name }) => asSpoken(name)));
  return emoji.map(({ name }, i) => {
    const words = name.split(' ');
    const reversed = words.length > 1 && words.length <= REVERSED_WORDS ? [words.toReversed().join(' ')] : [];
    const keywords = (spoken[i] ?? [])
      .filter((keyword) => !names.has(keyword) && (owners.get(keyword) ?? 0) <= SHARED_BY_AT_MOST)
      .slice(0, KEYWORDS);
    return [`${name} emoji`, `an emoji of ${name}`, ...reversed, ...keywords];
  });
}

const asSpoken = (keyword: string): string => keyword.replaceAll('_', ' ').toLowerCase();
const isWords = (keyword: string): boolean => /^[a-z][a-z' -]*[a-z]$/.test(keyword);
