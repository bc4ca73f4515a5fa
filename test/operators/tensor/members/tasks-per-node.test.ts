import { expect, test } from '@jest/globals';
import { tasksPerNode } from '../../../../operators/tensor/members/tasks-per-node.js';

test('tasks per node, as the manual of srun writes them', () => {
  // "SLURM_TASKS_PER_NODE=2(x3),1" indicates that the first three nodes will each execute two tasks and the fourth node will execute one
  expect(tasksPerNode('2(x3),1')).toEqual([2, 2, 2, 1]);
  expect(tasksPerNode('4')).toEqual([4]);
});
