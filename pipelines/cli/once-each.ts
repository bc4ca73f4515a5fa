import type { Command } from 'commander';
import { HpdmError } from '../../dsl/index.js';

/**
 * Make a command refuse a flag of one value that is given twice, of which it would take the last one in silence. Flags that may be repeated say so in
 * their description.
 *
 * fails E_SET when the command line is read
 */
export function onceEach(command: Command): void {
  for (const { name, long, description, required } of command.options.map((option) => ({
    ...{ name: option.name(), long: option.long ?? option.flags, description: option.description },
    required: option.required || option.optional,
  }))) {
    if (!required || description.includes('may be repeated')) continue;
    let before: string | undefined;
    command.on(`option:${name}`, (value: string) => {
      if (before !== undefined) {
        const got = `${long} ${before}, and ${long} ${value}`;
        throw new HpdmError({ code: 'E_SET', path: long, expected: 'one value', got, try: 'one of them' });
      }
      before = value;
    });
  }
}
