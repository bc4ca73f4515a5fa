import { runJob, type Job, type Told } from './run-job.js';

/** Tell the studio; where it is gone, nobody is told. */
const tell = (told: Told): void => {
  if (process.connected) process.send?.(told, undefined, undefined, () => undefined);
};

// a process of the studio: it gets a job, tells what happens, and ends as on Ctrl-C when the studio is gone
process.once('message', (job: Job) => {
  process.once('disconnect', () => process.emit('SIGINT', 'SIGINT'));
  void runJob(job, tell).finally(() => {
    process.removeAllListeners('disconnect');
    if (process.connected) process.disconnect();
  });
});
