import { describe, expect, test } from '@jest/globals';
import { freePorts } from '../../../../pipelines/cli/members/free-ports.js';
import { asMembers, member, tfConfig } from '../../../members.js';
import { compiledUrl, program } from '../../../program.js';

const failing = (work: string): string =>
  `try { ${work}; console.log('no error'); } catch (error) { console.log(error.message); }`;

describe('a gang', () => {
  test('of which a member does not come, is given up after the time that was said', async () => {
    const [join, ports] = [await compiledUrl('operators/tensor/members/join-gang.ts'), await freePorts(2)];
    const addresses = ports.map((port) => `127.0.0.1:${port}`);
    const text = `import { joinGang } from '${join}';
      const gang = { rank: 1, addresses: ${JSON.stringify(addresses)}, from: 'TF_CONFIG' };
      ${failing('await joinGang(gang, { joinMs: 2000, heartbeatMs: 2000 })')}
      process.exit();`;
    const { stdout } = await member(text, tfConfig(addresses, 1));
    expect(stdout).toMatch(/E_MEMBERS_JOIN\n {2}member 1 of 2 \(TF_CONFIG\) waited 2 s for the others/);
    expect(stdout).toContain(`expected  ${addresses.join(', ')}`);
  });

  test('is one for a process, and the same again is no other', async () => {
    const ends = await asMembers(
      2,
      `const again = await joinGang(gang, { joinMs: 1, heartbeatMs: 1 });
      console.log(again === peers);
      ${failing("await joinGang({ ...gang, addresses: ['a:1', 'b:1'] }, { joinMs: 1, heartbeatMs: 1 })")}
      peers.leave();`,
    );
    for (const { stdout } of ends) expect(stdout).toMatch(/^true\nE_MEMBERS\n {2}expected {2}one gang for a process/);
  });
});

test('a process that computes already cannot become a member', async () => {
  const [join, select] = await Promise.all(
    ['tensor/members/join-gang.ts', 'tensor/select-backend.ts'].map((name) => compiledUrl(`operators/${name}`)),
  );
  const { stdout } = program(
    `import { joinGang } from '${join}';
    import { selectBackend } from '${select}';
    await selectBackend('tensorflow');
    ${failing("await joinGang({ rank: 0, addresses: ['a:1', 'b:1'], from: 'here' }, { joinMs: 1, heartbeatMs: 1 })")}`,
  );
  expect(stdout).toMatch(/E_MEMBERS\n {2}expected {2}to join before TensorFlow is loaded/);
});
