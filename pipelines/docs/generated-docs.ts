import { readFileSync } from 'node:fs';
import { CODES, load } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { diagramOf } from '../cli/draw/diagram.js';
import { layOut } from '../cli/draw/layout.js';
import { toSvg } from '../cli/draw/svg.js';
import { formatReference } from '../cli/ops/format-reference.js';
import { pagesByFamily } from '../cli/ops/operator-page.js';
import { formatCascade } from './format-cascade.js';
import { formatErrors } from './format-errors.js';
import { TABLES } from './tables.js';
import { withQuotes } from './with-quotes.js';
import { withTables } from './with-tables.js';

/** The documents that are drawn in `docs/`. */
const DRAWN = ['sample', 'train'];

/** The generated files of `docs/`, by their path in the repository, whose root must be the working folder. */
export async function generatedDocs(): Promise<Map<string, string>> {
  const drawings = DRAWN.map(async (name) => {
    const diagram = diagramOf(await load(`pipelines/${name}.yaml`, {}, operators));
    return [`docs/${name}.svg`, toSvg(diagram, layOut(diagram))] as const;
  });
  return new Map([
    ['docs/cascade.md', formatCascade()],
    ['docs/errors.md', formatErrors(CODES)],
    ['docs/operators.md', formatReference(pagesByFamily(operators))],
    ['docs/language.md', withTables(TABLES, withQuotes(readFileSync('docs/language.md', 'utf8')))],
    ...(await Promise.all(drawings)),
  ]);
}
