/**
 * The names in a list of nodes as Slurm writes it: `gpu[01-03,07],login` is gpu01, gpu02, gpu03, gpu07 and login. Of several brackets in a
 * name, each counts through its numbers.
 */
export const nodeNames = (list: string): string[] =>
  outsideBrackets(list).flatMap((name) => {
    const [, before = '', inside, after = ''] = /^([^[]*)\[([^\]]*)\](.*)$/.exec(name) ?? [];
    if (inside === undefined) return [name];
    const numbers = inside.split(',').flatMap(numbersIn);
    return numbers.flatMap((number) => nodeNames(after).flatMap((rest) => `${before}${number}${rest}`));
  });

/** The parts of a list between commas that are in no bracket; one empty part of an empty list. */
const outsideBrackets = (list: string): string[] => list.split(/,(?![^[]*\])/);

/** The numbers of a range, with its leading zeros. */
function numbersIn(range: string): string[] {
  const [first = '', last = first] = range.split('-');
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: count }, (_, i) => String(Number(first) + i).padStart(first.length, '0'));
}
