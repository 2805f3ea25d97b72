import { describe, expect, it } from 'vitest';
import { readAddress } from '../../src-engine/hub/address.ts';
import { refusal } from '../support/scratch.ts';

const name = 'llava-hf/llava-1.5-7b-hf';

describe('what somebody writes for a model of the hub', () => {
  it.each([
    [name, 'main'],
    [`  "${name}" `, 'main'],
    [`${name}@v2`, 'v2'],
    [`https://huggingface.co/${name}`, 'main'],
    [`https://huggingface.co/${name}/`, 'main'],
    [`huggingface.co/${name}`, 'main'],
    [`https://hf.co/${name}?library=transformers#files`, 'main'],
    [`https://huggingface.co/${name}/tree/float16`, 'float16'],
    [`https://huggingface.co/${name}/blob/main/config.json`, 'main'],
    [`https://huggingface.co/${name}/resolve/${'a'.repeat(40)}/model.safetensors`, 'a'.repeat(40)],
    [`https://huggingface.co/${name}/tree/refs%2Fpr%2F3`, 'refs/pr/3'],
    [`https://huggingface.co/${name}/tree/refs/pr/3`, 'refs/pr/3'],
    [`https://huggingface.co/${name}.git`, 'main'],
    [`hf://${name}@v2`, 'v2'],
    [`hf download ${name}`, 'main'],
    [`git clone https://huggingface.co/${name}`, 'main'],
  ])('%s is a model at %s', (given, revision) => {
    expect(readAddress(given)).toEqual({ name, revision });
  });

  it('a revision that is given beside it goes before the one of the link', () => {
    expect(readAddress(`https://huggingface.co/${name}/tree/old`, 'new').revision).toBe('new');
  });

  it('a link to the mirror is a model when that mirror is the endpoint', () => {
    const link = `https://mirror.example/${name}`;
    expect(readAddress(link, undefined, 'https://mirror.example').name).toBe(name);
    expect(refusal(() => readAddress(link)).message).toBe(
      `'${link}' is a page of mirror.example, which is not asked for models; give org/name, as in llava-hf/llava-1.5-7b-hf, or the link of a model’s page.`,
    );
  });

  it.each([
    ['https://huggingface.co/datasets/org/set', 'is a page of a dataset'],
    ['https://huggingface.co/spaces/org/space', 'is a page of a space'],
    ['gpt2', 'names no organisation'],
    ['', 'is no name of a model'],
    ['a/b/c', 'is no name of a model'],
    ['../..', 'is no name of a model'],
    ['org/..', 'is no name of a model'],
    ['org/na--me', 'is no name of a model'],
    ['https://huggingface.co/', 'is no name of a model'],
    ['C:\\models\\llava', 'is no name of a model'],
    ['javascript:alert(1)', 'is no name of a model'],
  ])('%j is refused in one sentence', (given, words) => {
    const { code, message } = refusal(() => readAddress(given));
    expect(code).toBe('bad-input');
    expect(message).toContain(words);
    expect(message).not.toContain('\n');
  });

  it.each(['../main', 'a//b', 'a..b', 'main/', 'x.lock', '-d', 'a b'])('%j is no revision', (revision) => {
    expect(refusal(() => readAddress(name, revision)).message).toContain('is no revision');
  });
});
