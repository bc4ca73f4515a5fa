import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar';
import { HpdmError } from '../../../dsl/index.js';
import { runTool } from '../provision/run-tool.js';
import { writeEmoji } from './write-emoji.js';

const PICTURES = [1, 2, 3, 4].map((part) => `@lobehub/fluent-emoji-anim-${part}@1.0.0`);
const NAMES = 'unicode-emoji-json@0.9.0';
const KEYWORDS = 'emojilib@4.0.3';

/**
 * Fetch the animated emoji and their names with npm, and write them as clips with captions.
 *
 * @param tell told what is being fetched
 * fails E_FETCH when npm cannot fetch a package
 */
export async function fetchEmoji(
  out: string,
  tell: (line: string) => void,
): Promise<Awaited<ReturnType<typeof writeEmoji>>> {
  const folder = await mkdtemp(join(tmpdir(), 'hpdm-emoji-'));
  try {
    const packages: string[] = [];
    for (const [i, name] of [...PICTURES, NAMES, KEYWORDS].entries()) {
      tell(`fetching ${name} …`);
      packages.push(await fetchPackage(name, join(folder, `${i}`)));
    }
    const [names = '', keywords = ''] = packages.splice(PICTURES.length);
    const words = {
      names: join(names, 'data-by-emoji.json'),
      keywords: join(keywords, 'dist', 'emoji-en-US.json'),
    };
    return await writeEmoji({ packages, ...words }, out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Fetch a package with npm and unpack it; the result is its folder. */
async function fetchPackage(name: string, folder: string): Promise<string> {
  await mkdir(folder);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { code, output } = await runTool(npm, ['pack', '--silent', name], { cwd: folder, env: process.env });
  const file = output.findLast((line) => line.endsWith('.tgz'));
  if (code !== 0 || file === undefined) {
    throw new HpdmError({
      code: 'E_FETCH',
      expected: `npm to fetch ${name}`,
      got: output.slice(-3).join('; ') || `exit code ${code}`,
      try: 'check the network; npm config get registry shows where npm looks',
    });
  }
  await extract({ file: join(folder, file.trim()), cwd: folder });
  return join(folder, 'package');
}
