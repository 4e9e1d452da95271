import type { JsonObject } from '../../base/json.ts';
import type { EntityKind } from '../../domain/entity.ts';
import type { KustoType } from '../../domain/kustoType.ts';
import type { Confidence, Severity } from '../../domain/timelineEvent.ts';
import type { RowText } from './rowText.ts';

/** Says which rows of a table evidence a technique. See docs in queries/attack. */
export interface MappingRule {
  readonly id: string;
  readonly title: RowText;
  /** KQL predicate over the set's columns and lets; cheap, as it is evaluated for each row. */
  readonly where: string;
  /** KQL predicate evaluated only for rows where `where` holds. */
  readonly also: string | null;
  /** '' where the rule knows only the tactic. */
  readonly technique: string;
  /** Shortname of the lane. */
  readonly tactic: string;
  readonly confidence: Confidence;
  readonly severity: Severity;
  readonly reason: string;
  /** Rows, over the set's sample, on which it fires and on which it does not. */
  readonly fires: readonly JsonObject[];
  readonly quiet: readonly JsonObject[];
}

/** The rules of one file: they share tables, columns and what is computed once a row. The first that holds wins. */
export interface RuleSet {
  readonly file: string;
  readonly tables: readonly string[];
  /** Enterprise version in which techniques and tactics are named. */
  readonly attackVersion: string;
  readonly columns: Readonly<Record<string, KustoType>>;
  /** Name to KQL expression, in order; later ones see earlier ones. */
  readonly lets: readonly (readonly [name: string, expression: string])[];
  readonly entities: readonly { readonly path: RowText; readonly kind: EntityKind }[];
  /** Column with technique ids that the row itself names, and the Enterprise version that they are read in. */
  readonly named: { readonly column: string; readonly attackVersion: string } | null;
  /** Column with the row's own severity. */
  readonly severityColumn: string | null;
  readonly sample: JsonObject;
  readonly rules: readonly MappingRule[];
}

/** All sets; no table is in two. A rule's number is its place in `rules`, the same in queries and answers. */
export interface RuleBook {
  readonly sets: readonly RuleSet[];
  readonly rules: readonly MappingRule[];
  /** Number of a set's first rule. */
  readonly firstRule: ReadonlyMap<RuleSet, number>;
  readonly byTable: ReadonlyMap<string, RuleSet>;
}

export function ruleBook(sets: readonly RuleSet[]): RuleBook {
  const rules: MappingRule[] = [];
  const firstRule = new Map<RuleSet, number>();
  const byTable = new Map<string, RuleSet>();
  for (const set of sets) {
    firstRule.set(set, rules.length);
    rules.push(...set.rules);
    for (const table of set.tables) byTable.set(table, set);
  }
  return { sets, rules, firstRule, byTable };
}
