/** The floors of the house, each list from the lowest up: a folder imports what lies below it, never what lies above. */
const DSL = ['fault', 'codec', 'contract', 'graph', 'document', 'cascade', 'expand', 'check', 'run', 'builder'];
const OPERATORS = [
  ['tensor', 'disk'],
  ['network'],
  ['tiles', 'diffusion', 'training', 'encoders'],
  ['values'],
  ['pixels', 'ffmpeg'],
  ['clips'],
];

const isAbove = (floors, index) => floors.slice(index + 1).flat();

/** A rule for each folder of `root`: no import of a folder above it. */
const upward = (root, floors) =>
  floors.flatMap((floor, index) => {
    const above = isAbove(floors, index);
    return [floor].flat().map((folder) => ({
      name: `${root}-${folder}-looks-down`,
      severity: 'error',
      from: { path: `^${root}/${folder}/` },
      to: { path: above.length === 0 ? '^$' : `^${root}/(${above.join('|')})/` },
    }));
  });

const SHARED = OPERATORS.flat().join('|');

/** The import arrows: pipelines → operators → dsl; inside operators: families → what they share → network → tensor. */
module.exports = {
  forbidden: [
    {
      name: 'dsl-stands-alone',
      severity: 'error',
      from: { path: '^dsl/' },
      to: { path: '^(operators|pipelines|bench|test)/' },
    },
    {
      name: 'dsl-has-no-tfjs',
      severity: 'error',
      from: { path: '^dsl/' },
      to: { path: 'node_modules/(@tensorflow|webgpu|sharp)' },
    },
    ...upward('dsl', DSL),
    {
      name: 'dsl-rooms-import-no-index',
      severity: 'error',
      from: { path: '^dsl/.+/' },
      to: { path: '^dsl/index.ts$' },
    },
    {
      name: 'operators-below-pipelines',
      severity: 'error',
      from: { path: '^operators/' },
      to: { path: '^(pipelines|bench|test)/' },
    },
    ...upward('operators', OPERATORS),
    {
      name: 'shared-below-families',
      severity: 'error',
      from: { path: `^operators/(${SHARED})/` },
      to: { path: `^operators/(?!(${SHARED})/)` },
    },
    {
      name: 'families-share-no-operator',
      comment: 'What two families need lies in a folder below them.',
      severity: 'error',
      from: { path: '^operators/([^/]+)/', pathNot: `^operators/(${SHARED})/` },
      to: { path: '^operators/[^/]+/', pathNot: `^operators/($1|${SHARED})/` },
    },
    {
      name: 'no-tests-in-product',
      severity: 'error',
      from: { path: '^(dsl|operators|pipelines)/' },
      to: { path: '^(test|bench)/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.json'] },
  },
};
