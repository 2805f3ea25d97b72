import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readChatTemplate } from '../../src-engine/checkpoint/chat-template.ts';
import { emptyFolder, writeJson } from '../support/scratch.ts';

const tokenizer = (template: unknown) => ({
  file: 'tokenizer_config.json',
  value: { chat_template: template },
});
const processor = (template: unknown) => ({
  file: 'processor_config.json',
  value: { chat_template: template },
});

describe('readChatTemplate', () => {
  it('prefers chat_template.jinja, then chat_template.json, then the processor, then the tokenizer', async () => {
    const directory = await emptyFolder();
    const read = () => readChatTemplate(directory, processor('of processor'), tokenizer('of tokenizer'));
    expect(await readChatTemplate(directory, undefined, tokenizer('of tokenizer'))).toBe('of tokenizer');
    expect(await read()).toBe('of processor');
    await writeJson(directory, 'chat_template.json', { chat_template: 'of json' });
    expect(await read()).toBe('of json');
    await writeFile(join(directory, 'chat_template.jinja'), 'of jinja');
    expect(await read()).toBe('of jinja');
  });

  it("takes 'default' from named templates, else the first", async () => {
    const directory = await emptyFolder();
    const named = [
      { name: 'tool_use', template: 'tools' },
      { name: 'default', template: 'plain' },
    ];
    expect(await readChatTemplate(directory, undefined, tokenizer(named))).toBe('plain');
    expect(await readChatTemplate(directory, undefined, tokenizer(named.slice(0, 1)))).toBe('tools');
    expect(await readChatTemplate(directory, processor({ rag: 'a', default: 'b' }), undefined)).toBe('b');
  });

  it('has none in a folder without one, nor in fields of another kind', async () => {
    const directory = await emptyFolder();
    expect(await readChatTemplate(directory, undefined, undefined)).toBeUndefined();
    for (const odd of [7, null, [], [7], {}, { default: 7 }]) {
      expect(await readChatTemplate(directory, processor(odd), tokenizer(odd))).toBeUndefined();
    }
  });

  it('refuses a template of more than a megabyte', async () => {
    const directory = await emptyFolder();
    await writeFile(join(directory, 'chat_template.jinja'), 'x'.repeat(1024 * 1024 + 1));
    await expect(readChatTemplate(directory, undefined, undefined)).rejects.toThrow(
      "'chat_template.jinja' has 1048577 bytes",
    );
  });
});
