import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { buildFromOwnDownload } from '../../../../pipelines/cli/provision/own-download.js';
import { silent } from '../../../../pipelines/cli/provision/reporter.js';

test('a download host out of reach is said before anything is copied', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hpdm-own-'));
  const options = { staging: join(folder, 'staging'), sources: folder, downloads: folder, report: silent };
  const env = { TFJS_NODE_BASE_URI: 'http://127.0.0.1:9/' };
  await expect(buildFromOwnDownload('cpu', { ...options, env })).rejects.toMatchObject({ code: 'E_SETUP_NETWORK' });
  await rm(folder, { recursive: true });
});
