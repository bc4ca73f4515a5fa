import { batch } from '@preact/signals';
import { ask } from './ask.js';
import { store } from './store.js';
import { trying } from './trying.js';

const PAUSE_MS = 200;
let asked = 0;
let waiting: ReturnType<typeof setTimeout> | undefined;

/** Check the text now. An answer that comes after a newer question counts for nothing. */
export const check = (): Promise<void> =>
  trying(async () => {
    const { value: document } = store.stored;
    if (document === undefined) return;
    clearTimeout(waiting);
    const number = ++asked;
    const { text, values, unfolded, verdict, drawing } = store;
    const question = { file: document.file, text: text.value, values: values.value, open: unfolded.value };
    const answer = await ask('POST /check', question);
    if (number !== asked) return;
    batch(() => {
      verdict.value = answer;
      if (answer.drawing !== undefined) drawing.value = answer.drawing;
    });
  });

/** Check when nothing has changed for a moment. */
export function checkSoon(): void {
  clearTimeout(waiting);
  waiting = setTimeout(() => void check(), PAUSE_MS);
}

/** Take the text of the editor. */
export function write(newer: string): void {
  if (newer === store.text.value) return;
  store.text.value = newer;
  checkSoon();
}

/** Unfold these boxes of the drawing, and no others. */
export function unfold(ids: readonly string[]): void {
  store.unfolded.value = ids;
  void check();
}
