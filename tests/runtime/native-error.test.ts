import { describe, expect, it } from 'vitest';
import { nativeError } from '../../src-engine/runtime/native-error.ts';

const of = (message: string, provider: 'cpu' | 'webgpu' = 'webgpu') =>
  nativeError(new Error(message), 'the model was running', provider);

describe('nativeError', () => {
  it.each([
    'WebGPU device lost (1): A valid external Instance reference no longer exists.',
    'Failed to download data from buffer: [Device] is lost.',
    'vkQueueSubmit failed with VK_ERROR_DEVICE_LOST',
    'D3D12: DXGI_ERROR_DEVICE_REMOVED',
    'The device was reset by the driver',
  ])('knows a lost device by: %s', (message) => {
    const error = of(message);
    expect(error).toMatchObject({
      code: 'device-lost',
      remedy: { kind: 'restart-engine' },
      detail: message,
    });
    expect(error.message).toMatch(
      /^The graphics processor went away while the model was running \(webgpu lost/,
    );
  });

  it.each([
    'BFC Arena ran out of memory trying to allocate 8388608 bytes',
    'std::bad_alloc',
    'Failed to allocate memory for requested buffer of size 1073741824',
    'VK_ERROR_OUT_OF_DEVICE_MEMORY',
    'CUDA out of memory',
  ])('knows refused memory by: %s', (message) => {
    expect(of(message)).toMatchObject({ code: 'out-of-memory', detail: message });
    expect(of(message, 'cpu').fact).toBe('This computer ran out of memory while the model was running');
  });

  it('blames neither for anything else', () => {
    const message = 'Non-zero status code returned while running MatMul node.';
    expect(of(message, 'cpu')).toMatchObject({
      code: 'native-failure',
      fact: 'The runtime failed on cpu while the model was running',
      detail: message,
    });
    expect(nativeError('out of cheese', 'it ran', 'cpu').code).toBe('native-failure');
  });
});
