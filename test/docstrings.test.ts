import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript';

/** Folders of the product; what their files export is its public face. */
const FOLDERS = ['dsl', 'operators', 'pipelines'];

const files = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name)),
);

/** What a file itself declares and exports, without a docstring. Names it only passes on are judged where they are declared. */
function undocumented(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  return source.statements.flatMap((statement): string[] => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (isExported !== true || isDocumented(statement) || isFurther(statement, source)) return [];
    return [`${file}:${source.getLineAndCharacterOfPosition(statement.getStart()).line + 1}  ${namesOf(statement)}`];
  });
}

/** A further signature of a function whose first one has the docstring. */
function isFurther(statement: ts.Statement, source: ts.SourceFile): boolean {
  if (!ts.isFunctionDeclaration(statement)) return false;
  const first = source.statements.find(
    (other) => ts.isFunctionDeclaration(other) && other.name?.text === statement.name?.text,
  );
  return first !== undefined && first !== statement && isDocumented(first);
}

/** The last comment before a statement is a docstring that says something. */
function isDocumented(statement: ts.Statement): boolean {
  const comment = ts.getJSDocCommentsAndTags(statement).find(ts.isJSDoc);
  return comment !== undefined && comment.getText().replaceAll(/[/*\s]/g, '').length > 5;
}

function namesOf(statement: ts.Statement): string {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText()).join(', ');
  return (statement as ts.DeclarationStatement).name?.getText() ?? statement.getText().slice(0, 40);
}

test('everything that a file of the product exports has a docstring', () => {
  expect(files.length).toBeGreaterThan(100);
  const missing = files.flatMap((file) => undocumented(file, ts.sys.readFile(file) ?? ''));
  expect(missing).toEqual([]);
});

test('a name without one would be found', () => {
  const text = `/** Says what it is for. */
export const told = 1;
export const untold = 2;
// a comment is no docstring
export function commented() {}
/** ? */
export interface Empty {}
const own = 3;
/** Takes either. */
export function twice(x: number): void;
export function twice(x: string): void;
export { own };`;
  expect(undocumented('x.ts', text)).toEqual(['x.ts:3  untold', 'x.ts:5  commented', 'x.ts:7  Empty']);
});
