import { batch } from '@preact/signals';
import type { Stored } from '../protocol.js';
import { ask } from './ask.js';
import { check } from './check.js';
import { store } from './store.js';
import { tell, trying } from './trying.js';

/** Begin with the document that the studio was started with. */
export const begin = (): Promise<void> =>
  trying(async () => {
    const { document, ...about } = await ask('GET /opening', undefined);
    store.about.value = about;
    show(document);
  });

/** Open another document; what was not saved of this one is lost. */
export const open = (file: string): Promise<void> =>
  trying(async () => show(await ask('GET /document', undefined, { file })));

function show(document: Stored): void {
  batch(() => {
    store.stored.value = document;
    store.text.value = document.text;
    store.values.value = {};
    store.unfolded.value = [];
    store.chosen.value = undefined;
    store.drawing.value = undefined;
    store.verdict.value = undefined;
    store.notice.value = undefined;
  });
  void check();
}

/**
 * Save the text.
 *
 * @param name of a new file, where it is not the one that is open
 */
export const save = (name?: string): Promise<void> =>
  trying(async () => {
    const { value: document } = store.stored;
    if (document === undefined) return;
    const place = name === undefined ? { over: document.version } : { from: document.file };
    const saved = await ask('PUT /document', { file: name ?? document.file, text: store.text.value, ...place });
    batch(() => {
      store.stored.value = saved;
      store.text.value = saved.text;
    });
    tell(`saved ${saved.file}`);
    await check();
  });
