/** What oxlint (.oxlintrc.json) has no rules for: which folder may import what, and React's own rules of hooks. No types are read here. */
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import boundaries from './eslint.boundaries.js';

export default [
  { ignores: ['**/generated/**', '**/*.js'] },
  { files: ['**/*.{ts,tsx}'], languageOptions: { parser: tseslint.parser } },
  { files: ['renderer/**/*.{ts,tsx}'], ...reactHooks.configs.flat.recommended },
  ...boundaries,
];
