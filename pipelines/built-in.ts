import { fileURLToPath } from 'node:url';

/** Path of a document that comes with hpdm. */
export const builtIn = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));
