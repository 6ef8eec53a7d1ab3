import { readdirSync } from 'node:fs';
import importPlugin from 'eslint-plugin-import';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const features = readdirSync('./src/features');

/** Who may import whom. Features are islands; the pass is an island too, because it must stay small. */
const zones = [
  ...features.map((feature) => ({
    target: `./src/features/${feature}`,
    from: './src/features',
    except: [`./${feature}`],
    message: 'A feature never imports another feature: move what both need to src/ui, src/api or src/reasons.',
  })),
  { target: './src/features', from: ['./src/app', './src/pass'], message: 'Features know neither the shell nor the pass.' },
  { target: './src/pass', from: ['./src/app', './src/features', './src/ui', './src/api'], message: 'The pass stands alone.' },
  { target: ['./src/ui', './src/api', './src/reasons'], from: ['./src/app', './src/features', './src/pass'], message: 'Arrows point down only.' },
];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/api/generated.ts'] },
  {
    files: ['src/**/*.{ts,tsx}', 'build/**/*.ts', 'vite.config.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.app.json', './tsconfig.worker.json', './tsconfig.node.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { import: importPlugin, 'react-hooks': reactHooks, 'jsx-a11y': jsxA11y },
    settings: {
      'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js', '.mjs'] } },
      'import/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
    },
    rules: {
      ...reactHooks.configs.recommended.rules,
      ...jsxA11y.flatConfigs.recommended.rules,
      'import/no-restricted-paths': ['error', { zones }],
      'import/no-cycle': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'max-lines': ['error', 400],
      'no-console': 'error',
      // It does not see that `build.query<Answer, void>` is a type argument, which is how RTK Query spells "no argument".
      '@typescript-eslint/no-invalid-void-type': 'off',
      // Tokens and keys never go there; the one exception (the pass's language) says so where it stands.
      'no-restricted-globals': ['error', 'localStorage', 'sessionStorage'],
    },
  },
  {
    files: ['build/**/*.ts', 'src/**/*.test.{ts,tsx}', 'src/testing/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
