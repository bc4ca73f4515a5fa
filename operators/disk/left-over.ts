/**
 * Of the files in a folder, those that an earlier output of the same name has left there, and that are none of the new one. Where names have a
 * number, these are the ones that go on from the last one written, up to the first gap: what lies apart from them is something else.
 *
 * @param names what is in the folder
 * @param siblings a test for the names of the output's files; its group `number` is the number of a picture
 * @param written the names of the new output
 * @param first the number of the first picture, where none is written yet
 */
export function leftOver(
  names: readonly string[],
  siblings: RegExp,
  written: readonly string[] = [],
  first = 1,
): readonly string[] {
  const found = names.flatMap((name) => {
    const match = siblings.exec(name);
    return match === null ? [] : [{ name, number: match.groups?.['number'], isNumbered: match.groups !== undefined }];
  });
  const numbers = new Map(
    found.flatMap(({ name, number }) => (number === undefined ? [] : [[Number(number), name] as const])),
  );
  const numberOf = (name: string): number => Number(siblings.exec(name)?.groups?.['number'] ?? first - 1);
  // a reduction, because a function takes no more than some 100,000 arguments
  const last = written.reduce((most, name) => Math.max(most, numberOf(name)), first - 1);
  const following: string[] = [];
  for (let next = last + 1; ; next++) {
    const name = numbers.get(next);
    if (name === undefined) break;
    following.push(name);
  }
  const others = found.filter(({ name, isNumbered }) => !isNumbered && !written.includes(name)).map(({ name }) => name);
  return [...others.sort(), ...following];
}
