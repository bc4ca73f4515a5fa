import type { ServerResponse } from 'node:http';
import * as t from 'io-ts';
import { isRight } from 'fp-ts/lib/Either.js';
import { HpdmError } from '../../dsl/index.js';
import { pngOf } from '../../operators/pixels/png-of.js';
import { explain } from '../language/explain.js';
import { propose } from '../language/propose.js';
import type { Documents } from './documents.js';
import { documentOfRecord } from './document-of-record.js';
import type { Examiner } from './examiner.js';
import type { Feed } from './feed.js';
import type { Grid } from './grid.js';
import { HEADERS } from './headers.js';
import type { Results } from './results.js';
import type { Runs } from './runs.js';
import { sendFile } from './send-file.js';
import type { Protocol } from './protocol.js';
import { version } from '../../operators/disk/version.js';

/** What the routes work with. */
export interface Workplace {
  readonly folder: string;
  /** The document that a page begins with. */
  readonly first: string;
  readonly documents: Documents;
  readonly examiner: Examiner;
  readonly runs: Runs;
  readonly grid: Grid;
  readonly results: Results;
  readonly feed: Feed;
}

/** Answers a request, of which the values in the query and the JSON that was sent are known. */
type Route<Answer> = (place: Workplace, query: URLSearchParams, body: unknown) => Answer | Promise<Answer>;

const edited = t.type({ file: t.string, text: t.string });
const question = t.intersection([
  edited,
  t.type({ values: t.record(t.string, t.unknown), open: t.readonlyArray(t.string) }),
]);
const run = t.intersection([
  edited,
  t.type({ values: t.record(t.string, t.unknown) }),
  t.partial({ seed: t.number, resume: t.boolean }),
]);
const grid = t.intersection([
  edited,
  t.type({
    values: t.record(t.string, t.unknown),
    seeds: t.readonlyArray(t.number),
    choices: t.readonlyArray(t.unknown),
  }),
  t.partial({ name: t.string }),
]);
const cursor = t.intersection([edited, t.type({ offset: t.number })]);
const made = t.type({ to: t.string, record: t.string });
const saved = t.intersection([edited, t.partial({ over: t.string, from: t.string })]);

/** What a page may ask for, by method and path; everything else is refused. */
export const ROUTES: { readonly [K in keyof Protocol]: Route<Protocol[K]['answer']> } = {
  'GET /opening': ({ folder, first, documents }) => ({ version, folder, document: documents.read(first) }),
  'GET /documents': ({ documents }) => documents.list(),
  'GET /document': ({ documents }, query) => documents.read(query.get('file') ?? ''),
  'PUT /document': ({ documents }, _, body) => {
    const { over, from, ...document } = decoded(saved, body);
    return documents.save(document, over, from);
  },
  'POST /check': ({ examiner }, _, body) => examiner.examine(decoded(question, body)),
  'POST /propose': async ({ documents }, _, body) => {
    const { file, text, offset } = decoded(cursor, body);
    return (await propose({ file: documents.locate(file), text }, offset)) ?? null;
  },
  'POST /explain': async ({ documents }, _, body) => {
    const { file, text, offset } = decoded(cursor, body);
    return (await explain({ file: documents.locate(file), text }, offset)) ?? null;
  },
  'POST /run': async ({ runs, grid }, _, body) => {
    if (grid.isAtWork) throw new HpdmError({ code: 'E_BUSY', expected: 'no grid at work', got: 'one', try: 'stop it' });
    await runs.start(decoded(run, body));
    return null;
  },
  'POST /grid': (place, _, body) => {
    place.grid.start(decoded(grid, body));
    return null;
  },
  'POST /stop': ({ runs, grid }) => {
    grid.stop();
    runs.stop();
    return null;
  },
  'POST /pause': ({ runs }, _, body) => {
    runs.pause(decoded(t.type({ on: t.boolean }), body).on);
    return null;
  },
  'GET /results': ({ results }) => results.list(),
  'POST /make': ({ documents, results }, _, body) => {
    const { to, record } = decoded(made, body);
    const text = documentOfRecord(results.record(record), record, documents.locate(to));
    return documents.save({ file: to, text }, undefined);
  },
};

/** Writes an answer that is not JSON. */
type Stream = (place: Workplace, query: URLSearchParams, response: ServerResponse, range?: string) => unknown;

/** What the page looks at, by path. */
export const STREAMS: Readonly<Record<string, Stream>> = {
  '/events': ({ feed }, _, response) => feed.add(response, HEADERS),
  '/picture': async ({ runs }, query, response) => {
    const node = query.get('node') ?? '';
    const picture = runs.pictureOf(node);
    if (picture === undefined) {
      throw new HpdmError({ code: 'E_REQUEST', expected: 'a node with a picture', got: node, try: RELOAD });
    }
    response.writeHead(200, { ...HEADERS, 'content-type': 'image/png' }).end(await pngOf(picture, false));
  },
  '/result': ({ results }, query, response, range) => {
    const { path, type } = results.file(query.get('file') ?? '');
    return sendFile(response, path, { ...HEADERS, 'content-type': type }, range);
  },
};

/** What was sent, if it has the right form; fails E_REQUEST_FORM. */
function decoded<A>(codec: t.Type<A, A>, body: unknown): A {
  const result = codec.decode(body);
  if (isRight(result)) return result.right;
  const wrong = result.left.map(({ context }) => context.map(({ key }) => key).join('.')).join(', ');
  throw new HpdmError({ code: 'E_REQUEST_FORM', expected: codec.name, got: `another form at ${wrong}`, try: RELOAD });
}

const RELOAD = 'load the page again: it may be of another version of hpdm';
