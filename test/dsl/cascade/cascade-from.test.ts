import { expect, test } from '@jest/globals';
import { HpdmError } from '../../../dsl/index.js';
import { cascadeFrom } from '../../../dsl/cascade/cascade-from.js';
import { readCascade } from '../../../dsl/cascade/read-cascade.js';

const presets = { mnist: 'pipelines/cascades/mnist.yaml', 'ucf101-s': 'pipelines/cascades/ucf101-s.yaml' };
const from = (value: unknown, folder = 'pipelines'): unknown =>
  cascadeFrom(value, {
    at: (trail) => ({ place: { file: 'pipelines/mine.yaml' }, path: ['nodes.model.with.cascade', ...trail].join('.') }),
    folder,
    presets,
  });
const faultsOf = (value: unknown) => {
  try {
    from(value);
  } catch (error) {
    if (error instanceof HpdmError) return error.faults;
    throw error;
  }
  throw new Error('nothing is wrong');
};

const mnist = readCascade(presets.mnist);

test('a file relative to the document, a preset by name, and a cascade that was read already', () => {
  expect(from('cascades/mnist.yaml')).toEqual(mnist);
  expect(from('mnist')).toEqual(mnist);
  expect(from(mnist)).toBe(mnist);
});

test('a name without an ending is a preset, even where a folder or file has that name', () => {
  expect(from('mnist', 'test/dsl/cascade')).toEqual(mnist);
});

test('its content, which may change a file or a preset', () => {
  const changes = { network: { width: 64 }, levels: { 2: { steps: 3 } } };
  for (const base of ['cascades/mnist.yaml', 'mnist']) {
    const changed = from({ extends: base, ...changes }) as typeof mnist;
    expect(changed.network).toEqual({ ...mnist.network, width: 64 });
    expect(changed.levels.map(({ steps }) => steps)).toEqual([32, 16, 3]);
  }
});

test('an unknown name is answered with the nearest preset, a missing file with the nearest file', () => {
  expect(faultsOf('ucf101s')).toMatchObject([{ code: 'E_CASCADE_UNKNOWN', try: 'did you mean "ucf101-s"?' }]);
  expect(faultsOf('cascades/mnits.yaml')).toMatchObject([{ code: 'E_FILE', try: 'did you mean "mnist.yaml"?' }]);
});

test('a fault inside names its place in the document', () => {
  expect(faultsOf({ extends: 'mnist', network: { width: 'wide' } })).toMatchObject([
    { code: 'E_SHAPE', path: 'nodes.model.with.cascade.network.width', place: { file: 'pipelines/mine.yaml' } },
  ]);
});

test('what extends a parameter without a value is not known, and a map that is no cascade is a fault at its place', () => {
  expect(from({ extends: undefined, network: { width: 64 } })).toBeUndefined();
  const nested = { extends: { extends: 'mnist', levels: { 0: { steps: 8 } } }, network: { width: 64 } };
  expect(faultsOf(nested)).toContainEqual(
    expect.objectContaining({ code: 'E_SHAPE', path: 'nodes.model.with.cascade.extends' }),
  );
});

test('what a cascade extends is the name of a preset or a file, and advice names the presets', () => {
  expect(faultsOf({ extends: 'mnsit' })).toMatchObject([{ code: 'E_CASCADE_UNKNOWN', try: 'did you mean "mnist"?' }]);
});
