const { Script } = require('node:vm');
const { default: JestRuntime } = require('jest-runtime');

/** The compiled code of every library's files: path → { source, script }. */
const compiled = new Map();
/** The names that a library's file exports, for `import` of CommonJS. */
const exported = new Map();
/** Of the suite that runs now: a script outlives the suite it was compiled for. */
let current;

/**
 * Jest's runtime, which compiles the files of libraries once per worker instead of once per suite. Every suite still runs them anew
 * in its own sandbox, so none sees what another one left.
 */
module.exports = class extends JestRuntime {
  constructor(...args) {
    super(...args);
    current = this;
  }

  createScriptFromCode(source, path) {
    if (!path.includes('/node_modules/')) return super.createScriptFromCode(source, path);
    const known = compiled.get(path);
    if (known?.source === source) return known.script;
    const script = new Script(this.wrapCodeInModuleWrapper(source), {
      filename: path,
      importModuleDynamically: (specifier) => current.unstable_importModule(path, specifier),
    });
    compiled.set(path, { source, script });
    return script;
  }

  getExportsOfCjs(path) {
    if (!path.includes('/node_modules/')) return super.getExportsOfCjs(path);
    if (!exported.has(path)) exported.set(path, super.getExportsOfCjs(path));
    return exported.get(path);
  }
};
