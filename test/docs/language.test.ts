import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { load, readCascade } from '../../index.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-language-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const markdown = readFileSync('docs/language.md', 'utf8');
const blocks = [...markdown.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, text = ''], index) => {
  const quoted = /^# (\S+\.yaml)\n/.exec(text)?.[1];
  return { name: quoted ?? /about: (.*)/.exec(text)?.[1] ?? `block ${index}`, quoted, text };
});

describe('docs/language.md', () => {
  test('shows documents', () => {
    expect(blocks.length).toBeGreaterThan(8);
  });

  test.each(blocks)('$name: nothing is wrong with it', async ({ quoted, text }) => {
    const file = quoted ?? join(folder, 'document.yaml');
    if (quoted === undefined) writeFileSync(file, text);
    if (/^cascade: 1$|^extends: .*cascades\//m.test(text)) expect(readCascade(file).levels.length).toBeGreaterThan(1);
    else
      expect(
        (await load(file, text.includes('in: { type: path }') ? { in: 'cat.mp4' } : {})).nodes.length,
      ).toBeGreaterThan(0);
  });

  test('its links lead somewhere', () => {
    const headingsOf = (text: string): string[] =>
      [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-'));
    const links = [...markdown.matchAll(/\]\(([^)]+)\)/g)].map(([, to = '']) => to);
    expect(links.length).toBeGreaterThan(5);
    for (const to of links) {
      const [file = '', heading] = to.split('#');
      if (file !== '') expect(existsSync(join('docs', file))).toBe(true);
      const text = file === '' ? markdown : heading === undefined ? '' : readFileSync(join('docs', file), 'utf8');
      if (heading !== undefined) expect(headingsOf(text)).toContain(heading);
    }
  });
});
