import { CHOICES, NOISE_SCHEDULES, SAMPLERS, STITCH_WINDOWS, type SamplerFacts } from '../../dsl/index.js';
import { table } from './table.js';

/** The tables that stand in the guides, by the name that a guide calls them by. */
export const TABLES: Readonly<Record<string, string>> = {
  samplers: table(
    ['`sampler`', 'step', 'order', 'network calls in 16 steps', 'takes'],
    Object.entries<SamplerFacts>(SAMPLERS).map(([name, { summary, order, calls, churn, eta }]) => [
      `\`${name}\``,
      summary,
      `${order}`,
      `${calls(16)}`,
      [churn ? '`churn`' : [], eta ? '`eta`' : []].flat().join(', ') || 'neither `churn` nor `eta`',
    ]),
  ),
  schedules: table(['`schedule`', 'noise levels'], wordsOf(NOISE_SCHEDULES)),
  windows: table(['`window`', 'weight of a pixel'], wordsOf(STITCH_WINDOWS)),
  blocks: table(['`block`', 'what it does'], wordsOf(CHOICES.block)),
  fusions: table(['`fusion`', 'what finer levels read'], wordsOf(CHOICES.fusion)),
  times: table(['`time`', 'frames of a coarser level'], wordsOf(CHOICES.time)),
};

/** Rows of a table of words and what they mean. */
function wordsOf(words: Readonly<Record<string, string>>): string[][] {
  return Object.entries(words).map(([word, meaning]) => [`\`${word}\``, meaning]);
}
