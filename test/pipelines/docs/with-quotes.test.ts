import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { withQuotes } from '../../../pipelines/docs/with-quotes.js';

const FILE = 'docs/examples/tinted.yaml';

test('a block that quotes a file shows the file as it is; a second time changes nothing', () => {
  const page = `Text.\n\n\`\`\`yaml\n# ${FILE}\nold\n\`\`\`\n\nMore.\n`;
  const made = withQuotes(page);
  expect(made).toContain(`# ${FILE}\n${readFileSync(FILE, 'utf8').trimEnd()}\n\`\`\`\n\nMore.`);
  expect(withQuotes(made)).toBe(made);
});

test('other blocks stay as they are', () => {
  const page = '```yaml\n# a comment\nhpdm: 1\n```\n';
  expect(withQuotes(page)).toBe(page);
});
