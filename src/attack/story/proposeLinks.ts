import type { JsonObject } from '../../base/json.ts';
import type { TimelineEvent } from '../../domain/timelineEvent.ts';

/** That one curated event may have led to another. A person accepts or rejects it; nothing is linked by itself. */
export interface ProposedLink {
  /** Id of the earlier event. */
  readonly from: string;
  /** Id of the later event. */
  readonly to: string;
  readonly reason: string;
}

/** Columns in which services log ids that tie events together, the strongest tie first. */
const TIES: readonly { readonly name: string; readonly columns: readonly string[] }[] = [
  { name: 'token id', columns: ['UniqueTokenIdentifier', 'UniqueTokenId', 'SignInActivityId', 'TokenId'] },
  { name: 'session id', columns: ['SessionId', 'AADSessionId', 'SignInSessionId', 'SessionID'] },
  { name: 'correlation id', columns: ['CorrelationId', 'correlationId', 'CorrelationID'] },
];

/** The same caller from the same address within it is one sitting. */
const SITTING_MS = 2 * 3_600_000;
/** What logs put where there is no id. */
const NO_ID = new Set(['', '0', '-', 'n/a', 'none', 'null', '00000000-0000-0000-0000-000000000000']);

/** For each event its nearest earlier one by the strongest tie they share, where nobody has decided on the two yet. */
export function proposeLinks(events: readonly TimelineEvent[]): ProposedLink[] {
  const dated = events
    .flatMap((event) => (event.time === null ? [] : [{ event, at: Date.parse(event.time) }]))
    .sort((a, b) => a.at - b.at);
  const latest = new Map<string, TimelineEvent>();
  const sittings = new Map<string, { readonly event: TimelineEvent; readonly at: number }>();
  const proposed: ProposedLink[] = [];
  for (const { event, at } of dated) {
    const ties = tiesOf(event.row);
    const sitting = sittingOf(event);
    const near = sitting === undefined ? undefined : sittings.get(sitting.key);
    const candidates = [
      ...ties.map((tie) => ({ cause: latest.get(tie.key), reason: `same ${tie.name} (${tie.value})` })),
      ...(near && sitting && at - near.at <= SITTING_MS
        ? [{ cause: near.event, reason: sitting.reason }]
        : []),
    ];
    const best = candidates.find(({ cause }) => cause !== undefined);
    if (best?.cause && !isDecided(best.cause, event))
      proposed.push({ from: best.cause.id, to: event.id, reason: best.reason });
    for (const tie of ties) latest.set(tie.key, event);
    if (sitting) sittings.set(sitting.key, { event, at });
  }
  return proposed;
}

function isDecided(cause: TimelineEvent, effect: TimelineEvent): boolean {
  const between = (of: TimelineEvent, from: string): boolean =>
    (of.links ?? []).some((link) => link.from === from);
  return between(effect, cause.id) || between(cause, effect.id);
}

function tiesOf(row: JsonObject): { readonly key: string; readonly name: string; readonly value: string }[] {
  return TIES.flatMap(({ name, columns }) =>
    columns.flatMap((column) => {
      const value = row[column];
      if (typeof value !== 'string' || NO_ID.has(value.toLowerCase())) return [];
      return [{ key: `${name} ${value.toLowerCase()}`, name, value }];
    }),
  );
}

function sittingOf({
  entities,
}: TimelineEvent): { readonly key: string; readonly reason: string } | undefined {
  const account = entities.find(({ kind }) => kind === 'account')?.value;
  const address = entities.find(({ kind }) => kind === 'ip')?.value;
  if (account === undefined || address === undefined) return undefined;
  return {
    key: `${account.toLowerCase()} ${address.toLowerCase()}`,
    reason: `same caller (${account}) and address (${address}) within two hours`,
  };
}
