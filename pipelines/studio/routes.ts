import { createRequire } from 'node:module';
import * as t from 'io-ts';
import { isRight } from 'fp-ts/lib/Either.js';
import { HpdmError } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { pagesByFamily } from '../cli/ops/operator-page.js';
import type { Documents } from './documents.js';
import type { Examiner } from './examiner.js';
import type { Protocol } from './protocol.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { readonly version: string };

/** What the routes work with. */
export interface Workplace {
  readonly folder: string;
  /** The document that a page begins with. */
  readonly first: string;
  readonly documents: Documents;
  readonly examiner: Examiner;
}

/** Answers a request, of which the values in the query and the JSON that was sent are known. */
type Route<Answer> = (place: Workplace, query: URLSearchParams, body: unknown) => Answer | Promise<Answer>;

const edited = t.type({ file: t.string, text: t.string });
const question = t.intersection([
  edited,
  t.type({ values: t.record(t.string, t.unknown), open: t.readonlyArray(t.string) }),
]);
const saved = t.intersection([edited, t.partial({ over: t.string, from: t.string })]);

/** What a page may ask for, by method and path; everything else is refused. */
export const ROUTES: { readonly [K in keyof Protocol]: Route<Protocol[K]['answer']> } = {
  'GET /opening': ({ folder, first, documents }) => ({ version, folder, document: documents.read(first) }),
  'GET /operators': () => pagesByFamily(operators).flatMap(([, pages]) => pages),
  'GET /documents': ({ documents }) => documents.list(),
  'GET /document': ({ documents }, query) => documents.read(query.get('file') ?? ''),
  'PUT /document': ({ documents }, _, body) => {
    const { over, from, ...document } = decoded(saved, body);
    return documents.save(document, over, from);
  },
  'POST /check': ({ examiner }, _, body) => examiner.examine(decoded(question, body)),
};

/** What was sent, if it has the right form; fails E_REQUEST. */
function decoded<A>(codec: t.Type<A, A>, body: unknown): A {
  const result = codec.decode(body);
  if (isRight(result)) return result.right;
  const wrong = result.left.map(({ context }) => context.map(({ key }) => key).join('.')).join(', ');
  throw new HpdmError({ code: 'E_REQUEST', expected: codec.name, got: `another form at ${wrong}`, try: RELOAD });
}

const RELOAD = 'load the page again: it may be of another version of hpdm';
