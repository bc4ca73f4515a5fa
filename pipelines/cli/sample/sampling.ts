import { HpdmError, type Cascade, type PipelineDocument } from '../../../dsl/index.js';
import { readCheckpointCascade } from '../../../operators/training/load-weights.js';
import { readCascade } from '../../api/read-cascade.js';
import { builtIn } from '../../built-in.js';
import { declaredParameters } from '../declared-parameters.js';
import { given } from '../run-flags.js';
import { sheetBeside } from '../sheet-beside.js';
import { sampledBy, type LevelFlags } from './level-flags.js';
import { isSeparate, outputNames } from './output-names.js';
import { SAMPLING_DOCUMENTS, samplingDocument } from './sampling-document.js';

/** Flags of `hpdm sample` that say what is sampled and where it goes. */
export interface SamplingFlags extends LevelFlags {
  readonly set: Readonly<Record<string, string>>;
  readonly seed?: number;
  readonly cascade?: string;
  readonly checkpoint?: string;
  readonly count?: number;
  readonly prompt?: readonly string[];
  readonly class?: readonly number[];
  readonly negative?: string;
  readonly guidance?: readonly number[];
  readonly guidanceInterval?: readonly number[];
  readonly untilLevel?: number;
  readonly showLevels?: boolean;
  readonly from?: { readonly level: number; readonly path: string };
  readonly strength?: number;
  readonly fps?: number;
  readonly scale?: number;
  readonly out?: string;
  readonly sheet?: string;
}

/** A document that samples, and values of its parameters. */
export interface Sampling {
  readonly document: string | PipelineDocument;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * What the flags of `hpdm sample` ask for. The cascade is that of the checkpoint where none is named, and it says whether texts or classes
 * can be asked for.
 *
 * fails E_SET for flags that do not go together or do not fit the cascade; E_LEVEL; and like `readCheckpointCascade` and `sampledBy`
 */
export async function samplingOf(flags: SamplingFlags): Promise<Sampling> {
  const { set, from, showLevels = false, prompt, seed = 0 } = flags;
  const condition = conditionOf(flags);
  const cascade = await cascadeOf(flags, SAMPLING_DOCUMENTS[condition]);
  refuseMisfit(flags, cascade);
  const subjects = prompt ?? flags.class?.map(String) ?? [];
  const { count = subjects.length === 0 ? undefined : subjects.length, out } = flags;
  const file = builtIn(from === undefined ? SAMPLING_DOCUMENTS[condition] : 'super-resolve.yaml');
  const all = Number(set['count'] ?? count ?? declaredParameters(file)['count']?.default ?? 1);
  const separate = out !== undefined && isSeparate(out);
  const names = out === undefined ? [] : outputNames(out, { seed, subjects, count: all });
  const sheet = flags.sheet ?? (names[0] === undefined ? undefined : sheetBeside(names[0]));
  const { checkpoint, fps, scale, negative, guidance, guidanceInterval: interval, untilLevel: until, strength } = flags;
  const asked = { prompts: prompt, labels: flags.class, negative, guidance, interval };
  const source = from && { in: from.path, at: from.level, frames: cascade.levels.at(-1)?.size[0] };
  const outputs = separate ? { outs: names } : { out: names[0] };
  const own = { checkpoint, count, seed: flags.seed, until, fps, scale, sheet, strength, ...asked };
  return {
    document: samplingDocument({ condition, fromFile: from !== undefined, showLevels, separate }),
    values: { ...given({ ...own, ...source, ...outputs }), ...set, cascade },
  };
}

/** What the flags ask for, whatever the cascade says. */
function conditionOf({
  prompt,
  class: label,
  negative,
  guidance,
  guidanceInterval,
}: SamplingFlags): Cascade['condition']['kind'] {
  if (prompt !== undefined && label !== undefined) throw refusal('--prompt or --class', 'both', 'one of them');
  if (negative !== undefined && prompt === undefined) throw needsText('--prompt beside --negative');
  const lone = guidance === undefined ? '--guidance-interval' : '--guidance';
  const guided = guidance !== undefined || guidanceInterval !== undefined;
  if (prompt === undefined && label === undefined && guided) throw needsText(`--prompt or --class beside ${lone}`);
  return prompt !== undefined ? 'text' : label !== undefined ? 'classes' : 'none';
}

/** The cascade that is named, else that of the checkpoint; as the flags say that it is sampled. */
async function cascadeOf(flags: SamplingFlags, document: string): Promise<Cascade> {
  const named = flags.set['cascade'] ?? flags.cascade;
  if (named !== undefined) return sampledBy(readCascade(named), flags);
  const checkpoint = flags.set['checkpoint'] ?? flags.checkpoint;
  const place = checkpoint ?? declaredParameters(builtIn(document))['checkpoint']?.default;
  return sampledBy(await readCheckpointCascade(String(place)), flags);
}

function refuseMisfit(flags: SamplingFlags, { condition, levels }: Cascade): void {
  const has = { none: 'neither texts nor classes', classes: 'classes', text: 'texts' }[condition.kind];
  const instead = { none: 'neither', classes: '--class 0', text: '--prompt "polar bear"' }[condition.kind];
  if (flags.prompt !== undefined && condition.kind !== 'text') {
    throw refusal('--prompt for a cascade with texts', `a cascade with ${has}`, instead);
  }
  if (flags.class !== undefined && condition.kind !== 'classes') {
    throw refusal('--class for a cascade with classes', `a cascade with ${has}`, instead);
  }
  if (flags.strength !== undefined && flags.from === undefined) {
    throw refusal('--from beside --strength', 'none', '--from level=0:clip.mp4');
  }
  const last = levels.length - 1;
  const { untilLevel = last, from } = flags;
  refuseBeyond('--until-level', untilLevel, last);
  if (from !== undefined) refuseBeyond('--from', from.level, untilLevel);
}

function refuseBeyond(flag: string, level: number, last: number): void {
  if (level <= last) return;
  const [expected, got] = [last === 0 ? 'level 0, the only one' : `a level from 0 to ${last}`, `level ${level}`];
  throw new HpdmError({ code: 'E_LEVEL', path: flag, expected, got, try: `level ${last}` });
}

const needsText = (expected: string): HpdmError => refusal(expected, 'none', '--prompt "polar bear"');

const refusal = (expected: string, got: string, advice: string): HpdmError =>
  new HpdmError({ code: 'E_SET', expected, got, try: advice });
