import { batch, computed, signal } from '@preact/signals';
import type { Drawing, News, Opening, Result, Stored, Verdict } from '../protocol.js';

/** The views of the left half of a wide window; a narrow one shows one of all. */
export const LEFT = ['text', 'try'] as const;
/** The views of the right half. */
export const RIGHT = ['graph', 'run', 'results'] as const;

/** A view of the page. */
export type View = (typeof LEFT)[number] | (typeof RIGHT)[number];

/** The document as it is in its file; undefined until the page has begun. */
const stored = signal<Stored | undefined>(undefined);
const text = signal('');
const verdict = signal<Verdict | undefined>(undefined);
const drawing = signal<Drawing | undefined>(undefined);
const view = signal<View>('text');
const left = signal<View>('text');
const right = signal<View>('graph');
const isLeft = (name: View): boolean => (LEFT as readonly View[]).includes(name);

/** What the page knows, and shows. */
export const store = {
  /** The folder and the version of the studio. */
  about: signal<Pick<Opening, 'folder' | 'version'> | undefined>(undefined),
  stored,
  /** The text of the editor. */
  text,
  /** Whether the editor has what the file has not. */
  isChanged: computed(() => stored.value !== undefined && stored.value.text !== text.value),
  /** What the checker says of the text. */
  verdict,
  /** The drawing of the last text without faults. */
  drawing,
  /** Whether the text is newer than the drawing. */
  isStale: computed(() => verdict.value?.drawing === undefined && drawing.value !== undefined),
  /** Values of the document's parameters that are not their defaults. */
  values: signal<Readonly<Record<string, unknown>>>({}),
  /** What of the drawing is unfolded. */
  unfolded: signal<readonly string[]>([]),
  /** The box of the drawing that was chosen. */
  chosen: signal<string | undefined>(undefined),
  /** The view of a narrow window. */
  view,
  /** Whether a view is shown in its half. */
  shown: (name: View): boolean => (isLeft(name) ? left : right).value === name,
  /** Show a view. */
  show: (name: View): void => {
    batch(() => {
      view.value = name;
      (isLeft(name) ? left : right).value = name;
    });
  },
  /** The run that is at work or was the last one; its curves have a message of their own. */
  news: signal<News | undefined>(undefined),
  series: signal<NonNullable<News['series']>>([]),
  /** Whether tiles are drawn over the canvases of a run. */
  showsTiles: signal(true),
  results: signal<readonly Result[]>([]),
  /** The videos that are compared, by their records. */
  compared: signal<readonly string[]>([]),
  /** A line that the editor shows next, of the document that is open. */
  shownLine: signal<{ readonly line: number } | undefined>(undefined),
  /** What the page has to say, until it says something else. */
  notice: signal<{ readonly text: string; readonly bad: boolean } | undefined>(undefined),
};
