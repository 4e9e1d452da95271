import type { ObservedRule } from '../../../src/domain/observed.ts';
import type { Severity } from '../../../src/domain/timelineEvent.ts';
import type { ShownEvent, StoryShown } from '../../../src/protocol/timeline.ts';
import type { Facet, FacetColumn } from './columns.ts';
import type { Filter } from './filter.ts';
import { parseExpression } from './expression.ts';

/** Key of the lane of what the responders did themselves, in every mode of lanes. */
const OWN_LANE = '\u0000own';

/** A curated event as the picture needs it. */
export interface Pin {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Its end where it has one, else `time`. */
  readonly end: number;
  readonly title: string;
  readonly severity: Severity;
  /** The lane that it is on, by mode. */
  readonly keys: Readonly<Record<Facet, string>>;
  /** What a search looks at, in lower case. */
  readonly text: string;
}

/** That one pin led to another: as a person decided, or as is proposed. */
export interface PinLink {
  readonly from: string;
  readonly to: string;
  readonly accepted: boolean;
  readonly reason: string;
}

export interface Curated {
  /** In order of time. */
  readonly pins: readonly Pin[];
  /** Without a time: listed, never drawn. */
  readonly undated: readonly ShownEvent[];
  readonly links: readonly PinLink[];
}

export const NO_CURATED: Curated = { pins: [], undated: [], links: [] };

/** Gives each curated event its lanes: by the rule that claims its first technique, else by that technique. */
export function placeCurated(
  events: readonly ShownEvent[],
  rules: readonly ObservedRule[],
  { proposed }: Pick<StoryShown, 'proposed'>,
): Curated {
  const tacticOfRule = new Map(rules.map((rule) => [rule.id, rule.tactic]));
  const pins: Pin[] = [];
  const undated: ShownEvent[] = [];
  for (const event of events) {
    const time = event.time === null ? NaN : Date.parse(event.time);
    if (Number.isNaN(time)) {
      undated.push(event);
      continue;
    }
    const end = event.end === null ? NaN : Date.parse(event.end);
    pins.push({
      id: event.id,
      time,
      end: end > time ? end : time,
      title: event.title,
      severity: event.severity,
      keys: keysOf(event, tacticOfRule),
      text: [
        event.title,
        event.note,
        event.table,
        event.severity,
        ...event.shown.map(({ id, name }) => `${id} ${name}`),
        ...event.entities.map(({ value }) => value),
      ]
        .join('\n')
        .toLowerCase(),
    });
  }
  pins.sort((a, b) => a.time - b.time);
  const there = new Set(pins.map(({ id }) => id));
  const accepted = events.flatMap(({ id, links = [] }) =>
    links
      .filter(({ state }) => state === 'accepted')
      .map(({ from, reason }) => ({ from, to: id, accepted: true, reason })),
  );
  const links = [...accepted, ...proposed.map((link) => ({ ...link, accepted: false }))];
  return { pins, undated, links: links.filter(({ from, to }) => there.has(from) && there.has(to)) };
}

function keysOf(event: ShownEvent, tacticOfRule: ReadonlyMap<string, string>): Pin['keys'] {
  const [claim] = event.techniques;
  const [technique] = event.shown;
  const byRule =
    claim && 'rule' in claim.by && claim.technique === technique?.id
      ? tacticOfRule.get(claim.by.rule)
      : undefined;
  const entity = (kind: string): string => event.entities.find((each) => each.kind === kind)?.value ?? '';
  if (event.own !== '')
    return {
      tactic: OWN_LANE,
      technique: OWN_LANE,
      severity: OWN_LANE,
      table: OWN_LANE,
      account: OWN_LANE,
      address: OWN_LANE,
    };
  return {
    tactic: byRule ?? technique?.tactics[0] ?? '',
    technique: technique?.id ?? '',
    severity: event.severity,
    table: event.table,
    account: entity('account'),
    address: entity('ip'),
  };
}

/** Whether the pin passes the filter that the observed events pass. */
export function pinPasses({ keys, text }: Pin, filter: Filter): boolean {
  for (const [facet, wanted] of filter.keys) if (!wanted.has(keys[facet])) return false;
  return parseExpression(filter.text).every(({ facet, word, negated }) => {
    const found = (facet === null ? text : keys[facet].toLowerCase()).includes(word);
    return found !== negated;
  });
}

/** The column with a key for each lane that only pins are on. */
export function withPinKeys(column: FacetColumn, facet: Facet, pins: readonly Pin[]): FacetColumn {
  const missing = [...new Set(pins.map(({ keys }) => keys[facet]))]
    .filter((key) => !column.keys.includes(key))
    .sort();
  if (missing.length === 0) return column;
  // The responders' lane is the last.
  const keys = [...missing.filter((key) => key !== OWN_LANE), ...missing.filter((key) => key === OWN_LANE)];
  const names = keys.map((key) => (key === OWN_LANE ? 'Responders' : key === '' ? 'None named' : key));
  return { ...column, keys: [...column.keys, ...keys], names: [...column.names, ...names] };
}
