import { expect, test } from '@jest/globals';
import { serverDef, taskOf } from '../../../../operators/tensor/members/server-def.js';

const gang = { rank: 1, addresses: ['a:1', 'b:300'], from: 'TF_CONFIG' };
const { config, server } = serverDef(gang, { joinMs: 60_000, heartbeatMs: 5_000 });

test('a name of a task as TensorFlow writes it', () => {
  expect(taskOf(12)).toBe('/job:worker/replica:0/task:12');
});

test('the bytes of the cluster are those of protobuf', () => {
  // by hand: job { name: "worker" tasks { key: 0 value: "a:1" } tasks { key: 1 value: "b:300" } }
  const cluster = '0a1c 0a06776f726b6572 1207 0800 1203613a31 1209 0801 1205623a333030'.replace(/ /g, '');
  expect(server.subarray(0, 2 + cluster.length / 2).toString('hex')).toBe(`0a1e${cluster}`);
  // then the job's name and the number of the task
  expect(server.subarray(32, 42).toString('hex')).toBe(`1206${Buffer.from('worker').toString('hex')}1801`);
});

test('every member gets the same configuration, and it is a part of the description of the server', () => {
  expect(serverDef({ ...gang, rank: 0 }, { joinMs: 60_000, heartbeatMs: 5_000 }).config).toEqual(config);
  expect(server.includes(config)).toBe(true);
  // 60000 and 5000 as varints, after their fields 4 and 5
  expect(config.toString('hex')).toContain('20e0d403288827');
});
