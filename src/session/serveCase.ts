import { isMessage, type Post, RpcServer, toWireError, type WireError } from '../base/rpc.ts';
import type { CaseSession } from './api.ts';
import { sessionHandlers } from './calls.ts';

/** First message of the child: whether the case is open. */
export type Greeting = { readonly kind: 'open' } | { readonly kind: 'failed'; readonly error: WireError };

/** Serves one case to the parent process until it disconnects. */
export async function serveCase(open: () => Promise<CaseSession>): Promise<void> {
  const send = (message: Greeting | Parameters<Post>[0]): void => {
    if (process.connected) process.send?.(message);
  };
  try {
    const session = await open();
    const server = new RpcServer(sessionHandlers(session), send);
    process.on('message', (message: unknown) => {
      if (isMessage(message)) server.receive(message);
    });
    // The window is gone, or it closed the case: nobody is left to work for.
    process.once('disconnect', () => {
      void session.close().finally(() => process.exit(0));
    });
    send({ kind: 'open' });
  } catch (error) {
    send({ kind: 'failed', error: toWireError(error) });
    process.disconnect();
  }
}
