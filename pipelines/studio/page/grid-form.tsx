import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Declared } from '../protocol.js';
import { ask } from './ask.js';
import { isAtWork } from './phases.js';
import { readInput } from './read-input.js';
import { readSeeds } from './read-seeds.js';
import { store } from './store.js';
import { tell, trying } from './trying.js';

type Params = Readonly<Record<string, Declared>>;

/** What was written of a grid; `name` is that of the parameter with a row for each value, empty for a single row. */
interface Written {
  readonly seeds: string;
  readonly name: string;
  readonly choices: string;
}

/** Asks for a grid of runs: seeds, and values of one parameter. */
export function GridForm({ params }: { params: Params }) {
  const [written, setWritten] = useState<Written>({ seeds: '0-3', name: '', choices: '' });
  const { seeds, name, choices } = written;
  const names = Object.keys(params).filter((one) => one !== 'seed' && params[one]?.type !== 'cascade');
  const count = (readSeeds(seeds)?.length ?? 0) * (name === '' ? 1 : choicesOf(choices, params[name]).length);
  const isBusy = isAtWork(store.news.value?.run?.phase);
  return (
    <details class="grid-form">
      <summary>A grid of seeds and values</summary>
      <Row id="grid-seeds" label="seeds">
        <Line id="grid-seeds" value={seeds} onInput={(newer) => setWritten({ ...written, seeds: newer })} />
      </Row>
      <Row id="grid-name" label="rows">
        <select
          id="grid-name"
          value={name}
          onChange={({ currentTarget }) => setWritten({ ...written, name: currentTarget.value, choices: '' })}
        >
          <option value="">one row, with the values above</option>
          {names.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </Row>
      {name !== '' && (
        <Row id="grid-values" label="values">
          <Line id="grid-values" value={choices} onInput={(newer) => setWritten({ ...written, choices: newer })} />
          <p>One for each row; {params[name]?.type === 'list' ? 'semicolons' : 'commas'} between them.</p>
        </Row>
      )}
      <button type="button" disabled={count === 0 || isBusy} onClick={() => void begin(params, written)}>
        {count === 1 ? 'Run 1 cell' : `Run ${count} cells`}
      </button>
    </details>
  );
}

const Row = ({ id, label, children }: { id: string; label: string; children: ComponentChildren }) => (
  <div class="control">
    <label for={id}>{label}</label>
    <div>{children}</div>
  </div>
);

const Line = ({ id, value, onInput }: { id: string; value: string; onInput: (newer: string) => void }) => (
  <input
    id={id}
    type="text"
    value={value}
    spellcheck={false}
    onInput={({ currentTarget }) => onInput(currentTarget.value)}
  />
);

/** The values of the rows; those of a list have commas themselves. */
function choicesOf(text: string, declared: Declared | undefined): readonly unknown[] {
  if (declared === undefined) return [];
  const parts = text.split(declared.type === 'list' ? ';' : ',').map((part) => part.trim());
  return parts.filter((part) => part !== '').map((part) => readInput(part, declared));
}

const begin = (params: Params, { seeds, name, choices }: Written): Promise<void> =>
  trying(async () => {
    const { value: document } = store.stored;
    const read = readSeeds(seeds);
    if (document === undefined) return;
    if (read === undefined) {
      tell('seeds are whole numbers: 1, 5, 8-11', true);
      return;
    }
    const rows = name === '' ? { choices: [null] } : { name, choices: choicesOf(choices, params[name]) };
    const { text, values } = store;
    await ask('POST /grid', { file: document.file, text: text.value, values: values.value, seeds: read, ...rows });
    store.show('results');
  });
