import { expect, test } from '@jest/globals';
import { checkDocument } from '../../../pipelines/cli/check-document.js';
import { builtIn } from '../../../pipelines/built-in.js';

test('a sound document gives its graph, and names the files that a run needs', async () => {
  const { graph, needs } = await checkDocument(builtIn('transcode.yaml'), { in: 'cat.mp4', out: 'cat.gif' });
  expect(graph?.nodes.length).toBeGreaterThan(1);
  expect(needs).toEqual(['no file at cat.mp4']);
});

test('without the values that a run needs there is no graph, and no fault', async () => {
  const { graph, needs } = await checkDocument(builtIn('transcode.yaml'), {});
  expect(graph).toBeUndefined();
  expect(needs).toContain('in=<path>');
});

test('other mistakes are faults', async () => {
  const text = 'hpdm: 1\nparams: { a: { type: int } }\nnodes: { x: { op: none.such } }\n';
  const error: unknown = await checkDocument({ file: 'a.yaml', text }, {}).catch((reason: unknown) => reason);
  expect(String(error)).toMatch(/a\.yaml:3:\d+ {2}nodes\.x\.op {2}E_OPERATOR_UNKNOWN/);
  expect(String(error)).not.toContain('E_PARAM_MISSING');
});
