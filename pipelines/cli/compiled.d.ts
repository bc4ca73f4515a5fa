/**
 * A TypeScript module of the package as JavaScript, with all others beside it, compiled unless these very sources were before.
 *
 * @param module path from the package's root
 * @returns the module's URL; nothing where the package's folder cannot be written
 */
export function compiled(module: string): Promise<string | undefined>;
