import { describe, expect, it } from 'vitest';
import { lastLine, startPeer } from '../../../tools/bench/peer-process.ts';

const node = (program: string) => ({ command: process.execPath, words: ['-e', program] });
const ready = `console.log(JSON.stringify({ version: '1', cases: ['plain'], error: {} }));`;

describe('a peer', () => {
  it('is asked by lines, and what libraries print besides is passed over', async () => {
    const peer = await startPeer(
      node(`console.log('loading'); ${ready} process.stdin.on('data', () => console.log('{"value":7}'));`),
    );
    expect(peer.cases).toEqual(['plain']);
    expect(await peer.measure('plain')).toBe(7);
    peer.close();
  });

  it('that ends before it is ready fails with the line that names the error', async () => {
    const program = `console.error("  at x\\nModuleNotFoundError: No module named 'nncf'\\n\\nNode v20"); process.exit(1);`;
    await expect(startPeer(node(program))).rejects.toThrow("ModuleNotFoundError: No module named 'nncf'");
  });

  it('that cannot be started at all fails with the reason', async () => {
    await expect(startPeer({ command: '/nowhere/python', words: [] })).rejects.toThrow('ENOENT');
  });

  it('that says nothing is given up', async () => {
    const patience = { startMs: 60_000, answerMs: 10 };
    const peer = await startPeer(node(`${ready} process.stdin.resume();`), patience);
    await expect(peer.measure('plain')).rejects.toThrow('it said nothing');
  });
});

describe('lastLine', () => {
  it('is undefined where nothing was said', () => {
    expect(lastLine(' \n')).toBeUndefined();
  });
});
