import type { Drawing } from '../protocol.js';

/**
 * The drawing as elements of the page: its boxes are buttons for pointer and keyboard.
 *
 * @param act called with the id of a box that was clicked, or chosen with Enter or space
 */
export function mount({ svg, folded, unfolded, spots }: Drawing, act: (id: string) => void): SVGSVGElement {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  const root = document.importNode(parsed, true) as unknown as SVGSVGElement;
  root.querySelector(':scope > title')?.remove();
  root.setAttribute('role', 'group');
  root.setAttribute('aria-label', 'Graph of the document');
  for (const element of root.querySelectorAll('g[data-box], text[data-box]')) {
    const id = element.getAttribute('data-box') ?? '';
    // so that the name of the button, which is its text, has spaces between words
    for (const text of element.querySelectorAll('text, tspan')) text.before(' ');
    const state = folded.includes(id) ? 'false' : unfolded.includes(id) ? 'true' : undefined;
    element.setAttribute('tabindex', '0');
    element.setAttribute('role', 'button');
    element.setAttribute('aria-description', placeOf(spots[id]));
    if (state !== undefined) {
      element.setAttribute('aria-expanded', state);
      element.append(badge(element, state === 'true'));
    }
  }
  listen(root, act);
  return root;
}

const placeOf = (spot: { readonly line: number } | undefined): string =>
  spot === undefined ? '' : `line ${spot.line}`;

function listen(root: SVGSVGElement, act: (id: string) => void): void {
  const idOf = (event: Event): string | null | undefined =>
    (event.target as Element).closest('g[data-box], text[data-box]')?.getAttribute('data-box');
  root.addEventListener('click', (event) => {
    const id = idOf(event);
    if (typeof id === 'string') act(id);
  });
  root.addEventListener('keydown', (event) => {
    const id = idOf(event);
    if (typeof id !== 'string' || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    act(id);
  });
}

/** The sign at a box that can be unfolded (+) or folded (−). */
function badge(element: Element, isOpen: boolean): Element {
  const make = (name: string): Element => document.createElementNS('http://www.w3.org/2000/svg', name);
  if (isOpen) {
    const sign = make('tspan');
    sign.textContent = '  −';
    sign.setAttribute('class', 'badge');
    sign.setAttribute('aria-hidden', 'true');
    return sign;
  }
  const boxes = element.querySelectorAll('rect');
  const box = boxes[boxes.length - 1];
  const at = (name: string): number => Number(box?.getAttribute(name));
  const sign = make('text');
  sign.textContent = '+';
  sign.setAttribute('class', 'name badge');
  sign.setAttribute('aria-hidden', 'true');
  sign.setAttribute('x', `${at('x') + at('width') - 15}`);
  sign.setAttribute('y', `${at('y') + at('height') / 2 + 4}`);
  return sign;
}
