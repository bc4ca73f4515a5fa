import { useRef } from 'preact/hooks';

const [LEAST, MOST, STEP] = [20, 80, 2];

/** The border between the two halves, which is moved with the pointer or the arrow keys. */
export function Splitter() {
  const border = useRef<HTMLDivElement>(null);
  const move = (percent: number): void => {
    const share = Math.min(MOST, Math.max(LEAST, percent));
    border.current?.setAttribute('aria-valuenow', share.toFixed(0));
    border.current?.parentElement?.style.setProperty('--left', `${share}%`);
  };
  const now = (): number => Number(border.current?.getAttribute('aria-valuenow'));
  const onMove = (event: PointerEvent): void => {
    if (border.current?.hasPointerCapture(event.pointerId) === true) move((100 * event.clientX) / innerWidth);
  };
  const onKey = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (by !== undefined) move(now() + by);
  };
  return (
    <div
      ref={border}
      class="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the document"
      aria-valuenow={42}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      tabIndex={0}
      onPointerDown={(event) => border.current?.setPointerCapture(event.pointerId)}
      onPointerMove={onMove}
      onKeyDown={onKey}
    />
  );
}
