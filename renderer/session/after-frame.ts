/** What can wait until the next frame is painted: a window that does not paint, being hidden, does it a moment later. */

const longestMs = 100;

export function afterFrame(then: () => void): void {
  const { port1, port2 } = new MessageChannel();
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    port1.close();
    then();
  };
  const timer = setTimeout(once, longestMs);
  port1.onmessage = once;
  // Callbacks of a frame run before it is painted; a message posted there comes after that.
  const frame = requestAnimationFrame(() => port2.postMessage(null));
}
