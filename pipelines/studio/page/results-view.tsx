import type { Result } from '../protocol.js';
import { ask } from './ask.js';
import { Comparison } from './comparison.js';
import { GridTable } from './grid-table.js';
import { Moving } from './moving.js';
import { open } from './open.js';
import { store } from './store.js';
import { tell, trying } from './trying.js';
import { writeInput } from './write-input.js';

/** The videos that were made, the newest first; two of them side by side. */
export function ResultsView() {
  const { value: results } = store.results;
  const { value: compared } = store.compared;
  const chosen = compared.flatMap((record) => results.find((one) => one.record === record) ?? []);
  const [a, b] = chosen;
  if (results.length === 0 && store.news.value?.grid === undefined) {
    return (
      <div class="empty">
        <p>No results yet.</p>
        <p>Videos under out/ are shown here, with the record that stands beside each of them.</p>
      </div>
    );
  }
  return (
    <div class="results">
      {a !== undefined && b !== undefined && <Comparison a={a} b={b} onClose={() => (store.compared.value = [])} />}
      <GridTable />
      <ul class="gallery">
        {results.map((result) => (
          <li key={`${result.record} ${result.time}`}>
            <Card result={result} isChosen={compared.includes(result.record)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Card({ result, isChosen }: { result: Result; isChosen: boolean }) {
  const { record, video, time, parameters, seconds, made } = result;
  const name = video.replace(/^out\//, '');
  const choose = (): void => {
    const others = store.compared.peek().filter((one) => one !== record);
    store.compared.value = isChosen ? others : [...others, record].slice(-2);
  };
  return (
    <article class="card" data-chosen={isChosen}>
      <Moving file={video} time={time} label={name} />
      <h2>{name}</h2>
      <p class="facts">{factsOf(parameters)}</p>
      <p class="made">
        {[made, seconds === undefined ? '' : `${seconds.toFixed(1)} s`].filter((one) => one !== '').join(' · ')}
      </p>
      <div class="actions">
        <button type="button" aria-pressed={isChosen} onClick={choose}>
          Compare
        </button>
        <button type="button" onClick={() => make(record)}>
          Make a document
        </button>
      </div>
    </article>
  );
}

/** What tells one video from others: of its parameters, those that people ask for. */
function factsOf(parameters: Readonly<Record<string, unknown>>): string {
  const shown = ['prompts', 'labels', 'seed', 'guidance', 'count'].filter((name) => parameters[name] !== undefined);
  return shown.map((name) => `${name} ${writeInput(parameters[name])}`).join(' · ');
}

/** Make a document that makes a video again, and open it. */
function make(record: string): void {
  const usual = `${
    record
      .split('/')
      .at(-1)
      ?.replace(/\.json$/, '') ?? 'mine'
  }.yaml`;
  const to = prompt('Name of the document, in the folder of the studio', usual);
  if (to === null || to === '') return;
  void trying(async () => {
    const { file } = await ask('POST /make', { to, record });
    await open(file);
    store.show('text');
    tell(`made ${file}`);
  });
}
