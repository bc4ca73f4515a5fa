/** What stands between the marks of a table: `<!-- table: samplers -->` … `<!-- end -->`. */
const MARKED = /^<!-- table: ([\w-]+) -->\n[^]*?^<!-- end -->$/gm;

/** Markdown with its marked tables as they are now; a name that is none of them is a programming error. */
export const withTables = (tables: Readonly<Record<string, string>>, markdown: string): string =>
  markdown.replace(MARKED, (_, name: string) => {
    const text = tables[name];
    if (text === undefined)
      throw new RangeError(`there is no table "${name}"; known: ${Object.keys(tables).join(', ')}`);
    return `<!-- table: ${name} -->\n\n${text}\n\n<!-- end -->`;
  });
