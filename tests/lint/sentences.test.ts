/** What the engine says reaches the window as well: no text of it may name an option of the command line, except what reads those options. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', 'src-engine');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(sep).join('/'))
  .filter((file) => file.endsWith('.ts') && !file.startsWith('cli/') && file !== 'reduction/flags.ts');

/** Calls that say what is wrong with an option as it was typed; only the command line comes there. */
const aboutTypedOptions = new Set(['flagRefusal', 'wholeNumber']);

function textsWith(pattern: RegExp, file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && aboutTypedOptions.has(node.expression.getText(source))) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      if (pattern.test(node.text)) found.push(`${file}: ${node.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('texts of the engine', () => {
  it('name no option of the command line', () => {
    expect(files.length).toBeGreaterThan(150);
    expect(files.flatMap((file) => textsWith(/(^|[\s"'`(])--[a-z]/, file))).toEqual([]);
  });
});
