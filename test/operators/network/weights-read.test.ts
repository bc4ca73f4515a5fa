import { expect, test } from '@jest/globals';
import { tf } from '../../../operators/tensor/tf.js';
import { declareParameters } from '../../../operators/network/declare-parameters.js';
import { evaluatePyramid } from '../../../operators/network/evaluate-pyramid.js';
import { onTensorflow } from '../../backends.js';
import { smallCascade } from '../../cascade.js';
import { movedNetwork, nestedOrigins, pyramidInputs, someCondition } from '../../network.js';

const CONDITIONS = {
  none: {},
  classes: { condition: { classes: 4 } },
  text: { condition: { text: { width: 5, tokens: 4 } } },
  vector: { condition: { text: { width: 5, tokens: 4, read: 'modulate' as const } } },
  both: { condition: { text: { width: 5, tokens: 4, read: 'both' as const } } },
};

const NETWORKS = (['rin', 'transformer'] as const).flatMap((block) =>
  (['deep', 'shallow', 'none'] as const).flatMap((fusion) =>
    (['none', 'classes', 'text', 'vector', 'both'] as const).flatMap((condition) =>
      (block === 'rin' ? [false, true] : [false]).map((selfCondition) => ({
        ...{ block, fusion, condition, selfCondition },
        pixels: condition === 'vector',
      })),
    ),
  ),
);

onTensorflow('a network', () => {
  test.each(NETWORKS)(
    'reads exactly the weights that it declares: $block, $fusion fusion, condition $condition, self-conditioning $selfCondition, pixels $pixels',
    ({ block, fusion, condition, selfCondition, pixels }) => {
      const network = { block, fusion, selfCondition, pixels, blocks: 2, levelsPerBlock: [2, 3] };
      const cascade = smallCascade({ ...CONDITIONS[condition], network });
      const { weights } = movedNetwork(cascade);
      const read = new Set<string>();
      const watched = new Proxy(weights, {
        get: (all, name: string) => {
          read.add(name);
          return all[name];
        },
      });
      tf.tidy(() => {
        const inputs = pyramidInputs(cascade, 2);
        void evaluatePyramid({ cascade, weights: watched }, inputs, nestedOrigins(2), someCondition(cascade, 2));
      });
      expect([...read].sort()).toEqual(
        declareParameters(cascade)
          .map(({ name }) => name)
          .sort(),
      );
    },
  );
});
