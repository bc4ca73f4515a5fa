import { batch } from '@preact/signals';
import type { News } from '../protocol.js';
import { ask } from './ask.js';
import { isAtWork } from './phases.js';
import { store } from './store.js';
import { trying } from './trying.js';

/** Hear what is new of runs, also of one that was started before this page was opened. */
export function listen(): void {
  new EventSource('events').addEventListener('message', ({ data }: MessageEvent<string>) =>
    hear(JSON.parse(data) as News),
  );
}

function hear(news: News): void {
  const before = store.news.peek();
  batch(() => {
    store.news.value = news;
    if (news.series !== undefined) store.series.value = news.series;
  });
  const { run } = news;
  if (before === undefined && run !== undefined && isAtWork(run.phase)) store.show('run');
  const isNext = before?.run?.id !== run?.id;
  const isNew = run !== undefined && (isNext || (!isAtWork(run.phase) && before?.run?.phase !== run.phase));
  if (before === undefined || isNew) void look();
}

/** Look at the results again. */
export const look = (): Promise<void> =>
  trying(async () => {
    store.results.value = await ask('GET /results', undefined);
  });
