import { HpdmError } from '../../../dsl/index.js';
import { fromKubernetes } from './from-kubernetes.js';
import { fromSlurm } from './from-slurm.js';
import { fromTfConfig } from './from-tf-config.js';
import type { Environment, Gang } from './gang.js';

/**
 * The members that the environment describes; undefined where it describes none, or one alone. TF_CONFIG comes before Slurm, and Slurm before
 * Kubernetes.
 *
 * fails E_MEMBERS when a description is there and cannot be used
 */
export function readGang(env: Environment): Gang | undefined {
  const gang = fromTfConfig(env) ?? fromSlurm(env) ?? fromKubernetes(env);
  if (gang === undefined || gang.addresses.length === 1) return undefined;
  const twice = gang.addresses.find((address, i) => gang.addresses.indexOf(address) < i);
  const at = `${gang.rank} of ${gang.addresses.length}`;
  if (twice !== undefined) throw unusable(gang.from, 'an address of its own for every member', `${twice} twice`);
  if (gang.addresses[gang.rank] !== undefined) return gang;
  throw unusable(gang.from, `a member from 0 to ${gang.addresses.length - 1}`, at);
}

const unusable = (from: string, expected: string, got: string): HpdmError =>
  new HpdmError({ code: 'E_MEMBERS', message: `${from} describes no members that can train`, expected, got });
