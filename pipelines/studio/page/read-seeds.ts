/** The most seeds of a range: more are refused by the studio in any case. */
const MOST = 1000;

/** Seeds as they are written: `1, 5, 8-11`; undefined for another text. */
export function readSeeds(text: string): readonly number[] | undefined {
  const parts = text.split(',').map((part) => /^\s*(\d+)(?:\s*[-–]\s*(\d+))?\s*$/.exec(part));
  const seeds: number[] = [];
  for (const part of parts) {
    if (part === null) return undefined;
    const from = Number(part[1]);
    const to = Math.min(Number(part[2] ?? part[1]), from + MOST);
    for (let seed = from; seed <= to; seed += 1) seeds.push(seed);
  }
  return [...new Set(seeds)];
}
