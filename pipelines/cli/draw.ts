import { Command, Option } from 'commander';
import { writeFileSync } from 'node:fs';
import { load } from '../../dsl/index.js';
import { operators } from '../../operators/index.js';
import { diagramOf, type Diagram } from './draw/diagram.js';
import { toDot } from './draw/dot.js';
import { layOut } from './draw/layout.js';
import { toMermaid } from './draw/mermaid.js';
import { toSvg } from './draw/svg.js';
import { setOption } from './options.js';

interface DrawFlags {
  readonly format?: Format;
  readonly out?: string;
  readonly set: Readonly<Record<string, string>>;
}
const FORMATS = {
  mermaid: async (diagram: Diagram) => toMermaid(diagram),
  dot: async (diagram: Diagram) => toDot(diagram),
  svg: async (diagram: Diagram) => toSvg(diagram, await layOut(diagram)),
};
type Format = keyof typeof FORMATS;

/** `hpdm draw`. */
export const drawCommand = (): Command =>
  new Command('draw')
    .argument('<file>', 'pipeline document, YAML or JSON')
    .addOption(new Option('--format <name>', 'what to write').choices(Object.keys(FORMATS)))
    .option('-o, --out <file>', 'file to write')
    .addOption(setOption())
    .action(async (file: string, { format = 'svg', out, set }: DrawFlags) => {
      const graph = await load(file, set, operators);
      const text = await FORMATS[format](diagramOf(graph));
      if (out === undefined) process.stdout.write(text);
      else writeFileSync(out, text);
    });
