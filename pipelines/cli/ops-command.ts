import { Command } from 'commander';
import { HpdmError, suggestion } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { faultsAsJson } from './faults-as-json.js';
import { formatList, formatPage } from './ops/format-page.js';
import { operatorPage, pagesByFamily } from './ops/operator-page.js';

const HELP = `
Examples:
  hpdm ops                   every operator by family, one per line
  hpdm ops denoise.solve     its ports with their types, its parameters with defaults, ranges and units, its body
  hpdm ops --json            everything, for a program`;

/** `hpdm ops`. */
export const opsCommand = (): Command =>
  new Command('ops')
    .argument('[id]', 'operator, as a document names it: patch.tiles')
    .summary('list the operators, or show one')
    .description('List the operators that documents can use, by family, or show the ports and parameters of one.')
    .option('--json', 'the same as JSON')
    .addHelpText('after', HELP)
    .action((id: string | undefined, { json }: { readonly json?: true }) =>
      faultsAsJson(json, () => {
        if (id === undefined) {
          const families = pagesByFamily(operators);
          print(
            json,
            families.flatMap(([, pages]) => pages),
            () => formatList(families),
          );
        } else {
          const page = operatorPage(operatorOf(id));
          print(json, page, () => formatPage(page));
        }
      }),
    );

const print = (json: true | undefined, data: unknown, text: () => string): boolean =>
  process.stdout.write(json === true ? `${JSON.stringify(data, null, 2)}\n` : text());

function operatorOf(id: string): (typeof operators)[string] {
  const operator = operators[id];
  if (operator !== undefined) return operator;
  throw new HpdmError({
    code: 'E_OPERATOR_UNKNOWN',
    expected: 'the id of an operator',
    got: `"${id}"`,
    try: suggestion(id, Object.keys(operators)),
  });
}
