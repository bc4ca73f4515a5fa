import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HpdmError, type Fault } from '../../dsl/index.js';
import { Documents } from './documents.js';
import { Examiner } from './examiner.js';
import { Feed } from './feed.js';
import { Grid } from './grid.js';
import { HEADERS } from './headers.js';
import { pageFiles, type PageFile } from './page-files.js';
import type { Protocol } from './protocol.js';
import { readBody } from './read-body.js';
import { refuseForeign } from './refuse-foreign.js';
import { Results } from './results.js';
import { ROUTES, STREAMS, type Workplace } from './routes.js';
import { canPause } from './run-process.js';
import { Runs } from './runs.js';

/** A studio that is running. */
export interface Studio {
  /** The address of its page, with the token. */
  readonly url: string;
  /** How many pages are open. */
  pages(this: void): number;
  /** Stop the run that is at work, as Ctrl-C does, wait for its end, and serve no longer. A second call gives the run up. */
  close(this: void): Promise<void>;
}

/** What a studio is started with. */
export interface StudioOptions {
  /** The folder of the documents and of what is made. */
  readonly folder: string;
  /** The document that it shows first: a file, or the name of one that comes with hpdm. */
  readonly document: string;
  /** Default: 4736, or any other one if that is taken. */
  readonly port?: number | undefined;
}

/** HPDM on the keys of a telephone. */
const USUAL_PORT = 4736;

/**
 * Serve the studio's page on this machine alone, to whoever has its token.
 *
 * fails E_PORT; and like `Documents.read` for the document
 */
export async function serveStudio({ folder, document, port }: StudioOptions): Promise<Studio> {
  const documents = new Documents(folder, document);
  documents.read(document);
  const place = workplace(folder, document, documents);
  const files = await pageFiles();
  const token = randomBytes(16).toString('hex');
  const server = createServer((request, response) => {
    void answer(request, response, { place, files, token }).catch((error: unknown) => refuse(response, error));
  });
  await listen(server, port);
  const { port: own } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    place.grid.stop();
    await place.runs.close();
    place.feed.close();
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${own}/${token}/`, pages: () => place.feed.pages, close };
}

function workplace(folder: string, first: string, documents: Documents): Workplace {
  const feed: Feed = new Feed((curves) => {
    const { view: run, series } = runs;
    const { view } = grid;
    return {
      ...(run === undefined ? {} : { run }),
      ...(view === undefined ? {} : { grid: view }),
      ...(curves ? { series } : {}),
      canPause,
    };
  });
  const runs = new Runs(documents, feed.changed);
  const grid = new Grid(runs, feed.changed);
  return {
    folder,
    first,
    documents,
    examiner: new Examiner(documents),
    runs,
    grid,
    results: new Results(folder),
    feed,
  };
}

async function listen(server: Server, port: number | undefined): Promise<void> {
  const tries = port === undefined ? [USUAL_PORT, 0] : [port];
  for (const [i, one] of tries.entries()) {
    try {
      await once(server.listen(one, '127.0.0.1'), 'listening');
      return;
    } catch (error) {
      if (i < tries.length - 1) continue;
      const [expected, got] = ['a port that is free', `${one}: ${(error as Error).message}`];
      throw new HpdmError({ code: 'E_PORT', path: '--port', expected, got, try: 'no --port: a free one is found' });
    }
  }
}

/** What every answer needs. */
interface Serving {
  readonly place: Workplace;
  readonly files: ReadonlyMap<string, PageFile>;
  readonly token: string;
}

async function answer(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const { method = 'GET', headers, url = '/', socket } = request;
  const { pathname, searchParams } = refuseForeign({ url, headers }, socket.localPort ?? 0, serving.token);
  const file = method === 'GET' ? serving.files.get(pathname) : undefined;
  if (file !== undefined) {
    send(response, 200, file.type, file.bytes);
    return;
  }
  const stream = method === 'GET' && Object.hasOwn(STREAMS, pathname) ? STREAMS[pathname] : undefined;
  if (stream !== undefined) {
    await stream(serving.place, searchParams, response, headers.range);
    return;
  }
  const asked = `${method} ${pathname}`;
  if (!isRoute(asked)) {
    const [expected, got] = ['something that the page asks for', asked];
    throw new HpdmError({ code: 'E_REQUEST', expected, got, try: 'load the page again' });
  }
  const result = await ROUTES[asked](serving.place, searchParams, await readBody(request, headers));
  send(response, 200, JSON_TYPE, Buffer.from(JSON.stringify(result)));
}

const isRoute = (asked: string): asked is keyof Protocol => Object.hasOwn(ROUTES, asked);

const JSON_TYPE = 'application/json; charset=utf-8';

function send(response: ServerResponse, status: number, type: string, bytes: Buffer): void {
  response.writeHead(status, { ...HEADERS, 'content-type': type, 'content-length': bytes.length }).end(bytes);
}

const STATUS: Readonly<Record<string, number>> = {
  E_FOREIGN: 403,
  E_OUTSIDE: 403,
  E_REQUEST: 404,
  E_FILE: 404,
  E_FILE_MISSING: 404,
  E_CHANGED: 409,
  E_BUSY: 409,
  E_TOO_LARGE: 413,
};

function refuse(response: ServerResponse, error: unknown): void {
  const faults = error instanceof HpdmError ? error.faults : [bug(error)];
  const status = error instanceof HpdmError ? (STATUS[error.code] ?? 400) : 500;
  if (response.headersSent) response.destroy();
  else {
    // what is left of a request that was refused is not read
    response.setHeader('connection', 'close');
    send(response, status, JSON_TYPE, Buffer.from(JSON.stringify({ faults })));
  }
}

const bug = (error: unknown): Fault => ({
  code: 'E_STUDIO_FAILED',
  message: error instanceof Error ? (error.stack ?? error.message) : String(error),
});
