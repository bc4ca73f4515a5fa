import { expect, test } from '@jest/globals';
import { readSource } from '../../dsl/document/read-source.js';
import { documentOf } from '../../dsl/document/library.js';
import { operators } from '../../operators/index.js';
import { load } from '../../pipelines/api/load.js';
import { builtIn } from '../../pipelines/built-in.js';
import { ownData } from '../../pipelines/cli/own-data.js';
import { trainCommand } from '../../pipelines/cli/train-command.js';

const DOCUMENTS = [
  'level',
  'sample',
  'sample-classes',
  'sample-texts',
  'train',
  'train-classes',
  'train-data',
  'train-data-classes',
  'train-data-texts',
  'transcode',
];

/** Parameters that a document sets to something else than its operators do, because it knows what it shows or trains. */
const CHOSEN = ['fps', 'scale', 'count', 'steps', 'out', 'guidance'];

const document = (name: string) => documentOf(readSource(`pipelines/${name}.yaml`));

/** Parameters that are handed to a setting as they are, with both defaults: `optimiser: adamw, lamb`. */
function disagreements(name: string): string[] {
  const { params = {}, nodes } = document(name);
  return Object.values(nodes).flatMap(({ op = '', with: settings = {} }) =>
    Object.entries(settings).flatMap(([setting, value]) => {
      const [, parameter] = typeof value === 'string' ? (/^\$\{([\w-]+)\}$/.exec(value) ?? []) : [];
      const [own, theirs] = [params[parameter ?? '']?.default, operators[op]?.with[setting]?.default];
      const same = own === undefined || theirs === undefined || JSON.stringify(own) === JSON.stringify(theirs);
      return same ? [] : [parameter ?? ''];
    }),
  );
}

test.each(DOCUMENTS)(
  'a default of %s.yaml is that of the operator it goes to, except where the document chooses',
  (name) => {
    expect(disagreements(name).filter((parameter) => !CHOSEN.includes(parameter))).toEqual([]);
  },
);

test('every exception is one', () => {
  expect(CHOSEN.filter((parameter) => !DOCUMENTS.flatMap(disagreements).includes(parameter))).toEqual([]);
});

test('the defaults of hpdm train are those of train.yaml', async () => {
  const { params = {} } = document('train');
  const defaults = trainCommand().options.flatMap((option) => {
    const name = option.attributeName();
    return option.defaultValue === undefined || !(name in params)
      ? []
      : [[name, option.defaultValue as unknown] as const];
  });
  expect(defaults).toEqual([]);
  expect(params['out']?.default).toBe((await ownData({}, () => undefined)).out);
  for (const [name, value] of defaults) expect({ [name]: params[name]?.default }).toEqual({ [name]: value });
});

const DRAWING = ['noise.canvas', 'denoise.solve', 'context.encode'];

test.each([
  ['sample.yaml', {}],
  ['measure/samples.yaml', {}],
  ['experiments/seams.yaml', {}],
  ['sample-captions.yaml', { data: 'clips.csv' }],
])('the seed of %s is that of all noise; without one, it is that of the run', async (name, values) => {
  const seeds = async (own: object): Promise<unknown[]> => {
    const { nodes } = await load(builtIn(name), { ...values, ...own });
    const drawing = nodes.filter(({ operator }) => DRAWING.includes(operator.id));
    expect(new Set(drawing.map(({ operator }) => operator.id)).size).toBe(DRAWING.length);
    return [...new Set(drawing.map(({ settings }) => settings['seed']))];
  };
  expect(await seeds({ seed: 3 })).toEqual([3]);
  expect(await seeds({})).toEqual([-1]);
});
