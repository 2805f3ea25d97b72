import { mkdir, writeFile } from 'node:fs/promises';
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
  // ProcessorMixin.get_processor_dict of transformers 5.24.0; its processors never look into tokenizer_config.json.
  it("prefers the processor's config, then chat_template.json, then chat_template.jinja, then the tokenizer's config", async () => {
    const directory = await emptyFolder();
    const read = (inProcessor?: string) =>
      readChatTemplate(
        directory,
        inProcessor === undefined ? undefined : processor(inProcessor),
        tokenizer('of tokenizer'),
      );
    expect(await read()).toBe('of tokenizer');
    await writeFile(join(directory, 'chat_template.jinja'), 'of jinja');
    expect(await read()).toBe('of jinja');
    await writeJson(directory, 'chat_template.json', { chat_template: 'of json' });
    expect(await read()).toBe('of json');
    expect(await read('of processor')).toBe('of processor');
  });

  it("takes 'default' from named templates", async () => {
    const directory = await emptyFolder();
    const named = [
      { name: 'tool_use', template: 'tools' },
      { name: 'default', template: 'plain' },
    ];
    expect(await readChatTemplate(directory, undefined, tokenizer(named))).toBe('plain');
    expect(await readChatTemplate(directory, processor({ rag: 'a', default: 'b' }), undefined)).toBe('b');
  });

  it('refuses several without a default, as transformers does, and names them', async () => {
    const directory = await emptyFolder();
    const named = [{ name: 'tool_use', template: 'tools' }];
    await expect(readChatTemplate(directory, undefined, tokenizer(named))).rejects.toThrow(
      "The checkpoint has chat templates called 'tool_use' but none called 'default'; add a chat_template.jinja with the one that puts a question.",
    );
  });

  it('reads the folder chat_templates, whose default is chat_template.jinja or a file of that name', async () => {
    const directory = await emptyFolder();
    await mkdir(join(directory, 'chat_templates'));
    await writeFile(join(directory, 'chat_templates', 'tool_use.jinja'), 'tools');
    const read = () => readChatTemplate(directory, undefined, undefined);
    await expect(read()).rejects.toThrow("called 'tool_use'");
    await writeFile(join(directory, 'chat_templates', 'default.jinja'), 'in the folder');
    expect(await read()).toBe('in the folder');
    await writeFile(join(directory, 'chat_template.jinja'), 'beside it');
    expect(await read()).toBe('beside it');
    await writeJson(directory, 'chat_template.json', { chat_template: 'of json' });
    await expect(read()).rejects.toThrow('exclude each other');
  });

  it('has none in a folder without one, nor in fields of another kind', async () => {
    const directory = await emptyFolder();
    expect(await readChatTemplate(directory, undefined, undefined)).toBeUndefined();
    for (const odd of [7, null, [], [7], {}, { default: 7 }]) {
      expect(await readChatTemplate(directory, processor(odd), tokenizer(odd))).toBeUndefined();
    }
  });

  it('refuses a chat_template.json without a template', async () => {
    const directory = await emptyFolder();
    await writeJson(directory, 'chat_template.json', { template: 'x' });
    await expect(readChatTemplate(directory, undefined, undefined)).rejects.toThrow(
      "'chat_template.json' holds no chat_template",
    );
  });

  it('keeps a byte order mark, which Python reads as a character of the prompt', async () => {
    const directory = await emptyFolder();
    await writeFile(join(directory, 'chat_template.jinja'), '\ufeffhello');
    expect(await readChatTemplate(directory, undefined, undefined)).toBe('\ufeffhello');
  });

  it('refuses a template of more than a megabyte', async () => {
    const directory = await emptyFolder();
    await writeFile(join(directory, 'chat_template.jinja'), 'x'.repeat(1024 * 1024 + 1));
    await expect(readChatTemplate(directory, undefined, undefined)).rejects.toThrow(
      "'chat_template.jinja' has 1048577 bytes",
    );
  });
});
