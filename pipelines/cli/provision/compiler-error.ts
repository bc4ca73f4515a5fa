/** What a compiler complains about: the first line of its output with an error, else the last line. */
export const compilerError = (output: readonly string[]): string =>
  (output.find((line) => /\berror\b/i.test(line)) ?? output.at(-1) ?? 'it says nothing').trim();
