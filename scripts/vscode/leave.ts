/** Things to end when this process does, whatever ends it: servers and browsers are in groups of their own. */
const ending = new Set<() => void>();
let isListening = false;

function listen(): void {
  if (isListening) return;
  isListening = true;
  process.once('exit', () => ending.forEach((end) => end()));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // One who waits for the signal itself, as `npm start` does, ends things in order.
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(130);
    });
  }
}

/** Calls `end` when this process exits; returns how to take that back. `end` must be synchronous. */
export function whenLeaving(end: () => void): () => void {
  listen();
  ending.add(end);
  return () => {
    ending.delete(end);
  };
}
