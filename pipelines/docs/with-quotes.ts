import { readFileSync } from 'node:fs';

/** A code block whose first line names the file it shows: `# path` or `// path`. */
const QUOTE = /^```(\w+)\n(#|\/\/) ([\w./-]+\.\w+)\n[^]*?^```$/gm;

/** Replace each code block that quotes a file with the present content of the file. */
export const withQuotes = (markdown: string): string =>
  markdown.replace(QUOTE, (_, language: string, comment: string, file: string) => {
    return `\`\`\`${language}\n${comment} ${file}\n${readFileSync(file, 'utf8').trimEnd()}\n\`\`\``;
  });
