import { expect, test } from '@jest/globals';
import { operatorPage } from '../../../../pipelines/cli/ops/operator-page.js';
import { blur } from './blur.js';

test('the JSON page says the same as plain data', () => {
  expect(JSON.parse(JSON.stringify(operatorPage(blur)))).toMatchObject({
    id: 'image.blur',
    in: [{ name: 'video' }, { name: 'mask', optional: true }, { name: 'more', list: true }],
    with: [
      { name: 'radius', default: 1.5, min: 0, max: 9, unit: 'pixels', required: false },
      { name: 'times', required: true },
    ],
  });
});
