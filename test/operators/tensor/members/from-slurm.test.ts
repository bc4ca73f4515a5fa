import { expect, test } from '@jest/globals';
import { fromSlurm } from '../../../../operators/tensor/members/from-slurm.js';

/** The variables of a task of `srun -n 5` on three nodes, as Slurm 22 sets them. */
const STEP = {
  SLURM_JOB_ID: '4711',
  SLURM_STEP_ID: '0',
  SLURM_STEP_NUM_TASKS: '5',
  SLURM_STEP_NODELIST: 'gpu[01-02,07]',
  SLURM_STEP_TASKS_PER_NODE: '2(x2),1',
  SLURM_PROCID: '3',
  SLURM_LOCALID: '1',
};

test('a member per task, on the ports that Slurm reserved', () => {
  const addresses = ['gpu01:12000', 'gpu01:12001', 'gpu02:12000', 'gpu02:12001', 'gpu07:12000'];
  const env = { ...STEP, SLURM_STEP_RESV_PORTS: '12000-12001' };
  expect(fromSlurm(env)).toEqual({ rank: 3, addresses, from: 'Slurm' });
});

test('without reserved ports, every step of every job has others, and none that the system gives away itself', () => {
  const firstOf = (job: number, step: number): number => {
    const gang = fromSlurm({ ...STEP, SLURM_JOB_ID: `${job}`, SLURM_STEP_ID: `${step}` });
    return Number(gang?.addresses[0]?.split(':')[1]);
  };
  const firsts = [firstOf(4711, 0), firstOf(4711, 1), firstOf(4712, 0), firstOf(4712, 1)];
  expect(new Set(firsts).size).toBe(4);
  // Linux gives away ports from 32768 on
  for (const first of firsts) expect(first >= 20_000 && first < 32_000).toBe(true);
});

test('a script that sbatch runs has the variables of the job and not those of a step: it has no others', () => {
  expect(fromSlurm({ SLURM_JOB_ID: '4711', SLURM_NTASKS: '5', SLURM_PROCID: '0' })).toBeUndefined();
});

test('variables that do not fit each other are refused, with what is wrong', () => {
  expect(() => fromSlurm({ ...STEP, SLURM_PROCID: undefined })).toThrow(/SLURM_PROCID missing/);
  expect(() => fromSlurm({ ...STEP, SLURM_STEP_TASKS_PER_NODE: '2(x3)' })).toThrow(/3 of them with 6 tasks/);
});
