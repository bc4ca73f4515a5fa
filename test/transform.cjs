const { transform } = require('esbuild');

/** TypeScript to JavaScript for jest, by the compiler that the commands use; `npm run typecheck` looks at the types. */
module.exports = {
  async processAsync(source, path) {
    const { code, map } = await transform(source, {
      loader: 'ts',
      target: 'node20',
      sourcefile: path,
      sourcemap: 'external',
      sourcesContent: false,
    });
    return { code, map };
  },
};
