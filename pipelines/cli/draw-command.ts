import { extname } from 'node:path';
import { Command, Option } from 'commander';
import { HpdmError } from '../../dsl/index.js';
import { load } from '../api/load.js';
import { replaceFile } from '../../operators/disk/replace-file.js';
import { collapse } from './draw/collapse.js';
import { diagramOf, type Diagram } from './draw/diagram.js';
import { toDot } from './draw/dot.js';
import { layOut } from './draw/layout.js';
import { toMermaid } from './draw/mermaid.js';
import { toSvg } from './draw/svg.js';
import { readsDocument, type Reading } from './reads-document.js';
import { setOption } from './run-flags.js';
import { formatWritten } from './format-written.js';

const FORMATS = {
  mermaid: async (diagram: Diagram) => toMermaid(diagram),
  dot: async (diagram: Diagram) => toDot(diagram),
  svg: async (diagram: Diagram) => toSvg(diagram, layOut(diagram)),
};
type Format = keyof typeof FORMATS;

/** The format for each ending of the file to write. */
const ENDINGS: Readonly<Record<string, Format>> = { '.svg': 'svg', '.dot': 'dot', '.gv': 'dot', '.mmd': 'mermaid' };

interface DrawFlags {
  readonly format?: Format;
  readonly out?: string;
  readonly collapse?: boolean;
  readonly set: Reading['set'];
}

const HELP = `
Boxes are nodes, with their inputs above and their outputs below, coloured by kind. Edges are labelled with dimensions, and with
sizes if they are known. Sub-graphs and levels are groups. A dashed frame is an operator that calls the body drawn inside it.

Examples:
  hpdm draw sample -o sample.svg                        a picture that follows the reader's light or dark mode
  hpdm draw sample cascade=t2v --collapse -o t2v.svg    all levels as one box
  hpdm draw pipelines/train.yaml --format mermaid       for Markdown on GitHub or GitLab
  hpdm draw train --format dot | dot -Tpdf > train.pdf  for Graphviz`;

/** `hpdm draw`. */
export const drawCommand = (): Command =>
  readsDocument(
    new Command('draw')
      .summary('draw the graph of a pipeline document')
      .description('Draw the graph of a pipeline document, checked and with its sub-graphs and levels expanded.')
      .addOption(
        new Option('--format <name>', 'what to write (default: by the ending of the file, else mermaid)').choices(
          Object.keys(FORMATS),
        ),
      )
      .option('--collapse', 'one box for all copies of a repeated node, and one for each sub-graph')
      .option('-o, --out <file>', 'file to write: .svg, .dot, .mmd (default: standard output)')
      .addOption(setOption())
      .addHelpText('after', HELP),
    false,
    async ({ file, set }, { format, out, collapse: folded }: DrawFlags) => {
      const chosen = format ?? formatOf(out);
      const whole = diagramOf(await load(file, set));
      const text = await FORMATS[chosen](folded === true ? collapse(whole) : whole);
      if (out === undefined) process.stdout.write(text);
      else await writeDrawing(out, Buffer.from(text));
    },
  );

/** The format of a file by its ending; without one, Mermaid. */
function formatOf(out = ''): Format {
  const ending = extname(out).toLowerCase();
  const chosen = ending === '' ? 'mermaid' : ENDINGS[ending];
  if (chosen !== undefined) return chosen;
  throw new HpdmError({
    code: 'E_OUTPUT_PATH',
    path: '--out',
    expected: `a file that ends with ${Object.keys(ENDINGS).join(', ')}`,
    got: out,
    try: '--out graph.svg, or say which --format it is',
  });
}

async function writeDrawing(path: string, bytes: Buffer): Promise<void> {
  await replaceFile(path, [bytes], { early: true });
  process.stderr.write(formatWritten([{ path, bytes: bytes.length }]));
}
