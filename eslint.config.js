import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { namedAfterExport } from './lint/named-after-export.js';

export default tseslint.config(
  { ignores: ['node_modules', 'out', 'dist', 'test/fixtures', 'test/dsl/check/parts', '**/*.cjs'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-invalid-void-type': ['error', { allowAsThisParameter: true }],
    },
  },
  {
    files: ['dsl/**/*.ts', 'operators/**/*.ts', 'pipelines/**/*.{ts,tsx}', 'bench/**/*.ts'],
    plugins: { hpdm: { rules: { 'named-after-export': namedAfterExport } } },
    rules: { 'hpdm/named-after-export': 'error' },
  },
  {
    files: ['dsl/**/*.ts', 'operators/**/*.ts', 'pipelines/**/*.{ts,tsx}', 'bench/**/*.ts'],
    rules: {
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // The files of the families: an operator each.
    files: ['operators/*/*.ts'],
    ignores: [
      'clips',
      'diffusion',
      'disk',
      'encoders',
      'ffmpeg',
      'network',
      'pixels',
      'tensor',
      'tiles',
      'training',
      'values',
    ].map((shared) => `operators/${shared}/**`),
    rules: { 'max-lines': ['error', 150] },
  },
  {
    files: ['operators/**/*.ts', 'pipelines/**/*.ts'],
    ignores: ['operators/tensor/tf.d.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            { name: '@tensorflow/tfjs-core', message: 'It has no gradients; import tf from tensor/tf.js.' },
            {
              name: '@tensorflow/tfjs',
              allowTypeImports: true,
              message: 'It takes half a second of every command; import tf from tensor/tf.js.',
            },
          ],
        },
      ],
    },
  },
  {
    // What goes wrong with TensorFlow.js, each found the hard way.
    files: ['operators/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'tf',
          property: 'fused',
          message: 'fused.matMul is wrong on wasm with a batch or a transpose; use linear.',
        },
        {
          object: 'tf',
          property: 'randomNormal',
          message: 'Unseeded with seed 0, and slow; use stream of tensor/stream.ts.',
        },
        {
          object: 'tf',
          property: 'randomUniform',
          message: 'Another number on every backend; use stream of tensor/stream.ts.',
        },
        { property: 'dataSync', message: 'WebGPU cannot; await data().' },
        { property: 'arraySync', message: 'WebGPU cannot; await array().' },
      ],
    },
  },
  {
    files: ['operators/**/*.ts', 'pipelines/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.name='mkdir'] Property[key.name='recursive']",
          message:
            'It never returns where no folder can be made, such as in /proc; use makeFolder of disk/make-folder.ts.',
        },
      ],
    },
  },
  {
    // They are full of what must not compile.
    files: ['**/*.type-test.ts'],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ['**/*.js'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: { process: 'readonly', console: 'readonly' },
    },
  },
);
