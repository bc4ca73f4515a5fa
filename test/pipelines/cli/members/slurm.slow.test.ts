import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from '@jest/globals';
import { ffmpeg } from '../../../operators/video/clips.js';
import { entries, scratch, spawned } from '../command-line.js';
import { onSlurm, Slurm } from './slurm.js';

const BIN = fileURLToPath(new URL('../../../../pipelines/cli/bin.js', import.meta.url));
const folder = scratch();
const at = (name: string): string => join(folder, name);
const PATIENCE_MS = 600_000;

/** The script of docs/many-machines.md that has these words, with this test's folder in place of /shared. */
function documented(words: string, replaced: Readonly<Record<string, string>>): string {
  const blocks = readFileSync('docs/many-machines.md', 'utf8').matchAll(/^```sh\n(#!\/bin\/bash\n[^]*?)^```$/gm);
  let script = [...blocks].map(([, text = '']) => text).find((text) => text.includes(words)) ?? '';
  for (const [from, to] of Object.entries({ ...replaced, '/shared/': `${folder}/` })) {
    expect(script).toContain(from);
    script = script.replaceAll(from, to);
  }
  return script;
}

/** The numbers of the processes that were member k, in the order of their start. */
const started = (member: number): number[] =>
  readFileSync(at(`member-${member}`), 'utf8')
    .trim()
    .split('\n')
    .map(Number);

/** `hpdm` on the PATH of a job, with more words; it leaves the numbers of its processes behind, a line each. */
function hpdmWith(...more: readonly string[]): NodeJS.ProcessEnv {
  const command = `#!/bin/sh\necho $$ >> ${at('member-')}$SLURM_PROCID\nexec ${process.execPath} ${BIN} "$@" ${more.join(' ')}\n`;
  writeFileSync(at('hpdm'), command);
  chmodSync(at('hpdm'), 0o755);
  const quiet = { HPDM_MEMBERS_HEARTBEAT: '3', TF_CPP_MIN_LOG_LEVEL: '3' };
  return { PATH: `${folder}${delimiter}${process.env['PATH']}`, ...quiet };
}

onSlurm('Slurm', () => {
  const slurm = new Slurm();
  const SMALL = ['--nodes=1', '--ntasks-per-node=2', '--cpus-per-task=1'];
  const train = (run: string): ReturnType<Slurm['job']> => {
    const env = hpdmWith('--cascade', 'tiny.yaml', '--steps', '20', '--every', '5', '--preview', '0');
    return slurm.job(
      documented('hpdm train', { '/shared/run': at(run), '--batch 64': '--batch 8' }),
      SMALL,
      env,
      folder,
    );
  };
  const trained = (run: string, file: string): Buffer => readFileSync(join(at(run), 'step-0000020', file));

  beforeAll(async () => {
    mkdirSync(at('clips'));
    for (const [i, name] of ['testsrc', 'testsrc2', 'smptebars'].entries())
      await ffmpeg('-f', 'lavfi', '-i', `${name}=size=64x64:rate=8:duration=3`, at(`clips/${i}.mp4`));
  });

  test(
    'trains by the script of the docs, and from the last checkpoint when a member is killed',
    async () => {
      expect(await train('whole')).toMatchObject({ code: 0 });
      const killed = train('killed');
      const timer = setInterval(() => {
        if (!existsSync(join(at('killed'), 'step-0000005'))) return;
        clearInterval(timer);
        process.kill(started(1).at(-1) ?? 0, 'SIGKILL');
      }, 20);
      expect(await killed).toMatchObject({ code: 0 });
      expect(started(1)).toHaveLength(3);
      for (const file of ['model.safetensors', 'train.safetensors']) {
        expect(trained('killed', file).equals(trained('whole', file))).toBe(true);
      }
    },
    PATIENCE_MS,
  );

  test(
    'samples many videos by the array of the docs',
    async () => {
      const made = ['train', '--cascade', 'tiny.yaml', '--batch', '1', '--steps', '1', '--preview', '0'];
      expect(spawned(folder, [...made, '--out', 'run'])).toMatchObject({ status: 0 });
      const sample = ['--checkpoint', 'run', '--count', '6', '--scale', '1', '--out', 'alone/{n}.mp4'];
      expect(spawned(folder, ['sample', ...sample])).toMatchObject({ status: 0 });
      const script = documented('hpdm sample', { 'auto/64': 'auto/3', '0-63': '0-2', 'count 10000': 'count 6' });
      expect(await slurm.job(script, ['--cpus-per-task=1'], hpdmWith('--scale', '1'), folder)).toMatchObject({
        code: 0,
      });
      const videos = entries(at('alone')).filter((name) => name.endsWith('.mp4'));
      expect(videos).toHaveLength(6);
      for (const name of videos) {
        expect(readFileSync(join(at('videos'), name)).equals(readFileSync(join(at('alone'), name)))).toBe(true);
      }
    },
    PATIENCE_MS,
  );
});
