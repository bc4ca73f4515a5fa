/**
 * Compile the package's TypeScript to JavaScript and keep the result; sources that have not changed are not compiled again.
 *
 * @param module path from the package's root
 * @returns the URL of the compiled module; undefined if the package's folder cannot be written
 */
export function compiled(module: string): Promise<string | undefined>;
