/** Values of parameters, from `name=value` each. */
export const givenValues = (texts: readonly string[]): Record<string, string> =>
  Object.fromEntries(texts.map((text) => text.split(/=(.*)/s).slice(0, 2) as [string, string]));
