import type { Call, Handlers, RpcClient } from '../base/rpc.ts';
import type { Cell, QueryRequest } from '../domain/answer.ts';
import type { CaseInfo } from '../domain/caseInfo.ts';
import type { HuntDismissal } from '../domain/hunt.ts';
import type { ImportOptions, ImportProgress } from '../domain/importReport.ts';
import type { ObservedFacetName, ObservedSpec } from '../domain/observed.ts';
import type { EventDraft, TimelineEvent } from '../domain/timelineEvent.ts';
import type { AskedQuestion, Collection, TenantChange } from '../domain/tenant.ts';
import { type ResultCalls, resultHandlers, resultProxy } from './results/calls.ts';
import type { CaseSession, PinRequest, StorySpec } from './api.ts';

type Methods = Omit<CaseSession, 'results'>;
type Result<K extends keyof Methods> = Awaited<ReturnType<Methods[K]>>;
type Rows = readonly (readonly Cell[])[];

/** CaseSession as messages: callbacks become events, signals become cancel messages. */
export interface SessionCalls extends ResultCalls {
  readonly summary: Call<[], Result<'summary'>>;
  readonly schema: Call<[], Result<'schema'>>;
  readonly translate: Call<[QueryRequest], Result<'translate'>>;
  readonly query: Call<[QueryRequest], Result<'query'>, [rows: Rows, keys?: readonly (string | null)[]]>;
  readonly recordQuestion: Call<[AskedQuestion], Result<'recordQuestion'>>;
  readonly recordChange: Call<[TenantChange], Result<'recordChange'>>;
  readonly recordCollection: Call<
    [collection: Collection, state: 'started' | 'done'],
    Result<'recordCollection'>
  >;
  readonly collected: Call<[connection: string, table: string], Result<'collected'>>;
  readonly import: Call<[ImportOptions], Result<'import'>, [ImportProgress]>;
  readonly imports: Call<[], Result<'imports'>>;
  readonly verify: Call<[], Result<'verify'>, [done: number, total: number]>;
  readonly timeline: Call<[], Result<'timeline'>>;
  readonly pin: Call<[PinRequest], Result<'pin'>>;
  readonly addEvents: Call<[drafts: readonly EventDraft[], source: string], Result<'addEvents'>>;
  readonly updateEvent: Call<[TimelineEvent], Result<'updateEvent'>>;
  readonly unpin: Call<[readonly string[]], Result<'unpin'>>;
  readonly restoreEvents: Call<[readonly TimelineEvent[]], Result<'restoreEvents'>>;
  readonly observed: Call<[ObservedSpec], Result<'observed'>>;
  readonly observedFacet: Call<[handle: number, facet: ObservedFacetName], Result<'observedFacet'>>;
  readonly observedKeys: Call<[handle: number, from: number, count: number], Result<'observedKeys'>>;
  readonly notObserved: Call<[], Result<'notObserved'>>;
  readonly story: Call<[StorySpec], Result<'story'>>;
  readonly record: Call<[string], Result<'record'>>;
  readonly dismissHit: Call<[HuntDismissal], Result<'dismissHit'>>;
  readonly dismissals: Call<[], Result<'dismissals'>>;
  readonly updateInfo: Call<[Partial<CaseInfo>], Result<'updateInfo'>>;
  readonly close: Call<[], Result<'close'>>;
}

export function sessionHandlers(session: CaseSession): Handlers<SessionCalls> {
  return {
    ...resultHandlers(session.results),
    summary: () => session.summary(),
    schema: () => session.schema(),
    translate: ([request]) => session.translate(request),
    query: ([request], { emit, signal }) => session.query(request, emit, signal),
    recordQuestion: ([question]) => session.recordQuestion(question),
    recordChange: ([change]) => session.recordChange(change),
    recordCollection: ([collection, state]) => session.recordCollection(collection, state),
    collected: ([connection, table]) => session.collected(connection, table),
    import: ([options], { emit, signal }) => session.import(options, emit, signal),
    imports: () => session.imports(),
    verify: (_args, { emit, signal }) => session.verify(emit, signal),
    timeline: () => session.timeline(),
    pin: ([request]) => session.pin(request),
    addEvents: ([drafts, source]) => session.addEvents(drafts, source),
    updateEvent: ([event]) => session.updateEvent(event),
    unpin: ([ids]) => session.unpin(ids),
    restoreEvents: ([events]) => session.restoreEvents(events),
    observed: ([spec], { signal }) => session.observed(spec, signal),
    observedFacet: ([handle, facet], { signal }) => session.observedFacet(handle, facet, signal),
    observedKeys: ([handle, from, count]) => session.observedKeys(handle, from, count),
    notObserved: () => session.notObserved(),
    story: ([spec], { signal }) => session.story(spec, signal),
    record: ([key]) => session.record(key),
    dismissHit: ([dismissal]) => session.dismissHit(dismissal),
    dismissals: () => session.dismissals(),
    updateInfo: ([change]) => session.updateInfo(change),
    close: () => session.close(),
  };
}

/** The other end; `client` gives the connection to use, waiting for one that is being made. */
export function sessionProxy(client: () => Promise<RpcClient<SessionCalls>>): CaseSession {
  return {
    results: resultProxy(client),
    summary: async () => (await client()).call('summary', []),
    schema: async () => (await client()).call('schema', []),
    translate: async (request) => (await client()).call('translate', [request]),
    query: async (request, onRows, signal) =>
      (await client()).call('query', [request], { onEvent: onRows, signal }),
    recordQuestion: async (question) => (await client()).call('recordQuestion', [question]),
    recordChange: async (change) => (await client()).call('recordChange', [change]),
    recordCollection: async (collection, state) =>
      (await client()).call('recordCollection', [collection, state]),
    collected: async (connection, table) => (await client()).call('collected', [connection, table]),
    import: async (options, onProgress, signal) =>
      (await client()).call('import', [options], { onEvent: onProgress, signal }),
    imports: async () => (await client()).call('imports', []),
    verify: async (onProgress, signal) =>
      (await client()).call('verify', [], { ...(onProgress && { onEvent: onProgress }), signal }),
    timeline: async () => (await client()).call('timeline', []),
    pin: async (request) => (await client()).call('pin', [request]),
    addEvents: async (drafts, source) => (await client()).call('addEvents', [drafts, source]),
    updateEvent: async (event) => (await client()).call('updateEvent', [event]),
    unpin: async (ids) => (await client()).call('unpin', [ids]),
    restoreEvents: async (events) => (await client()).call('restoreEvents', [events]),
    observed: async (spec, signal) => (await client()).call('observed', [spec], { signal }),
    observedFacet: async (handle, facet, signal) =>
      (await client()).call('observedFacet', [handle, facet], { signal }),
    observedKeys: async (handle, from, count) => (await client()).call('observedKeys', [handle, from, count]),
    notObserved: async () => (await client()).call('notObserved', []),
    story: async (spec, signal) => (await client()).call('story', [spec], { signal }),
    record: async (key) => (await client()).call('record', [key]),
    dismissHit: async (dismissal) => (await client()).call('dismissHit', [dismissal]),
    dismissals: async () => (await client()).call('dismissals', []),
    updateInfo: async (change) => (await client()).call('updateInfo', [change]),
    close: async () => (await client()).call('close', []),
  };
}
