import { expect, test } from '@jest/globals';
import { asMembers } from '../../../members.js';
import { compiledUrl } from '../../../program.js';

test('members that are the same go on; all learn which one differs, and in what', async () => {
  const url = await compiledUrl('operators/tensor/members/agree.ts');
  const ends = await asMembers(
    3,
    `const { agree } = await import('${url}');
    await agree(peers, { seed: 1, cascade: { network: { width: 16 } } });
    try { await agree(peers, { seed: gang.rank === 2 ? 7 : 1, cascade: { network: { width: 16, heads: gang.rank === 1 ? 4 : 2 } } }); }
    catch (error) { console.log(error.message); }
    peers.leave();`,
  );
  for (const { stdout, status } of ends) {
    expect(status).toBe(0);
    expect(stdout).toMatch(/member 1 does not do what the leader does: cascade.network.heads\n.*expected +2\n.*got +4/);
    expect(stdout).toMatch(/member 2 does not do what the leader does: seed\n.*expected +1\n.*got +7/);
  }
});
