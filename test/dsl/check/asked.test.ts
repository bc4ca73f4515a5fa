import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { HpdmError, load, refuseFiles } from '../../../dsl/index.js';

const folder = mkdtempSync(join(tmpdir(), 'hpdm-asked-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A sink of a user whose function NAME throws in line 6. */
const plugIn = (name: string): string => `export const writes = {
  form: 'source', id: 'own.write', summary: 'A source', emits: 'one', holds: 0, in: {}, out: {}, with: {},
  run: async function* () {},
  ${name}:
    () => {
      throw new TypeError('undefined is not a list');
    },
};
`;

/** The faults of a document with that operator. */
async function faultsOf(name: string): Promise<unknown> {
  writeFileSync(join(folder, `${name}.mjs`), plugIn(name));
  const document = join(folder, `${name}.yaml`);
  writeFileSync(document, `hpdm: 1\nuse: ${name}.mjs\nnodes:\n  file: { op: own.write }\n`);
  return load(document, {}, {})
    .then(refuseFiles)
    .catch((error: unknown) => (error instanceof HpdmError ? error.faults : error));
}

describe("an error of a user's operator while its document is checked names the user's file and line", () => {
  test.each(['dimensions', 'check', 'files', 'checkFiles'])('in %s', async (name) => {
    expect(await faultsOf(name)).toEqual([
      {
        code: 'E_OPERATOR_FAILED',
        place: expect.objectContaining({ line: 4 }),
        path: 'nodes.file (own.write)',
        message: 'undefined is not a list',
        got: expect.stringMatching(new RegExp(`^an error from .*${name}\\.mjs:6:`)),
      },
    ]);
  });
});
