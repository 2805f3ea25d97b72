import { describe, expect, it } from 'vitest';
import { cli, recorder } from './harness.ts';

describe('picture options', () => {
  it.each([
    ['encode', ['--image', '/a.png', '--tokens', '40']],
    ['ask', ['--image', '/a.png', '--tokens', '40', '--prompt', 'What is it?']],
    ['compare', ['--image', '/a.png', '--tokens', '40', '--prompt', 'What is it?']],
  ])('of %s go to the engine', async (command, rest) => {
    const record = recorder();
    const argv = [
      command,
      '--model',
      '/models/m',
      '--image-backend',
      'pil',
      '--image-route',
      'object',
      ...rest,
    ];
    await cli(argv, {
      createEngine: (options) => {
        record.options.push(options);
        return Promise.resolve(record.engine);
      },
    });
    expect(record.options).toEqual([{ imageBackend: 'pil', imageRoute: 'object' }]);
  });

  it.each(['encode', 'ask', 'compare', 'eval', 'calibrate'])('are in the help of %s', async (command) => {
    const { out } = await cli([command, '--help']);
    expect(out).toContain('--image-backend <name>');
    expect(out).toContain('--image-route <name>');
  });

  it('refuse a route that is none', async () => {
    const { err, status } = await cli(['encode', '--image', '/a.png', '--image-route', 'url']);
    expect(err).toContain('--image-route takes path or object; "url" is none of them.');
    expect(status).toBe(2);
  });

  it('refuse a backend that is none', async () => {
    const { err, status } = await cli(['encode', '--image', '/a.png', '--image-backend', 'opencv']);
    expect(err).toContain('--image-backend takes torchvision, pil or pil-12; "opencv" is none of them.');
    expect(status).toBe(2);
  });
});
