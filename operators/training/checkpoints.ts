import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HpdmError, type Cascade } from '../../dsl/index.js';
import { replacedName } from '../disk/replace-folder.js';
import { OPTIMISERS, type Optimiser } from './optimiser.js';

/** The file of a checkpoint folder that has the weights and their average. */
export const MODEL = 'model.safetensors';
/** The file with the optimiser's moments. */
export const OPTIMISER = 'train.safetensors';
/** The file with everything else: step, seed, cascade, optimiser. */
export const STATE = 'state.json';

/** The content of `state.json`. */
export interface TrainingRecord {
  readonly step: number;
  readonly seed: number;
  readonly cascade: Cascade;
  readonly optimiser: Optimiser;
  /** Samples of the last step; not known of checkpoints of older versions. */
  readonly batch?: number;
}

/** Name of the folder of a checkpoint after `step` steps. */
export const folderName = (step: number): string => `step-${String(step).padStart(7, '0')}`;

/** The checkpoint folders under a root, oldest first. A folder that was being replaced counts if the new one is missing. */
export function checkpoints(root: string): string[] {
  const all = foldersOf(root);
  return all.filter((name) => STEP.test(name) || !all.some((other) => replacedName(other) === name));
}

/** Remove checkpoints under a root, oldest first, until `keep` are left, and the folders that were replaced. */
export async function removeCheckpoints(root: string, keep: number): Promise<void> {
  const kept = checkpoints(root).slice(-keep);
  const old = foldersOf(root).filter((name) => !kept.includes(name));
  for (const name of old) await rm(join(root, name), { recursive: true, force: true });
}

const STEP = /^step-\d+$/;
const ANY = /^step-\d+(\.replaced)?$/;

const foldersOf = (root: string): string[] =>
  existsSync(root)
    ? readdirSync(root)
        .filter((name) => ANY.test(name))
        .sort()
    : [];

/**
 * The newest checkpoint folder under `root`, or `root` itself if it is one.
 *
 * @param step choose the checkpoint of this step instead of the newest
 * fails E_CHECKPOINT_MISSING
 */
export function latestCheckpoint(root: string, step?: number): string {
  const itself = [root, replacedName(root)].find((folder) => existsSync(join(folder, MODEL)));
  if (itself !== undefined) return itself;
  const known = checkpoints(root);
  const name =
    step === undefined
      ? known.at(-1)
      : known.find((candidate) => [folderName(step), replacedName(folderName(step))].includes(candidate));
  if (name !== undefined) return join(root, name);
  throw new HpdmError({
    code: 'E_CHECKPOINT_MISSING',
    place: { file: root },
    expected: step === undefined ? 'a checkpoint (a folder step-NNNNNNN, or model.safetensors)' : folderName(step),
    got: known.length === 0 ? 'none' : known.join(', '),
    try: 'train one first: hpdm train --out FOLDER',
  });
}

/**
 * Read `state.json` of a checkpoint folder.
 *
 * fails E_CHECKPOINT_DAMAGED
 */
export function readRecord(folder: string): TrainingRecord {
  const file = join(folder, STATE);
  let record: Partial<TrainingRecord> | null;
  try {
    record = JSON.parse(readFileSync(file, 'utf8')) as typeof record;
  } catch (error) {
    throw damaged(file, error instanceof Error ? error.message : String(error));
  }
  const { step, seed, cascade, optimiser } = record ?? {};
  const known = optimiser !== undefined && OPTIMISERS.includes(optimiser);
  if (Number.isInteger(step) && Number.isInteger(seed) && cascade?.levels !== undefined && known)
    return record as TrainingRecord;
  throw damaged(file, 'a file without step, seed, cascade and optimiser');
}

/** The error of a damaged checkpoint. */
export const damaged = (file: string, got: string): HpdmError =>
  new HpdmError({
    code: 'E_CHECKPOINT_DAMAGED',
    place: { file },
    expected: 'a checkpoint written by hpdm',
    got,
    try: 'use an older checkpoint, or train again',
  });
