/** The import arrows of the house: pipelines → operators → dsl; inside operators: families → network → tensor. */
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
    {
      name: 'operators-below-pipelines',
      severity: 'error',
      from: { path: '^operators/' },
      to: { path: '^(pipelines|bench|test)/' },
    },
    {
      name: 'tensor-below-all',
      severity: 'error',
      from: { path: '^operators/tensor/' },
      to: { path: '^operators/(?!tensor/)' },
    },
    {
      name: 'network-below-families',
      severity: 'error',
      from: { path: '^operators/network/' },
      to: { path: '^operators/(?!tensor/|network/)' },
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
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
