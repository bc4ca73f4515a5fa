import { expect, test } from '@jest/globals';
import { formatErrors } from '../../../pipelines/docs/format-errors.js';

test('a section for each heading, a row for each code, and what a run exits with', () => {
  const text = formatErrors({
    E_ONE: { section: 'Files', meaning: 'No file', exit: 2, leavesGaps: false },
    E_TWO: { section: 'Files', meaning: 'No disk', exit: 3, leavesGaps: false },
    E_GAP: { section: 'Nodes', meaning: 'No node', exit: 2, leavesGaps: true },
  });
  expect(text).toMatch(/## Files\n\nExit code 2 or 3\.\n\n[^]*\| `E_ONE` \| No file \|[^]*\| `E_TWO` \| No disk \|/);
  expect(text).toMatch(/## Nodes\n\nExit code 2\. .*E_UNREACHABLE/);
});
