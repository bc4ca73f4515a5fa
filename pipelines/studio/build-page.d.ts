/** Bundle the page for browsers, in memory; its files, with the licences of what is in them. */
export function buildPage(): Promise<{ readonly name: string; readonly bytes: Uint8Array }[]>;
