import { describe, expect, it } from 'vitest';
import { chooseFiles, hasIndexOnly } from '../../src-engine/hub/needed-files.ts';
import { isSafePath, type RepositoryFile } from '../../src-engine/hub/repository.ts';

const files = (...paths: readonly string[]): RepositoryFile[] =>
  paths.map((path, at) => ({ path, bytes: at + 1, digest: { kind: 'git', hex: 'a'.repeat(40) } }));

describe('the files of a repository', () => {
  it('that are read are taken, small ones first, and the others are left out with the reason', () => {
    const { needed, leftOut } = chooseFiles(
      files(
        'config.json',
        'chat_template.jinja',
        'tokenizer.json',
        'tokenizer.model',
        'README.md',
        'a-00001.safetensors',
        'model.safetensors.index.json',
        'pytorch_model.bin',
        'onnx/model.onnx',
        'model-q4.gguf',
        'other.safetensors',
        'modeling.py',
      ),
      ['a-00001.safetensors'],
    );
    expect(needed.map(({ path }) => path)).toEqual([
      'config.json',
      'chat_template.jinja',
      'tokenizer.json',
      'a-00001.safetensors',
      'model.safetensors.index.json',
    ]);
    expect(leftOut.map(({ file, why }) => [file.path, why])).toEqual([
      ['tokenizer.model', 'tokenizer.json holds the same'],
      ['README.md', 'a text of the model’s page'],
      ['pytorch_model.bin', 'the weights in a form that is not read here'],
      ['onnx/model.onnx', 'an ONNX export of the weights'],
      ['model-q4.gguf', 'GGUF, another program’s form of the weights'],
      ['other.safetensors', 'weights that config.json does not lead to'],
      ['modeling.py', 'code, none of which is run here'],
    ]);
  });

  it('a single weight file goes before an index, as it does when the folder is read', () => {
    const both = files(
      'config.json',
      'model.safetensors',
      'model.safetensors.index.json',
      'model-00001-of-00002.safetensors',
    );
    expect(hasIndexOnly(both)).toBe(false);
    const { needed, leftOut } = chooseFiles(both, undefined);
    expect(needed.map(({ path }) => path)).toEqual(['config.json', 'model.safetensors']);
    expect(leftOut[0]?.why).toBe('model.safetensors is read before it');
  });

  it.each(['../x', 'a/../b', '/etc/passwd', 'a\\b', 'C:x', 'a//b', 'con\u0000', 'a/.', 'x ', ''])(
    '%j is no safe path',
    (path) => {
      expect(isSafePath(path)).toBe(false);
    },
  );

  it('a path in folders is safe', () => {
    expect(isSafePath('chat_templates/tool_use.jinja')).toBe(true);
  });
});
