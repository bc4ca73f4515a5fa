/** The tasks of each node in a list as Slurm writes it: `2(x3),1` is 2, 2, 2 and 1. */
export const tasksPerNode = (list: string): number[] =>
  list.split(',').flatMap((part) => {
    const [, tasks, times = '1'] = /^(\d+)(?:\(x(\d+)\))?$/.exec(part) ?? [];
    return tasks === undefined ? [] : Array.from({ length: Number(times) }, () => Number(tasks));
  });
