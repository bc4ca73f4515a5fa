import { HpdmError } from '../../../dsl/index.js';
import type { Environment, Gang } from './gang.js';

/** The port of every member where the variable HPDM_MEMBERS_PORT names none. */
const PORT = 2222;

/**
 * The members of an Indexed Job of Kubernetes: its pods. JOB_COMPLETION_INDEX is the number of this one, HPDM_MEMBERS in the manifest says how
 * many there are, and HPDM_MEMBERS_SERVICE names the headless service in which pod i is called as this one with `-i` at its end.
 *
 * fails E_MEMBERS when the manifest leaves one of them out
 * source https://kubernetes.io/docs/tasks/job/job-with-pod-to-pod-communication
 */
export function fromKubernetes(env: Environment): Gang | undefined {
  const { JOB_COMPLETION_INDEX: index, HPDM_MEMBERS: members, HPDM_MEMBERS_SERVICE: service, HOSTNAME: pod } = env;
  // an Indexed Job may also share out work of which no member needs the others
  if (index === undefined || members === undefined) return undefined;
  const count = Number(members);
  const ending = `-${index}`;
  if (!Number.isInteger(count) || count < 1) throw refused('HPDM_MEMBERS: the number of pods', members);
  if (count === 1) return undefined;
  if (service === undefined) throw refused('HPDM_MEMBERS_SERVICE: the headless service of the pods', 'nothing');
  if (pod?.endsWith(ending) !== true) throw refused(`HOSTNAME that ends in ${ending}, as Kubernetes sets it`, `${pod}`);
  const name = pod.slice(0, -ending.length);
  const port = env['HPDM_MEMBERS_PORT'] ?? PORT;
  const addresses = Array.from({ length: count }, (_, i) => `${name}-${i}.${service}:${port}`);
  return { rank: Number(index), addresses, from: 'Kubernetes' };
}

const refused = (expected: string, got: string): HpdmError =>
  new HpdmError({ code: 'E_MEMBERS', expected, got, try: 'the manifest in docs/many-machines.md' });
