import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { completeCascade, HpdmError } from '../../dsl/index.js';
import { namesIn } from '../disk/names-in.js';
import { replacedName } from '../disk/replace-folder.js';
import { OPTIMISERS } from './optimiser.js';
import type { Counters, TrainingIdentity } from './training-state.js';

/** The file of a checkpoint folder that has the weights and their average. */
export const MODEL = 'model.safetensors';
/** The file with the optimiser's moments. */
export const OPTIMISER = 'train.safetensors';
/** The file with everything else: what was counted, seed, cascade, optimiser, data, settings. */
export const STATE = 'state.json';

/** The content of `state.json`. */
export interface TrainingRecord extends Counters, Omit<TrainingIdentity, 'declarations'> {
  /** Loss of every level on clips that are not trained on, if it was measured after this step. */
  readonly heldOut?: readonly number[];
}

/** Name of the folder of a checkpoint after `step` steps. */
export const folderName = (step: number): string => `step-${String(step).padStart(7, '0')}`;

/** Whether a path has the name of a checkpoint folder. */
export const isCheckpoint = (path: string): boolean => STEP.test(basename(path));

/** The checkpoint folders under a root, oldest first. A folder that was being replaced counts if the new one is missing. */
export function checkpoints(root: string): string[] {
  const all = foldersOf(root);
  return all.filter((name) => STEP.test(name) || !all.some((other) => replacedName(other) === name));
}

/**
 * Remove checkpoints under a root, oldest first, until the `keep` newest are left, and the folders that were replaced.
 *
 * @param best whether the checkpoint with the lowest loss stays, too
 */
export async function removeCheckpoints(root: string, keep: number, best = false): Promise<void> {
  const known = checkpoints(root);
  const newest = known.slice(-keep);
  const kept = best && known.length > keep ? [bestCheckpoint(root), ...newest] : newest;
  const old = foldersOf(root).filter((name) => !kept.includes(name));
  for (const name of old) await rm(join(root, name), { recursive: true, force: true });
}

/**
 * The checkpoint with the lowest loss under a root: on held-out clips if that is known of any, else the running mean in training.
 * Checkpoints that cannot be read do not count.
 */
export function bestCheckpoint(root: string): string | undefined {
  const scored = checkpoints(root).flatMap((name) => {
    try {
      const { loss, heldOut } = readRecord(join(root, name));
      return [{ name, loss, heldOut: heldOut === undefined ? NaN : mean(heldOut) }];
    } catch {
      return [];
    }
  });
  const key = scored.some(({ heldOut }) => Number.isFinite(heldOut)) ? 'heldOut' : 'loss';
  const known = scored.filter((one) => Number.isFinite(one[key]));
  return known.sort((a, b) => a[key] - b[key])[0]?.name;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const STEP = /^step-\d+$/;
const ANY = /^step-\d+(\.replaced)?$/;

const foldersOf = (root: string): string[] =>
  namesIn(root)
    .filter((name) => ANY.test(name))
    .sort();

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
    got: known.length === 0 ? `no checkpoint in ${root}` : known.join(', '),
    try: 'train one first: hpdm train --out FOLDER',
  });
}

/**
 * The checkpoint under `root` with which the item of a number goes on, or the newest if none does; or `root` itself if it is one.
 *
 * fails E_CHECKPOINT_MISSING
 */
export function checkpointAt(root: string, items: number): string {
  const fits = (name: string): boolean => {
    try {
      return readRecord(join(root, name)).items === items;
    } catch {
      return false;
    }
  };
  const name = checkpoints(root).find(fits);
  return name === undefined ? latestCheckpoint(root) : join(root, name);
}

/** The record of the newest checkpoint under a root; undefined if there is none. Fails E_CHECKPOINT_DAMAGED. */
export function stoppedTraining(root: string): TrainingRecord | undefined {
  const known = checkpoints(root).length > 0 || existsSync(join(root, MODEL));
  return known ? readRecord(latestCheckpoint(root)) : undefined;
}

/**
 * Read `state.json` of a checkpoint folder; what older versions did not write is filled in.
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
  if (Number.isInteger(step) && Number.isInteger(seed) && cascade?.levels !== undefined && known) {
    const older = { items: step, skipped: 0, seconds: 0, batch: 0, accumulate: 1, rates: {}, data: {}, recipe: {} };
    return { ...older, ...record, cascade: completeCascade(cascade), loss: record?.loss ?? NaN } as TrainingRecord;
  }
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
