import { expect, test } from '@jest/globals';
import { load, type GraphNode } from '../../../dsl/index.js';
import { operators } from '../../../operators/index.js';

/** The cascades of all nodes that have one, those of bodies too, by the node's name. */
const cascadesOf = (nodes: readonly GraphNode[], prefix = ''): Map<string, unknown> =>
  new Map(
    nodes.flatMap(({ name, settings, body }) => [
      ...('cascade' in settings ? [[prefix + name, settings['cascade']] as const] : []),
      ...cascadesOf(body?.nodes ?? [], `${prefix}${name}/`),
    ]),
  );

test('a cascade that is named once, at the network, reaches every node of the graph and of its bodies', async () => {
  const cascade = 'docs/examples/other-sampler.yaml';
  const sampling = cascadesOf((await load('pipelines/sample.yaml', { cascade }, operators)).nodes);
  const network = sampling.get('model');
  expect(network).toMatchObject({ levels: [{}, { sampler: 'ancestral' }, {}] });
  expect([...sampling.keys()]).toEqual(
    expect.arrayContaining(['level.0.noise', 'level.2.solve', 'level.1.solve/tiles', 'level.1.solve/stitch']),
  );
  for (const found of sampling.values()) expect(found).toEqual(network);
  const training = cascadesOf((await load('pipelines/train.yaml', { cascade }, operators)).nodes);
  expect([...training.keys()].sort()).toEqual(['noise', 'pyramid', 'step']);
  for (const found of training.values()) expect(found).toEqual(network);
});

test('a node may name the cascade itself where it is the same; videos join graphs of different cascades', async () => {
  const same = 'pipelines/cascades/mnist.yaml';
  const other = 'docs/examples/other-sampler.yaml';
  const pyramid = (cascade: string) => ({
    op: 'patch.pyramid',
    in: { video: 'digits.video' },
    with: { cascade: `\${${cascade}}` },
  });
  const noise = (patches: string, cascade = {}) => ({ op: 'noise.add', in: { patches }, with: cascade });
  const document = {
    hpdm: 1 as const,
    params: { same: { type: 'cascade' as const, default: same }, other: { type: 'cascade' as const, default: other } },
    nodes: {
      digits: { op: 'video.moving-digits', with: { count: 1 } },
      a: pyramid('same'),
      b: pyramid('other'),
      c: noise('a.patches', { cascade: '${same}' }),
      d: noise('b.patches'),
    },
    out: { c: 'c.noisy', d: 'd.noisy' },
  };
  const found = cascadesOf((await load(document, {}, operators)).nodes);
  expect(found.get('c')).toEqual(found.get('a'));
  expect(found.get('d')).toEqual(found.get('b'));
  expect(found.get('d')).not.toEqual(found.get('c'));
});
