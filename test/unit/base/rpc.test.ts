import assert from 'node:assert/strict';
import { AzimuthError } from '../../../src/base/errors.ts';
import {
  type Call,
  type Handlers,
  isMessage,
  RpcClient,
  RpcServer,
  toWireError,
} from '../../../src/base/rpc.ts';
import { Serial } from '../../../src/base/serial.ts';

interface Sums {
  readonly add: Call<[number, number], number>;
  readonly count: Call<[number], string, [number]>;
  readonly wait: Call<[], never>;
  readonly fail: Call<[keyof typeof failures], never>;
}

const failures = {
  azimuth: Object.assign(new AzimuthError('a.b', 'text', { unharmed: 'all', next: ['Go.'] }), {
    diagnostics: [{ start: 3 }],
    name: 'KqlError',
  }),
  type: new TypeError('odd'),
};

const handlers: Handlers<Sums> = {
  add: ([a, b]) => Promise.resolve(a + b),
  count: async ([to], { emit }) => {
    for (let n = 1; n <= to; n++) emit(await Promise.resolve(n));
    return 'done';
  },
  wait: (_args, { signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    }),
  fail: ([which]) => Promise.reject(failures[which]),
};

/** Both ends, with messages copied as a process border copies them. */
function connect(): RpcClient<Sums> {
  const server = new RpcServer<Sums>(handlers, (message) => {
    client.receive(structuredClone(message));
  });
  const client = new RpcClient<Sums>((message) => {
    const copy: unknown = structuredClone(message);
    assert.ok(isMessage(copy));
    server.receive(copy);
  });
  return client;
}

describe('calls over a border', () => {
  it('answers calls that run at once, each to its caller', async () => {
    const client = connect();
    const sums = await Promise.all([1, 2, 3].map((n) => client.call('add', [n, 10])));
    assert.deepEqual(sums, [11, 12, 13]);
  });

  it('hands events over in order, before the result', async () => {
    const seen: number[] = [];
    const result = await connect().call('count', [3], { onEvent: (n) => seen.push(n) });
    assert.deepEqual([result, seen], ['done', [1, 2, 3]]);
  });

  it('cancels', async () => {
    const client = connect();
    const cancel = new AbortController();
    const waiting = client.call('wait', [], { signal: cancel.signal });
    cancel.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
    await assert.rejects(client.call('add', [1, 1], { signal: cancel.signal }), { name: 'AbortError' });
    assert.equal(await client.call('add', [1, 1]), 2);
  });

  it('keeps what an error says', async () => {
    const got = await connect()
      .call('fail', ['azimuth'])
      .catch((error: unknown) => error);
    assert.ok(got instanceof AzimuthError);
    assert.deepEqual(
      [got.name, got.code, got.message, got.guidance],
      ['KqlError', 'a.b', 'text', { unharmed: 'all', next: ['Go.'] }],
    );
    assert.deepEqual((got as { diagnostics?: unknown }).diagnostics, [{ start: 3 }]);
    await assert.rejects(connect().call('fail', ['type']), {
      name: 'TypeError',
      message: 'odd',
    });
    assert.equal(toWireError('thrown text').message, 'thrown text');
  });

  it('rejects what is under way when the other end is gone', async () => {
    const client = connect();
    const waiting = [client.call('wait', []), client.call('wait', [])];
    client.failAll(new AzimuthError('gone', 'gone'));
    for (const each of waiting) await assert.rejects(each, { code: 'gone' });
  });

  it('refuses a method that only the prototype has', async () => {
    const client = connect() as unknown as RpcClient<{ toString: Call<[], string> }>;
    await assert.rejects(client.call('toString', []), /no method toString/);
  });
});

describe('Serial', () => {
  it('runs one task at a time, in order, past failures', async () => {
    const serial = new Serial();
    const seen: string[] = [];
    const task =
      (name: string, fails = false) =>
      async (): Promise<string> => {
        seen.push(`${name} begins`);
        await Promise.resolve();
        seen.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      };
    const results = await Promise.allSettled([
      serial.run(task('a')),
      serial.run(task('b', true)),
      serial.run(task('c')),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(seen, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });
});
