import { ask } from './ask.js';
import { store } from './store.js';
import { trying } from './trying.js';

/**
 * Run the text of the editor with the chosen values.
 *
 * @param resume whether it goes on where an earlier training stopped
 */
export const start = (resume = false): Promise<void> =>
  trying(async () => {
    const { value: document } = store.stored;
    if (document === undefined) return;
    const { text, values } = store;
    const going = resume ? { resume } : {};
    await ask('POST /run', { file: document.file, text: text.value, values: values.value, ...going });
    store.notice.value = undefined;
    store.show('run');
  });

/** End the run as Ctrl-C does. */
export const stop = (): Promise<void> =>
  trying(async () => {
    await ask('POST /stop', undefined);
  });

/** Halt the run, or let it go on. */
export const pause = (on: boolean): Promise<void> =>
  trying(async () => {
    await ask('POST /pause', { on });
  });
