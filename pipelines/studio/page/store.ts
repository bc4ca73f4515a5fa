import { computed, signal } from '@preact/signals';
import type { Drawing, Opening, Stored, Verdict } from '../protocol.js';

/** The views of the page: those of the left half of a wide window, and those of the right half. */
export type View = 'text' | 'graph';

/** The document as it is in its file; undefined until the page has begun. */
const stored = signal<Stored | undefined>(undefined);
const text = signal('');
const verdict = signal<Verdict | undefined>(undefined);
const drawing = signal<Drawing | undefined>(undefined);

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
  view: signal<View>('text'),
  /** A line that the editor shows next, of the document that is open. */
  shownLine: signal<{ readonly line: number } | undefined>(undefined),
  /** What the page has to say, until it says something else. */
  notice: signal<{ readonly text: string; readonly bad: boolean } | undefined>(undefined),
};
