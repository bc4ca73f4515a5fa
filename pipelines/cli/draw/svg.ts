import type { Box, Diagram, Link, Pin } from './diagram.js';
import { FRAME_INDENT, TITLE_GAP, TYPE, type Area, type Layout, type Point, type Route } from './layout.js';
import { coloursOf, type Colours } from './colours.js';
import { itemAt, entryOf } from '../../../dsl/index.js';

/** Draw a laid-out diagram in colours that follow the reader's light or dark mode. */
export function toSvg(diagram: Diagram, layout: Layout): string {
  const kinds = [...new Set(diagram.links.map(({ kind }) => kind))].sort();
  const classes = new Map([...kinds, ...pinKinds(diagram.boxes)].map((kind) => [kind, className(kind)]));
  const boxes = everyBox(diagram.boxes);
  const [width, height] = [Math.ceil(layout.width), Math.ceil(layout.height) + LEGEND];
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(diagram.title)}</title>`,
    `<style>${styles(classes)}</style>`,
    `<defs>${[...classes].map(([, name]) => arrow(name)).join('')}</defs>`,
    `<rect class="ground" width="${width}" height="${height}" rx="12"/>`,
    `<text class="about" x="28" y="34">${escaped(diagram.title)}</text>`,
    `<text class="file" x="28" y="51">${escaped(diagram.file)}</text>`,
    ...boxes.filter(({ children }) => children.length > 0).map((box) => drawFrame(box, layout)),
    ...diagram.links.map((link, index) => drawLine(link, layout.routes[index], classes)),
    ...boxes.filter(({ children }) => children.length > 0).map((box) => drawTitle(box, layout)),
    ...boxes.filter(({ children }) => children.length === 0).map((box) => drawBox(box, layout)),
    ...boxes.flatMap(({ inputs, outputs }) => [...inputs, ...outputs].map((pin) => drawPin(pin, layout, classes))),
    ...diagram.links.map((link, index) => drawLabel(link, layout.routes[index], classes)),
    legend(kinds, classes, height),
    '</svg>',
  ];
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

/** Height of the legend. */
const LEGEND = 34;
const MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace";
const SANS = "system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif";

function styles(classes: ReadonlyMap<string, string>): string {
  const kinds = (shade: keyof Colours): string =>
    [...classes]
      .map(([kind, name]) => {
        const colour = coloursOf(kind)[shade];
        return `.${name}{stroke:${colour}}.${name}-fill{fill:${colour}}`;
      })
      .join('');
  const neutral = (ground: string, box: string, frame: string, line: string, ink: string, faint: string): string =>
    `.ground{fill:${ground}}.box{fill:${box};stroke:${line}}.group{fill:${frame};stroke:${line}}.body{fill:${box};stroke:${line}}` +
    `.end{fill:${frame};stroke:${line}}.about,.name{fill:${ink}}.file,.op,.key{fill:${faint}}.pin{fill:${box}}.halo{stroke:${ground}}`;
  return [
    `text{font-family:${MONO}}.about{font:600 ${TYPE.about}px ${SANS}}.file{font-size:${TYPE.file}px}.name{font-size:${TYPE.title}px;font-weight:600}`,
    `.op{font-size:${TYPE.subtitle}px}.port{font-size:${TYPE.pin}px}.dim{font-size:${TYPE.label}px}.key{font-size:11px}`,
    '.box,.end{stroke-width:1.2}.group{stroke-width:1}.body{stroke-width:1.2;stroke-dasharray:5 4}',
    '.line{fill:none;stroke-width:1.7}.pin{stroke-width:1.3}.open{stroke-dasharray:2 2}.halo{paint-order:stroke;stroke-width:4;stroke-linejoin:round}',
    neutral('#f8fafc', '#ffffff', '#f1f5f9', '#94a3b8', '#0f172a', '#64748b'),
    kinds('light'),
    `@media(prefers-color-scheme:dark){${neutral('#0d1117', '#161b22', '#12171e', '#57606a', '#e6edf3', '#8b949e')}${kinds('dark')}}`,
  ].join('');
}
const className = (kind: string): string => `k-${kind.replaceAll(/[^A-Za-z0-9]/g, '-')}`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const round = (value: number): number => Math.round(value * 10) / 10;

const everyBox = (boxes: readonly Box[]): Box[] => boxes.flatMap((box) => [box, ...everyBox(box.children)]);
const pinKinds = (boxes: readonly Box[]): string[] =>
  everyBox(boxes).flatMap(({ inputs, outputs }) => [...inputs, ...outputs].map(({ kind }) => kind));

const arrow = (name: string): string =>
  `<marker id="to-${name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto" markerUnits="userSpaceOnUse"><path class="${name}-fill" d="M0 0.6 8 4 0 7.4Z"/></marker>`;

/** A group or a body. */
function drawFrame({ id, form }: Box, { areas }: Layout): string {
  const { x, y, width, height } = entryOf(areas, id);
  return `<rect class="${form}" data-box="${escaped(id)}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="10"/>`;
}

/** The name of a group or a body, at its upper left, drawn over the edges that enter there. */
function drawTitle({ id, title, subtitle }: Box, { areas }: Layout): string {
  const { x, y } = entryOf(areas, id);
  const op =
    subtitle === '' ? '' : `<tspan class="op" dx="${TITLE_GAP}" font-weight="400">${escaped(subtitle)}</tspan>`;
  return `<text class="name halo" data-box="${escaped(id)}" x="${round(x + FRAME_INDENT)}" y="${round(y + 20)}">${escaped(title)}${op}</text>`;
}

function drawBox({ id, form, title, subtitle }: Box, { areas }: Layout): string {
  const { x, y, width, height } = entryOf(areas, id);
  const [middle, centre] = [round(x + width / 2), y + height / 2];
  const radius = form === 'end' ? height / 2 : 7;
  const kind = form === 'end' ? 'end' : 'box';
  const name = `<text class="name" text-anchor="middle" x="${middle}" y="${round(subtitle === '' ? centre + 4 : centre - 1)}">${escaped(title)}</text>`;
  const op =
    subtitle === ''
      ? ''
      : `<text class="op" text-anchor="middle" x="${middle}" y="${round(centre + 13)}">${escaped(subtitle)}</text>`;
  const behind = form === 'stack' ? STACK.map((by) => drawBehind(areas.get(id), by)).join('') : '';
  return `<g data-box="${escaped(id)}">${behind}<rect class="${kind}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${radius}"/>${name}${op}</g>`;
}

/** How far the boxes of a stack stick out, in pixels, the hindmost first. */
const STACK = [8, 4];

/** A box behind the front one of a stack. */
const drawBehind = (area: Area | undefined, by: number): string =>
  area === undefined
    ? ''
    : `<rect class="box" x="${round(area.x + by)}" y="${round(area.y - by)}" width="${round(area.width)}" height="${round(area.height)}" rx="7"/>`;

/** A pin with the port's name in it; dashed if nothing is connected. */
function drawPin({ id, name, kind, linked }: Pin, { areas }: Layout, classes: ReadonlyMap<string, string>): string {
  const { x, y, width, height } = entryOf(areas, id);
  const colour = entryOf(classes, kind);
  return `<rect class="pin ${colour}${linked ? '' : ' open'}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${height / 2}"/><text class="port ${colour}-fill" text-anchor="middle" x="${round(x + width / 2)}" y="${round(y + height / 2 + 3.6)}">${escaped(name)}</text>`;
}

function drawLine({ kind }: Link, route: Route | undefined, classes: ReadonlyMap<string, string>): string {
  if (route === undefined || route.points.length < 2) return '';
  const name = entryOf(classes, kind);
  return `<path class="line ${name}" d="${path(route.points)}" marker-end="url(#to-${name})"/>`;
}

function drawLabel({ kind, label }: Link, route: Route | undefined, classes: ReadonlyMap<string, string>): string {
  const area = route?.label;
  if (area === undefined) return '';
  const name = entryOf(classes, kind);
  const lines = label.map(
    (line, i) =>
      `<tspan x="${round(area.x + 4)}" y="${round(area.y + (i + 1) * (TYPE.label + 3))}">${escaped(line)}</tspan>`,
  );
  return `<text class="dim halo ${name}-fill">${lines.join('')}</text>`;
}

/** A path that is straight within ranks and curved between them; each curve starts and ends downwards. */
function path(points: readonly Point[]): string {
  const steps = points.slice(1).map(({ x, y }, i) => {
    const before = itemAt(points, i);
    const middle = round((before.y + y) / 2);
    if (i % 2 === 1 || before.x === x) return `V${round(y)}`;
    return `C${round(before.x)} ${middle} ${round(x)} ${middle} ${round(x)} ${round(y)}`;
  });
  const start = itemAt(points, 0);
  return `M${round(start.x)} ${round(start.y)}${steps.join('')}`;
}

/** The legend: the colour of each kind, in a row at the bottom. */
function legend(kinds: readonly string[], classes: ReadonlyMap<string, string>, height: number): string {
  let x = 28;
  const items = kinds.map((kind) => {
    const name = entryOf(classes, kind);
    const item = `<path class="line ${name}" d="M${x} ${height - 22}h18"/><text class="key" x="${x + 24}" y="${height - 18}">${escaped(kind)}</text>`;
    x += 24 + Math.ceil(kind.length * 11 * 0.602) + 20;
    return item;
  });
  return items.join('');
}
