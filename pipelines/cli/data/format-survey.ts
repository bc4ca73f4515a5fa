import { counted, type Cascade } from '../../../dsl/index.js';
import { someOf } from '../../../operators/clips/data-fault.js';
import { lastLevelShape } from '../../../operators/clips/clip-settings.js';
import { formatBytes } from '../../plan/format-bytes.js';
import type { Range, Survey } from './survey.js';

/** What each form of data set is called. */
const FORMS: Readonly<Record<Survey['form'], string>> = {
  folder: 'a folder of videos and pictures',
  captions: 'a list of captions',
  ucf101: 'UCF-101, training part of split 1',
  shards: 'tar files',
  strips: 'a manifest of strips',
};
/** Unreadable clips that are listed. */
const LISTED = 20;

/** The cascade that a survey was made for. */
interface Named {
  readonly name: string;
  readonly cascade: Cascade;
}

type Kinds = Pick<Survey, 'moving' | 'pictures' | 'ofOneFrame'>;

/** The folder of decoded clips. */
interface Cache {
  readonly folder: string;
  readonly bytes: number;
}

/** A survey as text for the terminal. */
export function formatSurvey(survey: Survey, path: string, cascade: Named, cache?: Cache): string {
  const { form, unreadable } = survey;
  const rows: readonly (readonly [string, string])[] = [...ofClips(survey), ...ofCascade(survey, cascade, cache)];
  const lines = rows.map(([name, value]) => `${name.padEnd(10)}  ${value || 'not stated'}`);
  const broken = unreadable.slice(0, LISTED).map(({ name, reason }) => `  ${name}: ${reason}`);
  const more = unreadable.length > LISTED ? [`  and ${unreadable.length - LISTED} more`] : [];
  const list = broken.length === 0 ? [] : ['', 'cannot be read, and would be left out', ...broken, ...more];
  return `${[`${path}, ${FORMS[form]}`, '', ...lines, ...list].join('\n')}\n`;
}

function ofClips({ clips, opened, unreadable, captions, ...survey }: Survey): (readonly [string, string])[] {
  const kinds = kindsOf(survey, unreadable.length);
  const counts: readonly (readonly [string, string])[] =
    opened < clips ? [['clips', `${clips}`], openedOnly(opened, kinds)] : [['clips', `${clips}: ${kinds}`]];
  const sizes = survey.sizes.map(({ width, height, clips }) => `${width}×${height} (${clips})`);
  const lengths = [range(survey.seconds, 's'), range(survey.frames, 'frames')].filter((one) => one !== '');
  const classes = survey.classes.map(({ name, clips }) => `${name} (${clips})`);
  const words = captions.examples.join('; ');
  return [
    ...counts,
    ['unreadable', unreadable.length === 0 ? 'none' : `${unreadable.length}, listed below`],
    ['sizes', someOf(sizes, 6)],
    ['rates', range(survey.rates, 'frames per second')],
    ['lengths', lengths.join(', ')],
    ['classes', classes.length === 0 ? 'none' : `${classes.length}: ${someOf(classes)}`],
    ...(survey.classless.length === 0 ? [] : [inNoClass(survey.classless)]),
    [
      'captions',
      captions.clips === 0 ? 'none' : `of ${counted(captions.clips, 'clip')}, ${captions.distinct} distinct: ${words}`,
    ],
  ];
}

const inNoClass = (names: readonly string[]): readonly [string, string] => [
  'no class',
  `${names.length}, trained on without one: ${someOf(names, 4)}`,
];

/** How many clips are of which kind. */
const kindsOf = ({ moving, pictures, ofOneFrame }: Kinds, unreadable: number): string =>
  [
    `${moving} that ${moving === 1 ? 'moves' : 'move'}`,
    counted(pictures, 'single picture'),
    ...(ofOneFrame === 0 ? [] : [`${counted(ofOneFrame, 'video')} of one frame`]),
    ...(unreadable === 0 ? [] : [`${unreadable} unreadable`]),
  ].join(', ');

const openedOnly = (opened: number, kinds: string): readonly [string, string] => [
  'opened',
  `${opened} of them, spread evenly: ${kinds}; sizes, rates and lengths are of these`,
];

function ofCascade({ forCascade }: Survey, { name, cascade }: Named, cache?: Cache): [string, string][] {
  const [frames, height, width, channels] = lastLevelShape(cascade);
  const holds = cache === undefined ? '' : `; ${cache.folder} has ${formatBytes(cache.bytes)} so far`;
  return [
    ['cascade', `${name}: ${frames}×${height}×${width}, ${channels === 1 ? 'grey' : 'colour'}`],
    ['cache', `${formatBytes(forCascade.cacheBytes)} of decoded clips for this cascade${holds}`],
    ['too short', tooShort(forCascade.tooShort, frames)],
  ];
}

const tooShort = (names: readonly string[], frames: number): string =>
  names.length === 0
    ? 'none'
    : `${names.length} with fewer than ${frames} frames (--short hold or loop uses them): ${someOf(names, 4)}`;

function range(values: Range | undefined, unit: string): string {
  if (values === undefined) return '';
  const [least, most] = values.map((value) => `${Number(value.toFixed(2))}`);
  return `${least === most ? least : `${least}–${most}`} ${unit}`;
}
