import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { linkTo, SIZE_RULES, type SizeRuleName } from '../../../dsl/cascade/size-rules.js';

const names = Object.keys(SIZE_RULES) as SizeRuleName[];
const page = readFileSync('docs/cascade.md', 'utf8');
/** The link of a heading, as GitHub and GitLab make it. */
const links = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title.toLowerCase().replaceAll(' ', '-'));

test('the link of every rule leads to its section, which states it', () => {
  for (const name of names) {
    expect(links).toContain(linkTo(name).replace('docs/cascade.md#', ''));
    expect(page).toContain(SIZE_RULES[name].rule);
  }
});

test('every rule is reported with its link for a cascade that breaks it', () => {
  const folders = ['check-cascade', 'check-levels', 'check-network'].map((name) => `test/dsl/cascade/${name}`);
  const messages = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.txt'))
      .map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
  );
  for (const name of names) expect(messages.join('\n')).toContain(`see       ${linkTo(name)}\n`);
});
