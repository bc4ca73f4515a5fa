import { coloursOf } from './colours.js';
import type { Box, Diagram, Link } from './diagram.js';

/** The diagram as a Mermaid flow chart, which GitHub, GitLab and many editors draw within Markdown. */
export function toMermaid({ title, boxes, links }: Diagram): string {
  const lines = [
    ...(title === '' ? [] : ['---', `title: ${JSON.stringify(title)}`, '---']),
    'flowchart TD',
    ...boxes.flatMap((box) => drawBox(box, '  ')),
    ...links.map(drawLink),
    ...links.map(({ kind }, index) => `  linkStyle ${index} stroke:${coloursOf(kind).light}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** A name as a Mermaid identifier, which may have letters, digits and underscores only. */
const identifier = (id: string): string => `n_${id.replaceAll(/[^A-Za-z0-9]/g, '_')}`;
const nodeOf = (pin: string): string => pin.split(/[<>]/)[0] ?? pin;
const portOf = (pin: string): string => pin.split(/[<>]/)[1] ?? '';
const quoted = (text: string): string =>
  `"${text.replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;')}"`;

function drawBox(box: Box, indent: string): string[] {
  const { id, title, subtitle, children } = box;
  const name = identifier(id);
  if (children.length === 0) {
    const text = subtitle === '' ? quoted(title) : quoted(title).replace(/"$/, `<br/><small>${subtitle}</small>"`);
    return [box.form === 'end' ? `${indent}${name}([${text}])` : `${indent}${name}[${text}]`];
  }
  const label = quoted(subtitle === '' ? title : `${title} · ${subtitle}`);
  return [
    `${indent}subgraph ${name}[${label}]`,
    ...children.flatMap((child) => drawBox(child, `${indent}  `)),
    `${indent}end`,
  ];
}

function drawLink({ from, to, label }: Link): string {
  const [output, input] = [portOf(from), portOf(to)];
  const ports = output === input ? output : `${output} → ${input}`;
  const text = quoted([ports, label.at(-1) ?? ''].join(' ').trim());
  return `  ${identifier(nodeOf(from))} -->|${text}| ${identifier(nodeOf(to))}`;
}
