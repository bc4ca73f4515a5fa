import { expect, test } from '@jest/globals';
import { createReporter, silent } from '../../../../pipelines/cli/provision/reporter.js';

function reporting(verbose: boolean) {
  const written: string[] = [];
  const stream = { isTTY: false, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  return { reporter: createReporter(stream, verbose), written };
}

test('steps are said; what a command prints only where it is asked for', () => {
  for (const [verbose, lines] of [
    [false, ['hpdm setup: compiling\n']],
    [true, ['hpdm setup: compiling\n', '  | cc main.o\n']],
  ] as const) {
    const { reporter, written } = reporting(verbose);
    reporter.step('compiling');
    reporter.detail('cc main.o');
    expect(written).toEqual(lines);
  }
});

test('a download that has just begun is no line yet', () => {
  const { reporter, written } = reporting(false);
  reporter.bytes(1e6, 2e6);
  reporter.end();
  expect(written).toEqual([]);
});

test('the silent one takes everything', () => {
  expect(() => {
    silent.step('a');
    silent.bytes(1);
    silent.detail('b');
    silent.end();
  }).not.toThrow();
});
