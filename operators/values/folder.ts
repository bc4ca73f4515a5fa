import type { Port } from '../../dsl/index.js';
import { plainKind } from './plain-kind.js';

const FOLDER = plainKind<string, 'folder'>('folder', () => 'folder');

/** The folder of a training that is complete. */
export const folder = (): Port<string, 'folder'> => ({ kind: FOLDER });
