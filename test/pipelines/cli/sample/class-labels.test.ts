import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { formatSafetensors } from '../../../../operators/disk/safetensors.js';
import { classLabels } from '../../../../pipelines/cli/sample/class-labels.js';
import { smallCascade } from '../../../cascade.js';
import { scratch } from '../command-line.js';

const folder = scratch();
const cascade = smallCascade({ condition: { classes: 3 } });

/** A checkpoint with names of classes, or of an earlier version without. */
function checkpoint(names?: readonly string[]): string {
  const file = join(folder, `${names?.join('-') ?? 'old'}.safetensors`);
  const metadata = names === undefined ? {} : { classes: JSON.stringify(names) };
  writeFileSync(file, Buffer.concat(formatSafetensors({}, metadata, file)));
  return file;
}

test('a class is asked for by its name or number; a name comes first', () => {
  expect(classLabels(['dogs', '0', 'cats'], cascade, checkpoint(['bears', 'cats', 'dogs']))).toEqual([2, 0, 1]);
  expect(classLabels(['2', '1'], cascade, checkpoint(['2', '3', 'other']))).toEqual([0, 1]);
  expect(classLabels(['2'], cascade, checkpoint())).toEqual([2]);
});

test('of a wrong name the nearest is told, else all', () => {
  const known = checkpoint(['bears', 'cats', 'dogs']);
  const wrong = (name: string) => () => classLabels([name], cascade, known);
  expect(wrong('dgos')).toThrow(/--class {2}E_SET[^]*got +dgos[^]*did you mean "--class dogs"/);
  expect(wrong('aardvark')).toThrow(/from 0 to 2, or the name of one[^]*known: bears, cats, dogs/);
  expect(wrong('3')).toThrow(/E_SET[^]*from 0 to 2[^]*got +3/);
  expect(() => classLabels(['dogs'], cascade, checkpoint())).toThrow(/a --class from 0 to 2\n[^]*try +--class 0/);
});
