import { HpdmError, numbered, suggestion, type Cascade } from '../../../dsl/index.js';
import { readCheckpointClasses } from '../../../operators/training/load-weights.js';
import { classNumbers } from '../../../operators/values/class-numbers.js';

/**
 * The numbers of classes that are asked for by name or number. A name of the checkpoint comes before a number: classes may be called `2019`.
 *
 * fails E_SET for a name that the checkpoint does not know, and a number that the cascade does not have; E_CHECKPOINT_MISSING
 */
export function classLabels(asked: readonly string[], cascade: Cascade, checkpoint: string): readonly number[] {
  const names = readCheckpointClasses(checkpoint) ?? [];
  const numbers = classNumbers(cascade);
  return asked.map((text) => {
    const named = names.indexOf(text);
    const label = named >= 0 ? named : /^\d+$/.test(text) ? Number(text) : NaN;
    if (numbers.includes(label)) return label;
    const range = numbered(numbers.length - 1, '--class', 'a --class');
    throw new HpdmError({
      code: 'E_SET',
      path: '--class',
      expected: names.length === 0 ? range : `${range}, or the name of one`,
      got: text,
      try: names.length === 0 ? '--class 0' : suggestion(text, names, (name) => `--class ${name}`),
    });
  });
}
