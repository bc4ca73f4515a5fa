import { basename } from 'node:path';

const EXPORTS = ['ExportNamedDeclaration', 'ExportDefaultDeclaration'];

/** Letters and digits alone: `read-source`, `readSource` and `READ_SOURCE` are one name. */
const plain = (name) => name.replaceAll(/[\W_]/g, '').toLowerCase();

/** Names that a statement exports of its own; those it only passes on do not count. */
function namesOf({ declaration }) {
  if (!declaration) return [];
  if (declaration.type === 'Identifier') return [declaration.name];
  if (declaration.type === 'VariableDeclaration') return declaration.declarations.map(({ id }) => id.name ?? '');
  return [declaration.id?.name ?? ''];
}

/** A file is named after what it exports: `level-sigmas.ts` has `levelSigmas`, `patch/pyramid.ts` has `patchPyramid`. */
export const namedAfterExport = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { other: 'No export of "{{file}}" ends with its name; it exports {{names}}. Rename one of them.' },
  },
  create: ({ filename, report }) => ({
    Program(program) {
      const file = basename(filename).replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
      const names = program.body.filter(({ type }) => EXPORTS.includes(type)).flatMap(namesOf);
      if (names.length === 0 || file === 'index') return;
      if (names.some((name) => plain(name).endsWith(plain(file)))) return;
      report({ node: program, messageId: 'other', data: { file, names: names.join(', ') } });
    },
  }),
};
