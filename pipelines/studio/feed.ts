import type { ServerResponse } from 'node:http';
import type { News } from './protocol.js';

/** Milliseconds between two messages, and between two with all curves, which are long. */
const [PAUSE_MS, CURVES_MS] = [200, 2000];

/** Tells pages what is new: at once when they come, then a few times a second (server-sent events). */
export class Feed {
  readonly #news: (curves: boolean) => News;
  readonly #pages = new Set<ServerResponse>();
  #waiting: NodeJS.Timeout | undefined;
  #curvesAt = 0;

  /** @param news what there is to tell, with or without curves */
  constructor(news: (curves: boolean) => News) {
    this.#news = news;
  }

  /** How many pages are told. */
  get pages(): number {
    return this.#pages.size;
  }

  /** Tell a page, until it is closed. */
  add(page: ServerResponse, headers: Readonly<Record<string, string>>): void {
    page.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
    page.write(messageOf(this.#news(true)));
    this.#pages.add(page);
    page.on('close', () => this.#pages.delete(page));
  }

  /** Something is new. */
  readonly changed = (): void => {
    this.#waiting ??= setTimeout(() => {
      this.#waiting = undefined;
      this.#tell();
    }, PAUSE_MS);
  };

  close(): void {
    clearTimeout(this.#waiting);
    for (const page of this.#pages) page.end();
  }

  #tell(): void {
    const now = performance.now();
    const { phase } = this.#news(false).run ?? {};
    const isOver = phase === 'finished' || phase === 'failed' || phase === 'stopped';
    const curves = isOver || now - this.#curvesAt >= CURVES_MS;
    if (curves) this.#curvesAt = now;
    const message = messageOf(this.#news(curves));
    for (const page of this.#pages) page.write(message);
  }
}

const messageOf = (news: News): string => `data: ${JSON.stringify(news)}\n\n`;
