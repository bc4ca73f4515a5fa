import type { Fault } from '../../../dsl/index.js';
import { open } from './open.js';
import { store } from './store.js';

/** What is wrong with the document, in the checker's words; a click leads to the line. */
export function Faults() {
  const { value } = store.verdict;
  if (value === undefined) return null;
  const { faults, needs, nodes } = value;
  if (faults.length === 0) {
    return (
      <p class="sound">
        <span aria-hidden="true">✓ </span>
        {nodes === undefined ? 'Nothing wrong' : `Nothing wrong, ${nodes} ${nodes === 1 ? 'node' : 'nodes'}`}
        {needs.length > 0 && <span class="needs">; a run needs {needs.join(', ')}</span>}
      </p>
    );
  }
  return (
    <div class="faults">
      <h2>{faults.length === 1 ? '1 fault' : `${faults.length} faults`}</h2>
      <ul>
        {faults.map((fault, i) => (
          <li key={i}>
            <OneFault fault={fault} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function OneFault({ fault }: { fault: Fault }) {
  const { place, path, code, message, expected, got, usedBy } = fault;
  const here = place === undefined || place.file === store.stored.value?.file;
  const where = place === undefined ? '' : `${here ? 'line ' : `${place.file}:`}${place.line ?? 1}`;
  return (
    <button type="button" class="fault" onClick={() => void lead(fault)}>
      <span class="where">
        <b>{where}</b> {path} <i>{code}</i>
      </span>
      {message !== undefined && <span>{message}</span>}
      {expected !== undefined && <Row name="expected" value={expected} />}
      {got !== undefined && <Row name="got" value={got} />}
      {fault.try !== undefined && <Row name="try" value={fault.try} />}
      {usedBy !== undefined && <Row name="used by" value={usedBy} />}
    </button>
  );
}

const Row = ({ name, value }: { name: string; value: string }) => (
  <span class="row">
    <em>{name}</em> <code>{value}</code>
  </span>
);

/** Show the line of a fault, in its file. */
async function lead({ place }: Fault): Promise<void> {
  if (place === undefined) return;
  if (place.file !== store.stored.value?.file) await open(place.file);
  store.show('text');
  store.shownLine.value = { line: place.line ?? 1 };
}
