import { expect, test } from '@jest/globals';
import { load } from '../../../../dsl/index.js';
import { operators } from '../../../../operators/index.js';
import { diagramOf } from '../../../../pipelines/cli/draw/diagram.js';
import { toDot } from '../../../../pipelines/cli/draw/dot.js';

test.each(['sample', 'train'])(
  'of %s.yaml, Graphviz finds every port that an edge of the dot file names',
  async (name) => {
    const dot = toDot(diagramOf(await load(`pipelines/${name}.yaml`, {}, operators)));
    for (const line of dot.split('\n').filter((line) => line.includes(' -> '))) {
      const ends = [...line.matchAll(/"([^"]*)":"([^"]*)":[ns]/g)].map(([, node = '', port = '']) => [node, port]);
      expect(ends).toHaveLength(2);
      for (const [node = '', port = ''] of ends) {
        const declared = dot.split('\n').find((other) => other.trimStart().startsWith(`"${node}" [label=<`));
        expect(declared).toContain(`port="${port}"`);
      }
    }
  },
);
