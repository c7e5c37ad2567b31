import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const product = ['server/**/*.{ts,tsx}', 'app/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}'];
const environment = 'Only server/config reads the environment: take what you need from Config.';

export default defineConfig(
  { ignores: ['node_modules/', '.next*/', 'dist/', 'data/', 'test-output/', 'next-env.d.ts'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A `!` after a match or a bounds check is the honest way to satisfy noUncheckedIndexedAccess.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      // React takes async handlers; a promise that is neither awaited nor detached is still an error everywhere else.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  // It compiles every file that it is given.
  { files: ['app/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}', '**/*.tsx'], extends: [reactHooks.configs.flat.recommended] },
  {
    files: product,
    ignores: ['server/config/**'],
    rules: {
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: environment }],
      'no-restricted-imports': [
        'error',
        {
          paths: ['process', 'node:process'].map((name) => ({ name, importNames: ['env', 'default'], message: environment })),
        },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "MemberExpression[property.name='env'][object.property.name='process']", message: environment },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    // An answer's body is named by who reads it: `answer.json<Host>()`.
    rules: { '@typescript-eslint/no-unnecessary-type-parameters': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
  {
    // Commands of a developer's, which print.
    files: ['test/bench/**/*.ts', 'test/screenshots/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        module: 'writable',
        setTimeout: 'readonly',
        performance: 'readonly',
      },
    },
  },
);
