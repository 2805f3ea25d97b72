import { describe, expect, it } from 'vitest';
import { cli, recorder } from './harness.ts';

describe('common options', () => {
  it('go to the engine and to its load', async () => {
    const record = recorder();
    await cli(
      [
        'encode',
        '--image',
        '/a.png',
        '--tokens',
        '40',
        '--model',
        '/models/m',
        '--calibration',
        '/c.json',
        '--device',
        'webgpu',
        '--precision',
        'fp16',
        '--tower',
        'int8',
        '--threads',
        '2',
      ],
      {
        createEngine: (options) => {
          record.options.push(options);
          return Promise.resolve(record.engine);
        },
      },
    );
    expect(record.options).toEqual([{ device: 'webgpu', precision: 'fp16', tower: 'int8', threads: 2 }]);
    expect(record.loads).toEqual([{ directory: '/models/m', calibration: '/c.json' }]);
  });

  it('show progress on a terminal only, and take it away', async () => {
    const argv = ['encode', '--image', '/a.png', '--tokens', '40', '--model', '/m'];
    expect((await cli(argv, { terminal: true })).err).toBe(
      '\r\u001b[2KReading the checkpoint (0 %)\r\u001b[2KLoading weights (50 %)\r\u001b[2K',
    );
    expect((await cli(argv)).err).toBe('');
  });
});
