import { describe, expect, it, vi } from 'vitest';
import { createPathGrants } from '../../electron/path-grants.ts';
import { answerAbout, pathQuestionSchema } from '../../electron/path-messages.ts';
import { askMain, portRules } from '../../electron/port-rules.ts';

function setUp(window = 3) {
  const grants = createPathGrants(['/assets']);
  const post = vi.fn((message: unknown) => {
    const question = pathQuestionSchema.parse(structuredClone(message));
    setImmediate(() => main.receive(answerAbout(grants, question)));
  });
  const main = askMain(post);
  return { grants, post, main, rules: portRules(main, window) };
}

describe('the rules of a port', () => {
  it('name the first path that main does not know', async () => {
    const { rules } = setUp();
    expect(await rules.refusedAmong(['/assets/a', '/etc/b', '/etc/c'])).toBe('/etc/b');
    expect(await rules.refusedAmong(['/assets/a'])).toBeUndefined();
  });

  it('ask main once about what lies below the same root', async () => {
    const { rules, post } = setUp();
    await rules.refusedAmong(['/assets/a']);
    await rules.refusedAmong(['/assets/b', '/assets/c/d']);
    expect(post).toHaveBeenCalledTimes(1);
  });

  it('ask again about what was refused: it may have been chosen since', async () => {
    const { rules, grants } = setUp();
    expect(await rules.refusedAmong(['/late/a'])).toBe('/late/a');
    grants.allowRead(['/late']);
    expect(await rules.refusedAmong(['/late/a'])).toBeUndefined();
  });

  it('claim with the window of the port', async () => {
    const { grants, rules, main } = setUp();
    const { grant } = grants.grantWrite({ path: '/home/a.json', what: 'calibration', window: 3 });
    expect(await portRules(main, 4).claim(grant, 'calibration')).toBeUndefined();
    expect(await rules.claim(grant, 'calibration')).toBe('/home/a.json');
  });

  it('tell main what the engine has named, each once, also for the next engine process', async () => {
    const { rules, grants, post } = setUp();
    await rules.tell(['/cache/model']);
    await rules.tell(['/cache/model']);
    expect(post).toHaveBeenCalledTimes(1);
    expect(grants.mayRead('/cache/model')).toBe(true);
  });

  it('take a name on the hub unless a folder here is called so', async () => {
    const { rules } = setUp();
    expect(await rules.refusedModel(['llava-hf/no-such-folder-here'])).toBeUndefined();
    expect(await rules.refusedModel(['tests/remote'])).toBe('tests/remote'); // of the working directory
    expect(await rules.refusedModel(['/etc'])).toBe('/etc');
  });

  it('pass over what is no reply', async () => {
    const { main, rules } = setUp();
    for (const message of [null, { kind: 'paths', id: 1 }, { kind: 'paths', id: 99, found: [] }, 'x'])
      main.receive(message);
    expect(await rules.refusedAmong(['/assets'])).toBeUndefined();
  });
});
