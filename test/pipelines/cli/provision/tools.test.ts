import { expect, test } from '@jest/globals';
import { findCompiler, findTools } from '../../../../pipelines/cli/provision/tools.js';

test('where nothing is installed, everything that is missing is named together, with how to get it', async () => {
  await expect(findTools({ PATH: '' })).rejects.toMatchObject({
    code: 'E_SETUP_TOOLS',
    exitCode: 3,
    faults: [
      {
        message: expect.stringMatching(/^not found: Python 3, pip, a C\+\+ compiler, make/),
        try: expect.stringMatching(/install/),
      },
    ],
  });
});

test('a compiler is the one that CXX names, where it runs', async () => {
  expect(await findCompiler({ PATH: '', CXX: process.execPath })).toBe(process.execPath);
  expect(await findCompiler({ PATH: '', CXX: '/nonexistent/c++' })).toBeUndefined();
});
