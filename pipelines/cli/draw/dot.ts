import { coloursOf } from './colours.js';
import type { Box, Diagram, Link, Pin } from './diagram.js';

/** The diagram in Graphviz's language: `hpdm draw FILE --format dot | dot -Tpdf`. */
export function toDot({ title, boxes, links }: Diagram): string {
  const lines = [
    'digraph hpdm {',
    `  graph [label=${quoted(title)} labelloc=t rankdir=TB compound=true fontname="Helvetica" fontsize=18 nodesep=0.3 ranksep=0.5]`,
    '  node [shape=plain fontname="Helvetica" fontsize=11]',
    '  edge [fontname="Courier" fontsize=9 arrowsize=0.7]',
    ...boxes.flatMap((box) => drawBox(box, '  ')),
    ...links.map((link) => drawLink(link)),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function drawBox(box: Box, indent: string): string[] {
  const { id, title, subtitle, children, form } = box;
  if (children.length === 0) return [`${indent}${quoted(id)} [label=<${table(box)}>]`];
  const style = form === 'body' ? 'rounded,dashed' : 'rounded';
  const inner = `${indent}  `;
  const label = subtitle === '' ? title : `${title}  (${subtitle})`;
  return [
    `${indent}subgraph ${quoted(`cluster ${id}`)} {`,
    `${inner}graph [label=${quoted(label)} style=${quoted(style)} color="#94a3b8" fontsize=12]`,
    ...children.flatMap((child) => drawBox(child, inner)),
    `${indent}}`,
  ];
}

/** A node as an HTML table: a row of inputs, the name, a row of outputs. */
function table({ title, subtitle, inputs, outputs }: Box): string {
  const row = (pins: readonly Pin[], side: string): string =>
    pins.length === 0
      ? ''
      : `<tr><td border="0"><table border="0" cellborder="1" cellspacing="2"><tr>${pins.map((pin) => cell(pin, side)).join('')}</tr></table></td></tr>`;
  const name = `<b>${escaped(title)}</b>${subtitle === '' ? '' : `<br/><font point-size="9">${escaped(subtitle)}</font>`}`;
  const body = `${row(inputs, 'in')}<tr><td border="0">${name}</td></tr>${row(outputs, 'out')}`;
  return `<table border="1" cellborder="0" cellspacing="0" style="rounded" color="#94a3b8">${body}</table>`;
}

const cell = ({ name, kind }: Pin, side: string): string =>
  `<td port="${side} ${escaped(name)}" color="${coloursOf(kind).light}"><font point-size="8">${escaped(name)}</font></td>`;

function drawLink({ from, to, kind, label }: Link): string {
  const colour = coloursOf(kind).light;
  const text =
    label.length === 0 ? '' : ` label=${quoted(label.join('\\n')).replaceAll('\\\\n', '\\n')} fontcolor="${colour}"`;
  return `  ${end(from, '>', 'out', 's')} -> ${end(to, '<', 'in', 'n')} [color="${colour}"${text}]`;
}

function end(pin: string, mark: string, side: string, compass: string): string {
  const [node = '', port = ''] = pin.split(mark);
  return `${quoted(node)}:${quoted(`${side} ${port}`)}:${compass}`;
}
