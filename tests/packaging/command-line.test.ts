import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { programFacts } from '../../packaging/command-line/commands.ts';
import { bashCompletion, fishCompletion, zshCompletion } from '../../packaging/command-line/completion.ts';
import { commandLinePage, windowPage } from '../../packaging/command-line/man-page.ts';

const facts = programFacts();

/** What bash offers after these words; the last one is being typed. */
function offered(...words: string[]): string[] {
  const script = `${bashCompletion(facts)}
    compopt() { :; }
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _dymu; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const out = execFileSync('bash', ['-c', script, 'bash', ...words], {
    encoding: 'utf8',
    cwd: import.meta.dirname,
  });
  return out.split('\n').filter((line) => line !== '');
}

describe('what is known of dymu', () => {
  it('is read from the program itself, help included', () => {
    expect(facts.commands.map(({ name }) => name)).toContain('compare');
    const ask = facts.commands.find(({ name }) => name === 'ask');
    expect(ask?.options.find(({ long }) => long === '--image')).toMatchObject({
      argument: '<file...>',
      takes: 'file',
    });
    expect(ask?.options.find(({ long }) => long === '--no-vtu')?.takes).toBe('nothing');
    expect(ask?.options.find(({ long }) => long === '--budget')?.takes).toBe('text');
    expect(ask?.options.find(({ long }) => long === '--model')?.takes).toBe('folder');
    expect(ask?.options[0]?.long).toBe('--help');
  });
});

describe.skipIf(process.platform === 'win32')('the completion of bash', () => {
  it('offers commands, options of the command, and files where one is taken', () => {
    expect(offered('dymu', 'co')).toEqual(['compare', 'collect']);
    expect(offered('dymu', 'ask', '--no')).toEqual(['--no-vtu', '--no-merge']);
    expect(offered('dymu', 'devices', '--no')).toEqual([]);
    expect(offered('dymu', 'ask', '--image', 'root')).toEqual(['root.ts']);
    expect(offered('dymu', 'ask', '--budget', 'root')).toEqual([]);
    expect(offered('dymu', 'ask', '--model', 'root')).toEqual([]);
  });
});

describe.each([
  ['bash', bashCompletion(facts), (name: string) => name],
  ['zsh', zshCompletion(facts), (name: string) => `${name}[`],
  ['fish', fishCompletion(facts), (name: string) => `-l ${name.slice(2)} `],
  ['the manual page', commandLinePage(facts, 'x'), (name: string) => name.replaceAll('-', '\\-')],
])('%s', (_, text, written) => {
  it('knows every command and every option', () => {
    for (const { name, options } of facts.commands) {
      expect(text).toContain(name);
      for (const { long } of options) expect(text, `${name} ${long}`).toContain(written(long));
    }
  });
});

describe('the manual pages', () => {
  it('have no line that roff would take for a request by mistake', () => {
    const known = /^\.(?:TH|SH|SS|TP|PP|nh|ad|B|BR|I)\b/u;
    for (const page of [commandLinePage(facts, 'DyMU Explorer 1.2.3'), windowPage('DyMU Explorer 1.2.3')]) {
      const lines = page.split('\n');
      expect(lines.filter((line) => /^[.']/u.test(line) && !known.test(line))).toEqual([]);
      expect(lines[0]).toMatch(/^\.TH \S+ 1 "" "DyMU Explorer 1\.2\.3"/u);
    }
  });
});
