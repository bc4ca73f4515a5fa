import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the page. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** The files of the page by their paths: those that a package was built with; in the repository they are built now, in half a second. */
export async function pageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  const files = existsSync(here('page/page.tsx')) ? await built() : stored(here('../../dist/page'));
  return new Map(
    files.map(({ name, bytes }) => [
      name === 'index.html' ? '/' : `/${name}`,
      { type: TYPES[extname(name)] ?? 'application/octet-stream', bytes: Buffer.from(bytes) },
    ]),
  );
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

async function built(): Promise<readonly { readonly name: string; readonly bytes: Uint8Array }[]> {
  const { buildPage } = await import('./build-page.js');
  return buildPage();
}

const stored = (folder: string): { readonly name: string; readonly bytes: Uint8Array }[] =>
  readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
