import { RefusedError } from './ask.js';
import { store } from './store.js';

/** Say something at the foot of the page. */
export function tell(text: string, bad = false): void {
  store.notice.value = { text, bad };
}

/** Do something, and say what went wrong if something does. */
export async function trying(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const lost = error instanceof TypeError ? 'the studio does not answer: was it ended?' : String(error);
    tell(error instanceof RefusedError ? error.message : lost, true);
  }
}
