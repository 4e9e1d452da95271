import type { AttackLabels, ObservedEvents, ObservedFacet } from '../../../src/domain/observed.ts';
import { NO_RULE } from '../../../src/domain/observed.ts';

export const FACETS = ['tactic', 'technique', 'severity', 'table', 'account', 'address'] as const;
/** What events can be told apart by: lanes and filters. */
export type Facet = (typeof FACETS)[number];

export const FACET_NAMES: Readonly<Record<Facet, string>> = {
  tactic: 'Tactic',
  technique: 'Technique',
  severity: 'Severity',
  table: 'Source table',
  account: 'Account',
  address: 'Address',
};

/** A facet as a code of each event: of its row of `source`, by way of `code`, into `keys`. */
export interface FacetColumn {
  readonly source: Uint16Array | Uint32Array;
  /** From what the source holds to a place in `keys`. */
  readonly code: Uint32Array;
  readonly keys: readonly string[];
  readonly names: readonly string[];
}

const SEVERITIES = ['high', 'medium', 'low', 'informational'] as const;

/** Facets that follow from the rule and the table of an event, without a column of their own. */
export function ruleFacet(
  facet: Exclude<Facet, 'account' | 'address'>,
  events: ObservedEvents,
  attack: AttackLabels,
): FacetColumn {
  if (facet === 'table')
    return {
      source: events.table,
      code: Uint32Array.from(events.tables, (_, i) => i),
      keys: events.tables,
      names: events.tables,
    };
  const [keys, names, of] = ((): [string[], string[], (rule: number) => string] => {
    const rules = events.rules;
    if (facet === 'tactic')
      return [
        [...attack.tactics.map(({ shortname }) => shortname), ''],
        [...attack.tactics.map(({ name }) => name), 'No technique known'],
        (rule) => rules[rule]?.tactic ?? '',
      ];
    if (facet === 'severity')
      return [[...SEVERITIES, ''], [...SEVERITIES, 'not rated'], (rule) => rules[rule]?.severity ?? ''];
    const ids = [...new Set(rules.map(({ technique }) => technique))].filter((id) => id !== '').sort();
    return [
      [...ids, ''],
      [...ids.map((id) => `${id} ${attack.techniques[id]?.name ?? ''}`), 'No technique known'],
      (rule) => rules[rule]?.technique ?? '',
    ];
  })();
  const place = new Map(keys.map((key, i) => [key, i]));
  const last = keys.length - 1;
  const code = new Uint32Array(NO_RULE + 1).fill(last);
  events.rules.forEach((_, rule) => (code[rule] = place.get(of(rule)) ?? last));
  return { source: events.rule, code, keys, names };
}

/** A facet that came as a column of its own. */
export function ownFacet({ codes, values }: ObservedFacet): FacetColumn {
  return {
    source: codes,
    code: Uint32Array.from(values, (_, i) => i),
    keys: values,
    names: values.map((value) => (value === '' ? 'None named' : value)),
  };
}
