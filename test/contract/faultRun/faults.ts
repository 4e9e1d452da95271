import type { Injected, Rule } from '../../simulator/faults.ts';
import type { Reply } from '../../simulator/http.ts';

/** Something that goes wrong while an action is under way. */
export interface Trouble {
  readonly name: string;
  /** What may come of it: recovered or told; `silent` where no client could know that it happened. */
  readonly silent?: boolean;
  readonly rules: readonly Rule[];
  /** Seconds that the services' clock is ahead. */
  readonly skew?: number;
}

const status = (code: number, retryAfter?: string): Injected => ({
  kind: 'status',
  status: code,
  ...(retryAfter === undefined ? {} : { retryAfter }),
});
const changed = (change: (reply: Reply) => Reply): Injected => ({ kind: 'answer', change });
const page = (code: number): Injected =>
  changed(() => ({
    status: code,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<html><head><title>Proxy</title></head><body>Blocked.</body></html>',
  }));
const listed = (body: unknown): body is { readonly value: readonly unknown[] } =>
  typeof body === 'object' && body !== null && 'value' in body && Array.isArray(body.value);

const FAULTS: Readonly<Record<string, Injected>> = {
  reset: { kind: 'reset' },
  'reset after it was done': { kind: 'resetAfter' },
  'half a body': { kind: 'half' },
  'a slow body': { kind: 'slow', pieces: 3, everyMs: 2 },
  '429 with Retry-After': status(429, '2'),
  '429 with a long Retry-After': status(429, '3600'),
  '429 without Retry-After': status(429),
  '408': status(408),
  '500': status(500),
  '502': page(502),
  '503': status(503),
  '504': status(504),
  '400': status(400),
  '403': status(403),
  '404': status(404),
  '409': status(409),
  '412': status(412),
  'an expired token': { kind: 'expired' },
  'a claims challenge': {
    kind: 'claims',
    claims: '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}',
  },
  'a page of a proxy': page(200),
  'a refusal of a proxy': page(403),
  'JSON that is none': changed((reply) => ({ ...reply, body: '{"value":[{' })),
  'an empty answer': changed(({ status: code }) => ({ status: code })),
};

/** All faults, each once at the n-th request of an action, for some, and for ever. */
export function troubles(places: readonly number[]): readonly Trouble[] {
  const each = Object.entries(FAULTS).flatMap(([name, fault]): readonly Trouble[] => [
    ...places.map((after) => ({
      name: `${name} at request ${after + 1}`,
      rules: [{ after, times: 1, fault }],
    })),
    { name: `${name}, always`, rules: [{ fault }] },
  ]);
  const pulled = places.map((after) => ({
    name: `the network pulled after request ${after + 1}`,
    rules: [{ after: after + 1, fault: { kind: 'reset' } as const }],
  }));
  return [...each, ...pulled, ...SPECIAL];
}

const SPECIAL: readonly Trouble[] = [
  {
    name: 'a clock that is an hour behind, and tokens refused for it',
    skew: 3_600,
    rules: [{ fault: { kind: 'expired' } }],
  },
  { name: 'a clock that is an hour behind', skew: 3_600, rules: [] },
  {
    name: 'a page that links to itself',
    rules: [
      {
        method: 'GET',
        fault: changed((reply) =>
          listed(reply.body)
            ? {
                ...reply,
                body: { ...reply.body, nextLink: '?api-version=1', '@odata.nextLink': '?api-version=1' },
              }
            : reply,
        ),
      },
    ],
  },
  {
    name: 'a page whose rest is missing',
    silent: true,
    rules: [
      {
        method: 'GET',
        fault: changed((reply) => {
          if (!listed(reply.body)) return reply;
          const {
            nextLink: _arm,
            '@odata.nextLink': _graph,
            ...rest
          } = reply.body as Record<string, unknown>;
          return { ...reply, body: rest };
        }),
      },
    ],
  },
  {
    name: 'a partial error',
    rules: [
      {
        plane: 'logAnalytics',
        method: 'POST',
        fault: changed((reply) => ({
          ...reply,
          body: `${String(reply.body).replace(/\}$/, '')},"error":{"code":"PartialError","message":"A shard did not answer."}}`,
        })),
      },
    ],
  },
];
