/** Whether this Linux has the library that WebGPU needs, asked before the runtime asks and writes warnings to the terminal. */

/** Undefined where nothing speaks against trying. */
export function missingVulkan(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    process.dlopen({ exports: {} }, 'libvulkan.so.1');
  } catch (error) {
    // A library that is there is refused too, but for not being a Node add-on.
    const message = error instanceof Error ? error.message : '';
    if (message.includes('cannot open shared object file')) {
      return 'There is no Vulkan loader (libvulkan.so.1); install libvulkan1 and a driver for your GPU.';
    }
  }
  return undefined;
}
