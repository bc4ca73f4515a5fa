import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { Series } from '../protocol.js';
import { store } from './store.js';

/** The numbers that nodes measure, as curves; those of the levels of one number share a plot. */
export function Curves() {
  const groups = new Map<string, Series[]>();
  for (const series of store.series.value) {
    if (series.x.length < 2) continue;
    const name = series.name.replace(/\.\d+$/, '');
    groups.set(name, [...(groups.get(name) ?? []), series]);
  }
  return (
    <div class="curves">
      {[...groups].map(([name, group]) => (
        <Plot key={name} name={name} group={group} />
      ))}
    </div>
  );
}

const HEIGHT = 150;

function Plot({ name, group }: { name: string; group: readonly Series[] }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>();
  const names = group.map((series) => series.name).join();
  useEffect(() => {
    if (place.current === null) return undefined;
    const own = new uPlot(optionsOf(group, place.current.clientWidth), dataOf(group), place.current);
    plot.current = own;
    const sized = new ResizeObserver(([entry]) => {
      if (entry !== undefined) own.setSize({ width: entry.contentRect.width, height: HEIGHT });
    });
    sized.observe(place.current);
    return () => {
      sized.disconnect();
      own.destroy();
    };
  }, [names]);
  useEffect(() => plot.current?.setData(dataOf(group)), [group]);
  const last = group.map(({ y }) => y.at(-1)?.toPrecision(3)).join(', ');
  return (
    <figure class="plot">
      <figcaption>
        {name} <span>{last}</span>
      </figcaption>
      <div ref={place} role="img" aria-label={`Curve of ${name}; now ${last}`} />
    </figure>
  );
}

/** All series over the same steps. */
function dataOf(group: readonly Series[]): uPlot.AlignedData {
  const x = [...new Set(group.flatMap((series) => series.x))].sort((a, b) => a - b);
  const columns = group.map((series) => {
    const at = new Map(series.x.map((step, i) => [step, series.y[i] ?? null]));
    return x.map((step) => at.get(step) ?? null);
  });
  return [x, ...columns];
}

function optionsOf(group: readonly Series[], width: number): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const probe = document.createElement('span');
  document.body.append(probe);
  const colour = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const [ink, line] = [colour('faint'), colour('line')];
  const strokes = ['curve-0', 'curve-1', 'curve-2', 'curve-3', 'curve-4'].map(colour);
  probe.remove();
  const axis = {
    stroke: ink,
    grid: { stroke: line, width: 1 },
    ticks: { show: false },
    font: `11px ${style.fontFamily}`,
  };
  return {
    width,
    height: HEIGHT,
    scales: { x: { time: false } },
    legend: { show: false },
    cursor: { y: false },
    axes: [axis, { ...axis, size: 46 }],
    series: [
      {},
      ...group.map(({ name }, i) => ({
        label: name,
        stroke: strokes[i % strokes.length] ?? ink,
        width: 1.5,
        spanGaps: true,
      })),
    ],
  };
}
