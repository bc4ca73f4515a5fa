import { readdirSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../disk/make-folder.js';

/** The folder inside a run's folder that holds the run before it. */
export const EARLIER = 'earlier-run';

/** What a training run writes into its folder, besides what a user may keep there. */
const OF_A_RUN = /^(step-\d+(\.replaced)?|metrics\.jsonl|report\.html|curves\.png|previews|events\.out\.tfevents\..*)$/;

/**
 * Move what an earlier run left in a folder into a folder inside it. A run that was set aside before and whose successor never wrote
 * anything stays there.
 */
export async function setAside(root: string): Promise<void> {
  const old = readdirSync(root).filter((name) => OF_A_RUN.test(name));
  if (old.length === 0) return;
  const aside = join(root, EARLIER);
  if (old.some((name) => name.startsWith('step-'))) await rm(aside, { recursive: true, force: true });
  await makeFolder(aside);
  for (const name of old) {
    await rm(join(aside, name), { recursive: true, force: true });
    await rename(join(root, name), join(aside, name));
  }
}

/** Remove the run that was set aside in a folder. */
export const removeEarlier = (root: string): Promise<void> => rm(join(root, EARLIER), { recursive: true, force: true });
