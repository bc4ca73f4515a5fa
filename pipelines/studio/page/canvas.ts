/** Where a drawing lies in its window, and how large it is shown. */
interface Position {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const [SMALLEST, LARGEST] = [0.1, 3];
/** The smallest size at which a drawing is fitted into its window: smaller, its text could not be read. */
const LEGIBLE = 0.7;
const MARGIN = 12;
/** Pixels of one press of an arrow key. */
const STEP = 60;
/** Pixels that a pointer moves before a press is no click any more. */
const SLACK = 4;

/** The styles of the drawing in the page: it has no ground and no title of its own. */
const STYLE = `
:host { display: block; overflow: hidden; touch-action: none; cursor: grab; }
:host(:active) { cursor: grabbing; }
svg { transform-origin: 0 0; display: block; overflow: visible; }
.ground, .about, .file { display: none; }
[role=button] { cursor: pointer; outline: none; }
g[role=button]:hover rect:last-of-type { stroke: var(--accent); }
text[role=button]:hover, .badge { fill: var(--accent); }
[role=button]:focus-visible rect, .chosen rect { stroke: var(--accent); stroke-width: 2.5; }
text[role=button]:focus-visible, text.chosen { fill: var(--accent); text-decoration: underline; }`;

/** The window of a drawing. The drawing is moved as a whole, which the browser does without drawing it again. */
export class Canvas {
  readonly #host: HTMLElement;
  readonly #root: ShadowRoot;
  #svg: SVGSVGElement | undefined;
  #file = '';
  #at: Position = { x: 0, y: 0, scale: 1 };
  readonly #listening = new AbortController();

  /** @param host an element that shows nothing else; the styles of the drawing stay within it */
  constructor(host: HTMLElement) {
    this.#host = host;
    this.#root = host.attachShadow({ mode: 'open' });
    const style = document.createElement('style');
    style.textContent = STYLE;
    this.#root.append(style);
    host.tabIndex = 0;
    host.setAttribute('role', 'application');
    host.setAttribute(
      'aria-label',
      'Graph: arrow keys move it, + and − change its size, 0 fits it, Tab goes to its boxes',
    );
    this.#listen();
  }

  /**
   * Show a drawing in the place of another one. The same file stays where it is.
   *
   * @param anchor the box that stays at its place
   */
  show(svg: SVGSVGElement, file: string, anchor: string | undefined): void {
    const before = this.#placeOf(anchor);
    const isFirst = this.#svg === undefined || this.#file !== file;
    this.#svg?.remove();
    this.#svg = svg;
    this.#file = file;
    this.#root.append(svg);
    if (isFirst) return this.fit();
    const after = this.#placeOf(anchor);
    if (before !== undefined && after !== undefined) this.#move(before.x - after.x, before.y - after.y);
    this.mark(anchor);
  }

  /** Show nothing. */
  clear(): void {
    this.#svg?.remove();
    this.#svg = undefined;
  }

  /** Mark the chosen box. */
  mark(id: string | undefined): void {
    for (const box of this.#root.querySelectorAll('.chosen')) box.classList.remove('chosen');
    if (id !== undefined) this.#boxOf(id)?.classList.add('chosen');
  }

  /** Show the whole drawing, or its upper part where it would be too small to read. */
  fit(): void {
    const { clientWidth: width, clientHeight: height } = this.#host;
    if (this.#svg === undefined || width === 0) return;
    const own = { width: this.#svg.width.baseVal.value, height: this.#svg.height.baseVal.value };
    const whole = Math.min((width - 2 * MARGIN) / own.width, (height - 2 * MARGIN) / own.height, 1.25);
    const scale = Math.max(LEGIBLE, whole);
    const x = Math.max(MARGIN, (width - own.width * scale) / 2);
    this.#put({ x, y: Math.max(MARGIN - 30, (height - own.height * scale) / 2), scale });
  }

  /** Change the size around a point of the window; by default its middle. */
  zoom(by: number, x = this.#host.clientWidth / 2, y = this.#host.clientHeight / 2): void {
    const scale = Math.min(LARGEST, Math.max(SMALLEST, this.#at.scale * by));
    const ratio = scale / this.#at.scale;
    this.#put({ x: x - (x - this.#at.x) * ratio, y: y - (y - this.#at.y) * ratio, scale });
  }

  close(): void {
    this.#listening.abort();
  }

  #boxOf(id: string): Element | null {
    return this.#root.querySelector(`g[data-box="${CSS.escape(id)}"], text[data-box="${CSS.escape(id)}"]`);
  }

  #placeOf(id: string | undefined): DOMRect | undefined {
    return id === undefined ? undefined : this.#boxOf(id)?.getBoundingClientRect();
  }

  #move(x: number, y: number): void {
    this.#put({ ...this.#at, x: this.#at.x + x, y: this.#at.y + y });
  }

  #put(at: Position): void {
    this.#at = at;
    if (this.#svg !== undefined) this.#svg.style.transform = `translate(${at.x}px, ${at.y}px) scale(${at.scale})`;
  }

  #listen(): void {
    const { signal } = this.#listening;
    const fitted = new ResizeObserver(() => this.fit());
    fitted.observe(this.#host);
    signal.addEventListener('abort', () => fitted.disconnect());
    this.#host.addEventListener('wheel', (event) => this.#onWheel(event), { signal, passive: false });
    this.#host.addEventListener('keydown', (event) => this.#onKey(event), { signal });
    this.#onDrag(signal);
  }

  #onWheel(event: WheelEvent): void {
    event.preventDefault();
    const { left, top } = this.#host.getBoundingClientRect();
    if (event.ctrlKey || event.metaKey) {
      this.zoom(Math.exp(-event.deltaY / 200), event.clientX - left, event.clientY - top);
    } else this.#move(-event.deltaX, -event.deltaY);
  }

  #onKey(event: KeyboardEvent): void {
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => this.#move(STEP, 0),
      ArrowRight: () => this.#move(-STEP, 0),
      ArrowUp: () => this.#move(0, STEP),
      ArrowDown: () => this.#move(0, -STEP),
      '+': () => this.zoom(1.25),
      '-': () => this.zoom(1 / 1.25),
      '0': () => this.fit(),
    };
    const act = event.ctrlKey || event.metaKey ? undefined : moves[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  }

  /** Move with one pointer; two of them, fingers, change the size. */
  #onDrag(signal: AbortSignal): void {
    const down = new Map<number, { readonly x: number; readonly y: number }>();
    let moved = 0;
    const end = (event: PointerEvent): void => void down.delete(event.pointerId);
    const on = (
      type: 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel',
      act: (event: PointerEvent) => void,
    ) => this.#host.addEventListener(type, act, { signal });
    on('pointerdown', (event) => {
      down.set(event.pointerId, { x: event.clientX, y: event.clientY });
      moved = 0;
    });
    on('pointermove', (event) => {
      const before = down.get(event.pointerId);
      if (before === undefined) return;
      const now = { x: event.clientX, y: event.clientY };
      const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
      const { left, top } = this.#host.getBoundingClientRect();
      const [x, y] = [now.x - before.x, now.y - before.y];
      moved += Math.hypot(x, y);
      if (moved > SLACK && !this.#host.hasPointerCapture(event.pointerId))
        this.#host.setPointerCapture(event.pointerId);
      if (other === undefined) this.#move(x, y);
      else {
        const ratio = apart(now, other) / apart(before, other);
        this.zoom(ratio, (now.x + other.x) / 2 - left, (now.y + other.y) / 2 - top);
      }
      down.set(event.pointerId, now);
    });
    on('pointerup', end);
    on('pointercancel', end);
  }
}

const apart = (a: { readonly x: number; readonly y: number }, b: { readonly x: number; readonly y: number }): number =>
  Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
