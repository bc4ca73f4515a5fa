import { expect, test } from '@jest/globals';
import { fromKubernetes } from '../../../../operators/tensor/members/from-kubernetes.js';

const POD = { JOB_COMPLETION_INDEX: '1', HOSTNAME: 'train-1', HPDM_MEMBERS: '3', HPDM_MEMBERS_SERVICE: 'train' };

test('a member per pod of an Indexed Job, by the names that its service gives them', () => {
  // https://kubernetes.io/docs/tasks/job/job-with-pod-to-pod-communication: <pod-hostname>.<headless-service-name>
  const addresses = ['train-0.train:2222', 'train-1.train:2222', 'train-2.train:2222'];
  expect(fromKubernetes(POD)).toEqual({ rank: 1, addresses, from: 'Kubernetes' });
  expect(fromKubernetes({ ...POD, HPDM_MEMBERS_PORT: '99' })?.addresses[2]).toBe('train-2.train:99');
});

test('an Indexed Job whose manifest names no members shares out work, and its pods do not know each other', () => {
  expect(fromKubernetes({ JOB_COMPLETION_INDEX: '1', HOSTNAME: 'sample-1' })).toBeUndefined();
});

test('a manifest that leaves something out is refused', () => {
  expect(() => fromKubernetes({ ...POD, HPDM_MEMBERS_SERVICE: undefined })).toThrow(/HPDM_MEMBERS_SERVICE/);
  expect(() => fromKubernetes({ ...POD, HPDM_MEMBERS: 'three' })).toThrow(/HPDM_MEMBERS: the number of pods/);
  expect(() => fromKubernetes({ ...POD, HOSTNAME: 'x' })).toThrow(/HOSTNAME that ends in -1/);
});
