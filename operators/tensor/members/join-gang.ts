import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { firstLine, HpdmError, type Share } from '../../../dsl/index.js';
import { loadTensorflow } from '../backends/tensorflow.js';
import { membersLibrary } from '../native/library.js';
import type { Gang } from './gang.js';
import { Peers, type Native } from './peers.js';
import { serverDef, taskOf, type Patience } from './server-def.js';

/** What `members.cc` exports. */
interface Library extends Native {
  prepare(config: Buffer, server: Buffer, task: string): void;
  joined(): string;
}

const require = createRequire(import.meta.url);
const ADDON = '@tensorflow/tfjs-node-gpu';

let current: { readonly gang: Gang; readonly peers: Peers } | undefined;

/** What the members of the gang that this process joined do together; undefined where it joined none. */
export const peers = (): Peers | undefined => current?.peers;

/**
 * What the members that share the items of a run do together; undefined for a run alone.
 *
 * fails E_MEMBERS in a process that is not the member that the graph was loaded for
 */
export function peersOf({ index, of }: Share): Peers | undefined {
  if (of === 1) return undefined;
  const members = peers();
  if (members?.count === of && members.rank === index) return members;
  const got = members === undefined ? 'a process that joined none' : `member ${members.rank} of ${members.count}`;
  throw refused(`member ${index} of a gang of ${of}`, got, 'run(graph, { gang })');
}

/**
 * Make this process a member of a gang: load TensorFlow as one, and wait until all have come. It listens on its port from then on.
 *
 * fails E_MEMBERS where this machine cannot, and for a second gang; E_MEMBERS_JOIN when the others do not come
 */
export async function joinGang(gang: Gang, patience: Patience): Promise<Peers> {
  if (current !== undefined) {
    if (current.gang.addresses.join() === gang.addresses.join()) return current.peers;
    throw refused('one gang for a process, as long as it runs', `a second one, from ${gang.from}`);
  }
  const library = open();
  // what TensorFlow logs of a member that is lost is in the error, too
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
  const { config, server } = serverDef(gang, patience);
  library.prepare(config, server, taskOf(gang.rank));
  try {
    await loadTensorflow();
  } catch (error) {
    throw absent(gang, patience, library.joined() || firstLine(error));
  }
  const reason = library.joined();
  if (reason !== '') throw absent(gang, patience, reason);
  current = { gang, peers: new Peers(gang, library) };
  return current.peers;
}

/** Load the library so that TensorFlow's addon, which is loaded later, finds its functions first. */
function open(): Library {
  if (process.platform !== 'linux') throw refused('Linux, where members can train together', process.platform);
  const folder = dirname(require.resolve(`${ADDON}/package.json`));
  const file = membersLibrary(folder);
  if (!existsSync(file))
    throw refused('the library of the members, which hpdm setup compiles', `no ${file}`, 'hpdm setup');
  if (require.resolve(ADDON) in require.cache)
    throw refused('to join before TensorFlow is loaded', 'a loaded TensorFlow');
  const { RTLD_NOW, RTLD_GLOBAL } = constants.dlopen;
  const module = { exports: {} };
  process.dlopen(module, file, RTLD_NOW | RTLD_GLOBAL);
  return module.exports as Library;
}

const refused = (expected: string, got: string, advice?: string): HpdmError =>
  new HpdmError({ code: 'E_MEMBERS', expected, got, ...(advice === undefined ? {} : { try: advice }) });

function absent({ rank, addresses, from, onLoss }: Gang, { joinMs }: Patience, reason: string): HpdmError {
  onLoss?.();
  return new HpdmError({
    code: 'E_MEMBERS_JOIN',
    message: `member ${rank} of ${addresses.length} (${from}) waited ${joinMs / 1000} s for the others`,
    expected: addresses.join(', '),
    got: reason,
    try: 'the same command for every member, and ports that they can reach',
  });
}
