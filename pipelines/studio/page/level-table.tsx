import type { CascadeFacts } from '../protocol.js';
import { changeLevel, type LevelChange } from './change-level.js';

interface LevelTableProps {
  readonly cascade: CascadeFacts;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly name: string;
}

/** How the levels of a cascade are sampled: what differs from its file. */
export function LevelTable(props: LevelTableProps) {
  return (
    <table class="levels">
      <thead>
        <tr>
          <th scope="col">level</th>
          <th scope="col">size</th>
          <th scope="col">steps</th>
          <th scope="col">overlap</th>
        </tr>
      </thead>
      <tbody>
        {props.cascade.levels.map((_, level) => (
          <LevelRow key={level} {...props} level={level} />
        ))}
      </tbody>
    </table>
  );
}

function LevelRow({ cascade, value, onChange, name, level }: LevelTableProps & { readonly level: number }) {
  const changes = (value as { levels?: Readonly<Record<number, LevelChange>> } | undefined)?.levels ?? {};
  const own = changes[level] ?? {};
  const { size = [], steps = 0, overlap = [] } = cascade.levels[level] ?? {};
  const put = (change: LevelChange): void => onChange(changeLevel(value, cascade, level, change));
  const wide = (part: number | undefined): LevelChange => ({
    overlap: part === undefined ? undefined : [overlap[0] ?? 0, part, part],
  });
  return (
    <tr>
      <th scope="row">{level}</th>
      <td>{size.join('×')}</td>
      <td>
        <Cell
          label={`${name}, level ${level}, steps`}
          value={own.steps}
          usual={steps}
          step={1}
          onChange={(steps) => put({ steps })}
        />
      </td>
      <td>
        <Cell
          label={`${name}, level ${level}, overlap`}
          value={own.overlap?.[1]}
          usual={overlap[1] ?? 0}
          step={0.0625}
          onChange={(part) => put(wide(part))}
        />
      </td>
    </tr>
  );
}

interface CellProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly usual: number;
  readonly step: number;
  readonly onChange: (value: number | undefined) => void;
}

const Cell = ({ label, value, usual, step, onChange }: CellProps) => (
  <input
    type="number"
    aria-label={label}
    min={0}
    step={step}
    placeholder={`${usual}`}
    value={value ?? ''}
    data-changed={value !== undefined}
    onInput={({ currentTarget: { value: text } }) => onChange(text === '' ? undefined : Number(text))}
  />
);
