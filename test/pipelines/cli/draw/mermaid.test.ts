import { expect, test } from '@jest/globals';
import { load } from '../../../../dsl/index.js';
import { operators } from '../../../../operators/index.js';
import { diagramOf } from '../../../../pipelines/cli/draw/diagram.js';
import { toMermaid } from '../../../../pipelines/cli/draw/mermaid.js';

test('names with dots and slashes become its identifiers, groups its subgraphs', async () => {
  const mermaid = toMermaid(diagramOf(await load('pipelines/sample.yaml', {}, operators)));
  expect(mermaid).toContain('subgraph n_level_0["level[0]"]');
  expect(mermaid).toContain('n_level_0_noise -->|"canvas [3, n, 16, 16, 1]"| n_level_0_solve');
  const opened = mermaid.split('\n').filter((line) => line.trim().startsWith('subgraph'));
  expect(mermaid.split('\n').filter((line) => line.trim() === 'end')).toHaveLength(opened.length);
});
