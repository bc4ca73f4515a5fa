import type { GridCell } from '../protocol.js';
import { addressOf } from './address-of.js';
import { said } from './ask.js';
import { store } from './store.js';
import { writeInput } from './write-input.js';

/** The last grid of runs: a row for each value, a column for each seed; a cell shows its video when it is there. */
export function GridTable() {
  const { grid } = store.news.value ?? {};
  if (grid === undefined) return null;
  const { name, seeds, choices, cells } = grid;
  const done = cells.filter(({ phase }) => phase === 'finished').length;
  return (
    <section class="grid" aria-label="Grid">
      <h2>
        Grid <span>{`${done} of ${cells.length}`}</span>
      </h2>
      <div class="scroll" tabIndex={0} role="group" aria-label="Grid of videos">
        <table>
          <thead>
            <tr>
              <th scope="col">{name ?? ''}</th>
              {seeds.map((seed) => (
                <th key={seed} scope="col">
                  seed {seed}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {choices.map((value, row) => (
              <tr key={row}>
                <th scope="row">{name === undefined ? '' : writeInput(value)}</th>
                {cells.slice(row * seeds.length, (row + 1) * seeds.length).map((cell) => (
                  <td key={cell.seed} data-phase={cell.phase}>
                    <Cell cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Cell({ cell: { phase, video, faults = [], seed } }: { cell: GridCell }) {
  const [fault] = faults;
  if (video === undefined || phase !== 'finished') {
    return <span title={fault === undefined ? '' : said(fault)}>{phase === 'finished' ? 'no video' : phase}</span>;
  }
  const result = store.results.value.find((one) => one.video === video);
  const address = addressOf(video, result?.time ?? 0);
  if (/\.(gif|webp)$/.test(video)) return <img src={address} alt={video} />;
  return <video src={address} aria-label={`seed ${seed}, ${video}`} autoplay loop muted playsInline />;
}
