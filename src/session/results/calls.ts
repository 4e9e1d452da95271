import type { Call, Handlers, RpcClient } from '../../base/rpc.ts';
import type { CaseResults } from './api.ts';

type Args<K extends keyof CaseResults> = Parameters<CaseResults[K]>;
type Result<K extends keyof CaseResults> = Awaited<ReturnType<CaseResults[K]>>;

/** CaseResults as messages. */
export interface ResultCalls {
  readonly 'results.run': Call<[Args<'run'>[0]], Result<'run'>>;
  readonly 'results.receive': Call<Args<'receive'>, Result<'receive'>>;
  readonly 'results.receiveRows': Call<Args<'receiveRows'>, Result<'receiveRows'>>;
  readonly 'results.endReceiving': Call<Args<'endReceiving'>, Result<'endReceiving'>>;
  readonly 'results.find': Call<Args<'find'>, Result<'find'>>;
  readonly 'results.list': Call<[], Result<'list'>>;
  readonly 'results.newest': Call<Args<'newest'>, Result<'newest'>>;
  readonly 'results.count': Call<[string, Args<'count'>[1]], Result<'count'>>;
  readonly 'results.page': Call<[Args<'page'>[0]], Result<'page'>>;
  readonly 'results.rows': Call<Args<'rows'>, Result<'rows'>>;
  readonly 'results.profile': Call<[string, Args<'profile'>[1], number], Result<'profile'>>;
  readonly 'results.export': Call<[Args<'export'>[0]], Result<'export'>, [rows: number]>;
  readonly 'results.compare': Call<Args<'compare'>, Result<'compare'>>;
  readonly 'results.keep': Call<Args<'keep'>, Result<'keep'>>;
  readonly 'results.verify': Call<Args<'verify'>, Result<'verify'>>;
}

export function resultHandlers(results: CaseResults): Handlers<ResultCalls> {
  return {
    'results.run': ([request], { signal }) => results.run(request, signal),
    'results.receive': (args) => results.receive(...args),
    'results.receiveRows': (args) => results.receiveRows(...args),
    'results.endReceiving': (args) => results.endReceiving(...args),
    'results.find': (args) => results.find(...args),
    'results.list': () => results.list(),
    'results.newest': (args) => results.newest(...args),
    'results.count': ([id, view], { signal }) => results.count(id, view, signal),
    'results.page': ([request], { signal }) => results.page(request, signal),
    'results.rows': (args) => results.rows(...args),
    'results.profile': ([id, view, column], { signal }) => results.profile(id, view, column, signal),
    'results.export': ([request], { emit, signal }) => results.export(request, emit, signal),
    'results.compare': (args) => results.compare(...args),
    'results.keep': (args) => results.keep(...args),
    'results.verify': (args) => results.verify(...args),
  };
}

/** The other end. */
export function resultProxy(client: () => Promise<RpcClient<ResultCalls>>): CaseResults {
  return {
    run: async (request, signal) => (await client()).call('results.run', [request], { signal }),
    receive: async (answer) => (await client()).call('results.receive', [answer]),
    receiveRows: async (id, rows) => (await client()).call('results.receiveRows', [id, rows]),
    endReceiving: async (id, summary) => (await client()).call('results.endReceiving', [id, summary]),
    find: async (id) => (await client()).call('results.find', [id]),
    list: async () => (await client()).call('results.list', []),
    newest: async (origins) => (await client()).call('results.newest', [origins]),
    count: async (id, view, signal) => (await client()).call('results.count', [id, view], { signal }),
    page: async (request, signal) => (await client()).call('results.page', [request], { signal }),
    rows: async (id, view, ranges) => (await client()).call('results.rows', [id, view, ranges]),
    profile: async (id, view, column, signal) =>
      (await client()).call('results.profile', [id, view, column], { signal }),
    export: async (request, onRows, signal) =>
      (await client()).call('results.export', [request], { onEvent: onRows, signal }),
    compare: async (before, after, keys) => (await client()).call('results.compare', [before, after, keys]),
    keep: async (id) => (await client()).call('results.keep', [id]),
    verify: async (id) => (await client()).call('results.verify', [id]),
  };
}
