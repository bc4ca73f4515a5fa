import type { Lease } from './lease.js';

type Given = Record<string, unknown>;

/**
 * Compile a function that makes an operator's inputs from leases in the order of `names`: the values by port, where the members
 * `port.0`, `port.1` … of a list port form one array.
 */
export function compileValues(names: readonly string[]): (leases: readonly Lease[]) => Given {
  const single: (readonly [name: string, index: number])[] = [];
  const lists = new Map<string, number[]>();
  names.forEach((name, index) => {
    const [port = name, member] = name.split('.');
    if (member === undefined) single.push([name, index]);
    else {
      const members = lists.get(port) ?? [];
      members[Number(member)] = index;
      lists.set(port, members);
    }
  });
  return (leases) => {
    const given: Given = {};
    for (const [name, index] of single) given[name] = leases[index]?.value;
    for (const [name, members] of lists) given[name] = members.map((index) => leases[index]?.value);
    return given;
  };
}

/** The same for a window: an array per port, with one value per item. */
export function compileWindowValues(
  names: readonly string[],
): (items: readonly (readonly Lease[])[]) => Record<string, unknown[]> {
  const valuesOf = compileValues(names);
  const ports = [...new Set(names.map((name) => name.replace(/\..*/, '')))];
  return (items) => {
    const rows = items.map(valuesOf);
    return Object.fromEntries(ports.map((port) => [port, rows.map((row) => row[port])]));
  };
}
