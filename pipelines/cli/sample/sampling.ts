import { HpdmError, type Cascade, type PipelineDocument, type Share } from '../../../dsl/index.js';
import type { Precision } from '../../../operators/tensor/precision.js';
import { classNumbers } from '../../../operators/values/class-numbers.js';
import { readCheckpointCascade } from '../../../operators/training/load-weights.js';
import { modelFile } from '../../../operators/training/model-file.js';
import { readCascade } from '../../api/read-cascade.js';
import { given } from '../run-flags.js';
import { sheetBeside } from '../sheet-beside.js';
import { sampledBy, type LevelFlags } from './level-flags.js';
import { isSeparate, nameOfAll, outputNames } from './output-names.js';
import { playedRate } from './played-rate.js';
import { classLabels } from './class-labels.js';
import { defaultsOf, ELSEWHERE, samplingDocument } from './sampling-document.js';
import { recordBeside } from './record-beside.js';
import { recordLike } from './record-like.js';
import { commentOf, recordOf, refuseChanged, type SamplingRecord } from './sampling-record.js';
import { recordOfUnfinished, unfinishedFolder } from './unfinished.js';
import { without } from './without.js';

type Condition = Cascade['condition']['kind'];

/** Flags of `hpdm sample` that say what is sampled and where it goes. */
export interface SamplingFlags extends LevelFlags {
  readonly set: Readonly<Record<string, string>>;
  readonly like?: string;
  /** Go on with the sampling of the same video that was stopped. */
  readonly resume?: boolean;
  /** The part of the videos that this process makes. */
  readonly share?: Share;
  readonly seed?: number;
  /** Of the products of weights and activations. */
  readonly precision?: Precision;
  readonly cascade?: string;
  readonly checkpoint?: string;
  readonly count?: number;
  /** Videos sampled together. */
  readonly batch?: number;
  readonly prompt?: readonly string[];
  /** Names or numbers of classes. */
  readonly class?: readonly string[];
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
  /** What it follows from, and the videos of all shares. */
  readonly record: SamplingRecord;
  readonly videos: readonly string[];
  /** The folder for what is finished until the videos are complete; undefined for a stream. */
  readonly keep: string | undefined;
}

/**
 * What the flags of `hpdm sample` ask for. The cascade is that of the checkpoint where none is named, and it says whether texts or classes
 * can be asked for. With `like`, what no flag sets is as in that record.
 *
 * fails E_SET for flags that do not go together or do not fit the cascade; E_LEVEL; E_LIKE; E_FILE; and like `readCheckpointCascade` and
 * `sampledBy`
 */
export async function samplingOf(asked: SamplingFlags): Promise<Sampling> {
  const flags = goingOn(asked);
  const like = flags.like === undefined ? undefined : recordLike(flags.like);
  const condition = conditionOf(flags, like?.parts.condition);
  const wanted = { ...like?.parts, ...given({ showLevels: flags.showLevels }), condition };
  const parts = { showLevels: false, ...wanted, fromFile: flags.from !== undefined || like?.parts.fromFile === true };
  const defaults = defaultsOf({ ...parts, separate: false });
  const wished = { ...like?.parameters, ...parametersOf(flags), ...flags.set };
  const { out, sheet: usualSheet, checkpoint: place, seed, count, ...rest } = { ...defaults, ...wished } as Resolved;
  const checkpoint = String(place);
  const cascade = await cascadeOf(flags, checkpoint, like);
  refuseMisfit(flags, cascade);
  const labels = flags.class === undefined ? {} : { labels: classLabels(flags.class, cascade, checkpoint) };
  // a file says how long it is, but for a single picture
  const usual = parts.fromFile ? 'still' : 'fps';
  const rate = usual in wished ? {} : given({ [usual]: playedRate(checkpoint, cascade, Number(rest['until'])) });
  // as many frames as the last level has, where a file is named and nothing else is said
  const frames = flags.from === undefined || 'frames' in flags.set ? {} : { frames: cascade.levels.at(-1)?.size[0] };
  // how many are sampled together changes no video, nor does who makes it
  const parameters = without({ ...rest, ...labels, seed, count, ...frames, ...rate }, ...ELSEWHERE);
  const resolved = { ...parameters, checkpoint: modelFile(checkpoint) };
  const pattern = flags.out ?? String(out);
  const subjects = subjectsOf(cascade, condition, resolved);
  const videos = outputNames(pattern, { seed: Number(seed), subjects, count: Number(count) });
  const [first = ''] = videos;
  const named = sheetBeside(videos.length > 1 ? nameOfAll(pattern, Number(seed)) : first);
  const sheet = flags.set['sheet'] ?? flags.sheet ?? named ?? usualSheet;
  const separate = isSeparate(pattern);
  if (flags.share !== undefined) refuseShared(flags, pattern);
  const record = await recordOf({ ...parts, separate }, resolved, cascade);
  if (like !== undefined) refuseChanged(like, record, namedFiles(flags));
  const keep = unfinishedFolder(pattern, flags.share);
  const chosen = given({ together: rest['together'] });
  const outputs = separate ? { outs: videos } : { out: videos[0] };
  return {
    document: samplingDocument({ ...parts, separate }, { sheet: flags.share === undefined }),
    values: { ...resolved, ...outputs, ...chosen, sheet, cascade, comment: commentOf(record), keep: keep ?? '' },
    record,
    videos,
    keep,
  };
}

/** The flags, with the record of the sampling that they go on with. */
function goingOn(flags: SamplingFlags): SamplingFlags {
  if (flags.resume !== true) return flags;
  if (flags.like !== undefined) throw refusal('--resume or --like', 'both', '--resume alone');
  const parts = {
    condition: conditionOf(flags),
    fromFile: flags.from !== undefined,
    showLevels: false,
    separate: false,
  };
  const video = flags.out ?? String(defaultsOf(parts)['out']);
  return { ...flags, like: recordOfUnfinished(unfinishedFolder(video, flags.share), video) };
}

/** Refuse outputs that shares cannot have. */
function refuseShared({ sheet, set }: SamplingFlags, pattern: string): void {
  if (recordBeside(pattern) === undefined || !isSeparate(pattern)) {
    throw refusal('a file for each video beside --share', pattern, "--out 'out/{n}.mp4'");
  }
  if (sheet !== undefined || set['sheet'] !== undefined) {
    throw refusal('no contact sheet beside --share: no process has all videos', '--sheet', 'leave it out');
  }
}

/** Values of the parameters of a document that samples. */
type Resolved = Readonly<Record<'out' | 'sheet' | 'checkpoint' | 'seed' | 'count', unknown>> &
  Readonly<Record<string, unknown>>;

/** The parameters that flags name. */
function parametersOf(flags: SamplingFlags): Record<string, unknown> {
  const { checkpoint, seed, fps, scale, negative, guidance, guidanceInterval: interval, strength, from } = flags;
  const { prompt, class: classes, untilLevel: until, batch: together, precision } = flags;
  const { count = prompt?.length ?? classes?.length } = flags;
  const source = { in: from?.path, at: from?.level };
  return given({
    ...{ checkpoint, precision, seed, fps, scale, negative, guidance, interval, strength, count },
    ...{ prompts: prompt, until, together, ...source },
  });
}

/** The text or class of each video. */
function subjectsOf(
  cascade: Cascade,
  asked: Condition,
  { prompts, labels }: Readonly<Record<string, unknown>>,
): readonly string[] {
  const listed = asked === 'text' ? prompts : asked === 'classes' ? labels : [];
  const subjects = Array.isArray(listed) ? listed.map(String) : String(listed).split(',');
  return asked === 'classes' && subjects.length === 0 ? classNumbers(cascade).map(String) : subjects;
}

/** The files of a sampling that flags name. */
const namedFiles = ({ checkpoint, from, set }: SamplingFlags): readonly string[] => [
  ...(checkpoint === undefined ? [] : ['checkpoint']),
  ...(from === undefined ? [] : ['in']),
  ...Object.keys(set),
];

/** What the flags ask for, whatever the cascade says; else what an earlier sampling asked for. */
function conditionOf(flags: SamplingFlags, earlier: Condition = 'none'): Condition {
  const { prompt, class: label, negative, guidance, guidanceInterval } = flags;
  if (prompt !== undefined && label !== undefined) throw refusal('--prompt or --class', 'both', 'one of them');
  const condition = prompt !== undefined ? 'text' : label !== undefined ? 'classes' : earlier;
  if (negative !== undefined && condition !== 'text') throw needsText('--prompt beside --negative');
  const lone = guidance === undefined ? '--guidance-interval' : '--guidance';
  const guided = guidance !== undefined || guidanceInterval !== undefined;
  if (condition === 'none' && guided) throw needsText(`--prompt or --class beside ${lone}`);
  return condition;
}

/** The cascade that is named, else that of an earlier sampling or of the checkpoint; as the flags say that it is sampled. */
async function cascadeOf(flags: SamplingFlags, checkpoint: string, like?: SamplingRecord): Promise<Cascade> {
  const named = flags.set['cascade'] ?? flags.cascade;
  if (named !== undefined) return sampledBy(readCascade(named), flags);
  return sampledBy(like?.cascade ?? (await readCheckpointCascade(checkpoint)), flags);
}

function refuseMisfit(flags: SamplingFlags, cascade: Cascade): void {
  const { condition, levels } = cascade;
  const has = { none: 'neither texts nor classes', classes: 'classes', text: 'texts' }[condition.kind];
  const instead = { none: 'neither', classes: '--class 0', text: '--prompt "polar bear"' }[condition.kind];
  if (flags.prompt !== undefined && condition.kind !== 'text') {
    throw refusal('--prompt for a cascade with texts', `a cascade with ${has}`, instead);
  }
  if (flags.class !== undefined && condition.kind !== 'classes') {
    throw refusal('--class for a cascade with classes', `a cascade with ${has}`, instead);
  }
  const [asked, wanted] = [flags.prompt ?? flags.class ?? [], flags.prompt === undefined ? '--class' : '--prompt'];
  if (flags.count !== undefined && flags.count < asked.length) {
    throw refusal(
      `a --count of at least the ${asked.length} of ${wanted}`,
      `${flags.count}`,
      `--count ${asked.length}`,
    );
  }
  if (flags.strength !== undefined && flags.from === undefined && flags.like === undefined) {
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
