import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number };
}

/** The language server as its own process, spoken to as VS Code does. */
class Server {
  private readonly child: ChildProcess = fork(
    fileURLToPath(new URL('../../../src/language-server/main.ts', import.meta.url)),
    ['--node-ipc'],
    { execArgv: ['--disable-warning=ExperimentalWarning'] },
  );
  private readonly received: Message[] = [];
  private id = 0;

  constructor() {
    this.child.on('message', (message: Message) => this.received.push(message));
  }

  notify(method: string, params: unknown): void {
    this.child.send({ jsonrpc: '2.0', method, params });
  }

  ask(method: string, params: unknown): number {
    const id = ++this.id;
    this.child.send({ jsonrpc: '2.0', id, method, params });
    return id;
  }

  async answer(id: number): Promise<Message> {
    return this.until((message) => message.id === id);
  }

  async until(isIt: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = this.received.find(isIt);
      if (found) return found;
      await once(this.child, 'message');
    }
  }

  async end(): Promise<void> {
    const ended = once(this.child, 'exit');
    await this.answer(this.ask('shutdown', null));
    this.notify('exit', null);
    await ended;
  }
}

const uri = 'file:///q.kql';
const caret = { textDocument: { uri }, position: { line: 0, character: 7 } };

describe('the language server as a process', function () {
  this.timeout(120_000);
  let server: Server;

  before(async () => {
    server = new Server();
    await server.answer(server.ask('initialize', { processId: null, rootUri: null, capabilities: {} }));
    server.notify('initialized', {});
    server.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'kql', version: 1, text: 'print x' },
    });
  });

  after(() => server.end());

  it('marks a text that has rested', async () => {
    const { params } = await server.until(({ method }) => method === 'textDocument/publishDiagnostics');
    assert.match(JSON.stringify(params), /KS142/);
  });

  it('drops what typing has overtaken, and what was cancelled', async () => {
    // While the first is worked on, those behind it arrive.
    server.ask('textDocument/completion', caret);
    const overtaken = server.ask('textDocument/completion', caret);
    server.notify('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: 'print xy' }],
    });
    const cancelled = server.ask('textDocument/completion', caret);
    server.notify('$/cancelRequest', { id: cancelled });
    const last = server.ask('textDocument/completion', caret);
    assert.equal((await server.answer(overtaken)).error?.code, -32801);
    assert.equal((await server.answer(cancelled)).error?.code, -32800);
    assert.ok((await server.answer(last)).result);
  });
});
