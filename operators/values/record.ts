import type { Port } from '../../dsl/index.js';
import { plainKind } from './plain-kind.js';

/** The record of measured videos in a folder: their features, figures and pictures. */
export interface Measured {
  readonly folder: string;
  /** Videos that are read of it; 0: all. */
  readonly count: number;
  /** Folder or file of the checkpoint from which the videos were sampled, if they were. */
  readonly checkpoint?: string;
}

const RECORD = plainKind<Measured, 'record'>('record', () => ({ folder: 'folder', count: 0 }));

/** A record that is complete. */
export const record = (): Port<Measured, 'record'> => ({ kind: RECORD });
