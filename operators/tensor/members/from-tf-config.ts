import * as t from 'io-ts';
import { isRight } from 'fp-ts/lib/Either.js';
import { HpdmError } from '../../../dsl/index.js';
import type { Environment, Gang } from './gang.js';

const described = t.type({
  cluster: t.intersection([
    t.type({ worker: t.readonlyArray(t.string) }),
    t.partial({ chief: t.readonlyArray(t.string) }),
  ]),
  task: t.type({ type: t.keyof({ worker: null, chief: null }), index: t.Int }),
});

const EXAMPLE = '{"cluster": {"worker": ["a:2222", "b:2222"]}, "task": {"type": "worker", "index": 0}}';

/**
 * The members in the variable TF_CONFIG, as TensorFlow's own tools write it: workers, after a chief if there is one.
 *
 * fails E_MEMBERS for another form, or a task that does not train
 * source https://www.tensorflow.org/guide/distributed_training, "Setting up the TF_CONFIG environment variable"
 */
export function fromTfConfig({ TF_CONFIG: text }: Environment): Gang | undefined {
  if (text === undefined || text === '') return undefined;
  const result = described.decode(parsed(text));
  if (!isRight(result)) {
    const [expected, got] = ['TF_CONFIG with the workers, and a task that is one of them', text.slice(0, 200)];
    throw new HpdmError({ code: 'E_MEMBERS', expected, got, try: EXAMPLE });
  }
  const { cluster, task } = result.right;
  const chiefs = cluster.chief ?? [];
  const rank = task.type === 'chief' ? task.index : chiefs.length + task.index;
  return { rank, addresses: [...chiefs, ...cluster.worker], from: 'TF_CONFIG' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
