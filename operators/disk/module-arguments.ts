import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Node's arguments that run a module beside another one in a process of its own: from its TypeScript, or what it was compiled to.
 *
 * @param url `const { url } = import.meta` of the other module: written like this, it names the file that runs, also where it is compiled
 * @param name of the module, without its ending
 */
export function moduleArguments(url: string, name: string): { readonly loader: string[]; readonly script: string } {
  const ending = extname(url);
  const script = fileURLToPath(new URL(`${name}${ending}`, url));
  const loader = ending === '.ts' ? ['--import', pathToFileURL(createRequire(url).resolve('tsx')).href] : [];
  return { loader, script };
}
