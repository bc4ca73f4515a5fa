import { unsavedSource, type Graph, type UnsavedDocument } from '../../dsl/index.js';
import { collapse, foldable } from '../cli/draw/collapse.js';
import { diagramOf, type Box, type Diagram } from '../cli/draw/diagram.js';
import { layOut } from '../cli/draw/layout.js';
import { toSvg } from '../cli/draw/svg.js';
import type { Drawing, Spot } from './protocol.js';

/** Draws graphs as `hpdm draw` does. What was drawn last is kept: most changes of a document change nothing in its drawing. */
export class Drawer {
  #last: { readonly key: string; readonly svg: string } | undefined;

  /**
   * @param open ids of the sub-graphs and copies whose content is shown
   * @param nameOf the name of a file as the page has it
   */
  draw(graph: Graph, open: ReadonlySet<string>, document: UnsavedDocument, nameOf: (path: string) => string): Drawing {
    const whole = diagramOf(graph);
    const shown = collapse(whole, open);
    const key = JSON.stringify(shown);
    const svg = this.#last?.key === key ? this.#last.svg : toSvg(shown, layOut(shown));
    this.#last = { key, svg };
    const known = new Set(foldable(whole));
    const boxes = everyBox(shown).filter(({ id }) => known.has(id));
    const isOpen = ({ children }: Box): boolean => children.length > 0;
    return {
      svg,
      folded: boxes.filter((box) => !isOpen(box)).map(({ id }) => id),
      unfolded: boxes.filter(isOpen).map(({ id }) => id),
      spots: spotsOf(shown, graph, document, nameOf),
    };
  }
}

const everyBox = ({ boxes }: Pick<Diagram, 'boxes'>): Box[] =>
  boxes.flatMap((box) => [box, ...everyBox({ boxes: box.children })]);

/** Where the boxes are written: nodes where their graph says, sub-graphs where the document names them. */
function spotsOf(
  diagram: Diagram,
  { nodes }: Graph,
  document: UnsavedDocument,
  nameOf: (path: string) => string,
): Record<string, Spot> {
  const source = unsavedSource(document);
  const written = new Map(nodes.map(({ name, place }) => [name, place]));
  return Object.fromEntries(
    everyBox(diagram).flatMap(({ id }) => {
      const [top = id] = id.split(/[./]/);
      const { file, line } = written.get(id) ?? source.place(['nodes', top]);
      return line === undefined ? [] : [[id, { file: nameOf(file), line }] as const];
    }),
  );
}
