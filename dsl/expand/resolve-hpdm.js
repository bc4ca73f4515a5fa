/**
 * Module hooks for users' modules of operators. `hpdm` is the package that runs, in whichever folder the importing file is. The
 * modules are ES modules, even if no package.json says so.
 */
let [own, loader] = ['', ''];
const plugIns = new Set();

export const initialize = (data) => {
  [own, loader] = [data.own, data.loader];
};

export const resolve = async (specifier, context, next) => {
  const resolved = await next(specifier === 'hpdm' ? own : specifier, context);
  const from = context.parentURL ?? '';
  const ours = (from === loader && !specifier.startsWith('.')) || plugIns.has(from);
  if (!ours || specifier === 'hpdm' || !/^file:(?!.*\/node_modules\/).*\.[jt]s$/.test(resolved.url)) return resolved;
  plugIns.add(resolved.url);
  return { ...resolved, format: 'module' };
};
