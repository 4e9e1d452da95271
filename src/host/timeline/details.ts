import type { JsonObject } from '../../base/json.ts';
import type { EventKey } from '../../domain/eventKey.ts';
import { parseEventKey } from '../../domain/eventKey.ts';
import { NO_RULE, type ObservedEvents } from '../../domain/observed.ts';
import type { TechniqueClaim, TimelineEvent } from '../../domain/timelineEvent.ts';
import type { EventDetails } from '../../protocol/timeline.ts';
import type { CaseSession, EventRecord } from '../../session/api.ts';

/** KQL that finds an event of the case again: its table at its very time. */
export function findingQuery(table: string, row: JsonObject): string {
  const time = row['TimeGenerated'];
  return typeof time === 'string'
    ? `${table}\n| where TimeGenerated == datetime(${time})`
    : `${table}\n| take 100`;
}

function recordParts(record: EventRecord | undefined): Pick<EventDetails, 'raw' | 'lineage' | 'sources'> {
  if (!record) return { raw: '', lineage: {}, sources: [] };
  const { raw, lineage, sources } = record;
  return {
    raw,
    lineage,
    sources: sources.map(({ name, member, record: ordinal, shape }) => ({
      name,
      member,
      record: ordinal,
      shape,
    })),
  };
}

export async function curatedDetails(session: CaseSession, event: TimelineEvent): Promise<EventDetails> {
  const { provenance } = event;
  const record = provenance.event === null ? undefined : await session.record(provenance.event);
  return {
    time: event.time,
    title: event.title,
    table: event.table,
    severity: event.severity,
    techniques: event.techniques,
    row: event.row,
    ...recordParts(record),
    connection: provenance.connection,
    query: provenance.query,
    note: event.note,
    pinned: event.id,
  };
}

/** The observed event at `index`; `pinned` is the curated event of the same key, where there is one. */
export async function observedDetails(
  session: CaseSession,
  observed: ObservedEvents,
  index: number,
  key: EventKey,
  attackVersion: string,
  pinned: TimelineEvent | undefined,
): Promise<EventDetails | undefined> {
  const record = await session.record(key);
  if (!record) return undefined;
  const ruleIndex = observed.rule[index] ?? NO_RULE;
  const rule = ruleIndex === NO_RULE ? undefined : observed.rules[ruleIndex];
  const claim: TechniqueClaim[] = rule
    ? [
        {
          technique: rule.technique,
          attackVersion,
          confidence: rule.confidence,
          by: { rule: rule.id },
          reason: rule.reason,
        },
      ]
    : [];
  const { table } = parseEventKey(key);
  const time = observed.time[index];
  return {
    time: time === undefined ? null : new Date(time).toISOString(),
    title: rule?.title ?? table,
    table,
    severity: rule?.severity ?? 'informational',
    techniques: pinned?.techniques ?? claim,
    row: record.row,
    ...recordParts(record),
    connection: 'case',
    query: findingQuery(table, record.row),
    note: pinned?.note ?? '',
    pinned: pinned?.id ?? null,
  };
}
