import { expect, jest, test } from '@jest/globals';
import type { RunEvent } from '../../../dsl/index.js';
import { createProgress, type ProgressOptions } from '../../../pipelines/cli/progress.js';

/** What a person sees of events where there is no terminal. */
function shown(
  options: ProgressOptions,
  events: readonly RunEvent[],
  wait: (at: number) => void = () => undefined,
): string {
  let text = '';
  const stream = {
    isTTY: false,
    write: (chunk: string) => (text += chunk),
  } as unknown as NodeJS.WriteStream;
  const progress = createProgress(stream, options);
  events.forEach((event, at) => {
    wait(at);
    progress.show(event);
  });
  progress.stop();
  return text;
}
const started: RunEvent = {
  type: 'started',
  nodes: [{ name: 'step', op: 'train.step', total: 3 }],
};
const steps = [1, 2, 3].map((done): RunEvent => ({
  type: 'progress',
  node: 'step',
  done,
}));
const warning: RunEvent = { type: 'warning', node: 'clip', message: 'slow' };

test('a node has a line at first and at its end, with its total', () => {
  const lines = shown({}, [started, ...steps])
    .trimEnd()
    .split('\n');
  expect(lines).toEqual([expect.stringMatching(/^step: 1\/3/), expect.stringMatching(/^step: 3\/3/)]);
});

test('each item of a node has its own pace, also where few of its reports have a line', () => {
  jest.useFakeTimers();
  try {
    // two seconds between reports, but a minute between the items
    const lines = shown({}, [started, ...steps, ...steps], (at) => jest.advanceTimersByTime(at === 4 ? 60_000 : 2000));
    expect(lines.match(/3\/3.*/g)).toEqual(['3/3, 2.0 s each', '3/3, 2.0 s each']);
  } finally {
    jest.useRealTimers();
  }
});

test('without a total there is only a count', () => {
  expect(shown({}, steps.slice(0, 1))).toMatch(/^step: 1(,|\n)/);
});

test('quiet, only warnings are said', () => {
  expect(shown({ quiet: true }, [started, ...steps, warning])).toBe('warning: clip: slow\n');
});

test('the details of a note are for those who ask for them', () => {
  const note: RunEvent = {
    type: 'note',
    node: 'step',
    message: 'starts from a',
    details: ['taken   x', 'new     y [2]'],
  };
  expect(shown({}, [note])).toBe('step: starts from a\n');
  expect(shown({ verbose: true }, [note])).toBe('step: starts from a\n  taken   x\n  new     y [2]\n');
});
