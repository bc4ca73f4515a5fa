import type { ComponentChildren } from 'preact';
import type { CascadeFacts, Declared } from '../protocol.js';
import { checkSoon } from './check.js';
import { GridForm } from './grid-form.js';
import { LevelTable } from './level-table.js';
import { readInput } from './read-input.js';
import { store } from './store.js';
import { writeInput } from './write-input.js';

/** The parameters of the document as controls. */
export function TryForm() {
  const { params = {}, cascades = {} } = store.verdict.value ?? {};
  const entries = Object.entries(params);
  if (entries.length === 0) return <p class="empty">The document has no parameters to try.</p>;
  const changed = Object.keys(store.values.value).length;
  return (
    <form class="try" onSubmit={(event) => event.preventDefault()}>
      <div class="head">
        <p>{changed === 0 ? 'All values are those of the document.' : `${changed} changed`}</p>
        <button type="button" disabled={changed === 0} onClick={() => set({})}>
          Reset
        </button>
      </div>
      {entries.map(([name, declared]) => (
        <Control key={name} name={name} declared={declared} cascade={cascades[name]} />
      ))}
      <GridForm params={params} />
    </form>
  );
}

function set(values: Readonly<Record<string, unknown>>): void {
  store.values.value = values;
  checkSoon();
}

/** Give a parameter a value; undefined is the document's own. */
function change(name: string, value: unknown): void {
  const others = Object.entries(store.values.peek()).filter(([other]) => other !== name);
  set(Object.fromEntries(value === undefined ? others : [...others, [name, value]]));
}

interface ControlProps {
  readonly name: string;
  readonly declared: Declared;
  readonly cascade: CascadeFacts | undefined;
}

function Control({ name, declared, cascade }: ControlProps) {
  const id = `value-${name}`;
  const isChanged = Object.hasOwn(store.values.value, name);
  const value = isChanged ? store.values.value[name] : declared.default;
  const fault = store.verdict.value?.faults.find(({ path }) => path === `params.${name}`);
  return (
    <div class="control" data-changed={isChanged}>
      <label for={id}>{name}</label>
      <div>
        <Field id={id} declared={declared} value={value} onChange={(newer) => change(name, newer)} />
        {declared.unit !== undefined && <span class="unit"> {declared.unit}</span>}
        {isChanged && (
          <button type="button" class="plain" onClick={() => change(name, undefined)} aria-label={`Reset ${name}`}>
            ↺
          </button>
        )}
        {declared.description !== undefined && <p id={`${id}-about`}>{declared.description}</p>}
        {fault !== undefined && (
          <p class="bad">{fault.expected === undefined ? fault.message : `expected ${fault.expected}`}</p>
        )}
        {cascade !== undefined && (
          <LevelTable cascade={cascade} value={value} onChange={(newer) => change(name, newer)} name={name} />
        )}
      </div>
    </div>
  );
}

interface FieldProps {
  readonly id: string;
  readonly declared: Declared;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

function Field({ id, declared, value, onChange }: FieldProps) {
  const { type, values = [], min, max, description } = declared;
  const about = description === undefined ? {} : { 'aria-describedby': `${id}-about` };
  if (type === 'bool') {
    return (
      <input
        id={id}
        type="checkbox"
        checked={value === true}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        {...about}
      />
    );
  }
  if (type === 'enum') {
    const options: ComponentChildren = values.map((one) => <option key={one}>{one}</option>);
    return (
      <select id={id} value={String(value)} onChange={({ currentTarget }) => onChange(currentTarget.value)} {...about}>
        {options}
      </select>
    );
  }
  const isNumber = type === 'int' || type === 'number';
  const bounds = {
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    step: type === 'int' ? 1 : 'any',
  };
  return (
    <input
      id={id}
      type={isNumber ? 'number' : 'text'}
      value={writeInput(value)}
      onInput={({ currentTarget }) => onChange(readInput(currentTarget.value, declared))}
      {...(isNumber ? bounds : { spellcheck: false })}
      {...about}
    />
  );
}
