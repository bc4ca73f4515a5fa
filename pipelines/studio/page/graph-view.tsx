import { useEffect, useRef } from 'preact/hooks';
import { effect } from '@preact/signals';
import { Canvas } from './canvas.js';
import { mount } from './mount.js';
import { unfold } from './check.js';
import { store } from './store.js';

/** The drawing of the graph: moved with the pointer or the arrow keys, larger with the wheel or +, unfolded with a click. */
export function GraphView() {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<Canvas>();
  useEffect(() => {
    if (place.current === null) return undefined;
    const own = new Canvas(place.current);
    canvas.current = own;
    const stop = [effect(() => redraw(own)), effect(() => own.mark(store.chosen.value))];
    return () => {
      for (const end of stop) end();
      own.close();
    };
  }, []);
  return (
    <>
      <Tools canvas={() => canvas.current} />
      <div ref={place} class="graph" data-stale={store.isStale.value} />
      {store.isStale.value && <p class="stale">the graph as it was before the faults</p>}
    </>
  );
}

function Tools({ canvas }: { canvas: () => Canvas | undefined }) {
  const { value: drawn } = store.drawing;
  const { value: open } = store.unfolded;
  const isFolded = (drawn?.folded.length ?? 0) > 0;
  return (
    <div class="tools" role="toolbar" aria-label="Drawing">
      <button type="button" onClick={() => unfold([...(drawn?.folded ?? []), ...open])} disabled={!isFolded}>
        Unfold
      </button>
      <button type="button" onClick={() => unfold([])} disabled={open.length === 0}>
        Fold all
      </button>
      <span class="fill" />
      <button type="button" onClick={() => canvas()?.zoom(1 / 1.25)} aria-label="Smaller">
        −
      </button>
      <button type="button" onClick={() => canvas()?.zoom(1.25)} aria-label="Larger">
        +
      </button>
      <button type="button" onClick={() => canvas()?.fit()}>
        Fit
      </button>
    </div>
  );
}

function redraw(canvas: Canvas): void {
  const { value: drawn } = store.drawing;
  if (drawn === undefined) return canvas.clear();
  canvas.show(mount(drawn, act), store.stored.peek()?.file ?? '', store.chosen.peek());
}

/** What a click on a box does: fold or unfold it, or else lead to its line. */
function act(id: string): void {
  const drawn = store.drawing.peek();
  store.chosen.value = id;
  if (drawn === undefined) return;
  const open = store.unfolded.peek();
  if (drawn.unfolded.includes(id)) return unfold(open.filter((one) => one !== id));
  if (drawn.folded.includes(id)) return unfold([...open, id]);
  const spot = drawn.spots[id];
  if (spot === undefined || spot.file !== store.stored.peek()?.file) return;
  if (store.shown('text')) store.shownLine.value = { line: spot.line };
}
