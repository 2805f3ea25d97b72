import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { impostor } from '../../src-engine/files/impostor.ts';
import { readJson } from '../../src-engine/files/published-json.ts';
import { readSafetensorsHeader } from '../../src-engine/files/safetensors.ts';
import { emptyFolder } from '../support/scratch.ts';

const page = '<!DOCTYPE html>\n<html class="">\n<head><title>model.safetensors at main</title></head>';

describe('impostor', () => {
  it.each([
    ['a page saved from a browser', page, 'is a web page'],
    ['a page with a byte order mark and blank lines', `\ufeff\n  ${page.toLowerCase()}`, 'is a web page'],
    ['a page without a document type', '<html><body>Sign in</body></html>', 'is a web page'],
    ['a pointer', 'version https://git-lfs.github.com/spec/v1\noid', 'is a Git LFS pointer'],
    ['what the hub says of a missing file', 'Entry not found', "is a server's refusal"],
    ['what it says to a stranger', 'Invalid username or password.', "is a server's refusal"],
    ['what it says of a gated model', 'Access to model org/x is restricted.', "is a server's refusal"],
    ['an error as JSON', '{"error":"Invalid credentials in Authorization header"}', "is a server's refusal"],
    [
      'an error of a bucket',
      '<?xml version="1.0"?><Error><Code>AccessDenied</Code>',
      "is a server's refusal",
    ],
  ])('knows %s', (_, text, fact) => {
    expect(impostor(Buffer.from(text))?.fact).toContain(fact);
  });

  it.each([
    ['a zip of torch.save', Buffer.from('PK\u0003\u0004\0\0'), 'is a PyTorch or zip file'],
    ['a bare pickle', Buffer.of(0x80, 2, 0x7d), 'is a PyTorch or zip file'],
    ['GGUF', Buffer.from('GGUF\u0003\0\0\0'), 'is a GGUF file'],
    ['gzip', gzipSync('{}'), 'is compressed with gzip'],
  ])('knows %s', (_, bytes, fact) => {
    expect(impostor(bytes)?.fact).toContain(fact);
  });

  it.each(['', '{"model_type": "llava"}', '[1]', '{% for m in messages %}<html>{% endfor %}', 'versions'])(
    'lets %j be',
    (text) => {
      expect(impostor(Buffer.from(text))).toBeUndefined();
    },
  );

  it('is what readers of JSON and of safetensors say, with its own cure', async () => {
    const directory = await emptyFolder();
    const path = join(directory, 'model.safetensors');
    await writeFile(path, page);
    const sentence =
      "'model.safetensors' is a web page and not the file itself; download the file itself (on huggingface.co the address with /resolve/, not the page's with /blob/).";
    await expect(readSafetensorsHeader(path)).rejects.toThrow(sentence);
    await expect(readJson(path, 10_000)).rejects.toThrow(sentence);
    await writeFile(path, Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(100)]));
    await expect(readSafetensorsHeader(path)).rejects.toThrow('is a PyTorch or zip file under another name');
  });
});
