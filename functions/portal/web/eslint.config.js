import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

import { noCircles } from './lint/circles.js';

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '**/*.gen.ts'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  reactHooks.configs.flat.recommended,
  jsxA11y.flatConfigs.recommended,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['eslint.config.js', 'lint/*.js'] }, tsconfigRootDir: import.meta.dirname } },
    plugins: { foyer: { rules: { 'no-circles': noCircles } } },
    rules: {
      'foyer/no-circles': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      // Whatever the pages say is in src/shared/i18n.
      'no-restricted-syntax': ['error', { selector: 'JSXText[value=/[A-Za-z\\u4e00-\\u9fff]{2}/]', message: 'Put texts into src/shared/i18n.' }],
    },
  },
  { files: ['eslint.config.js', 'lint/*.js'], ...tseslint.configs.disableTypeChecked },
  { files: ['lint/*.js'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } } },
);
