import type { JsonValue } from '../../base/json.ts';
import type { Seconds } from './duration.ts';

export const RULE_KINDS = ['Scheduled', 'NRT', 'Hunting'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];
export const SEVERITIES = ['Informational', 'Low', 'Medium', 'High'] as const;
export type RuleSeverity = (typeof SEVERITIES)[number];
export const TRIGGER_OPERATORS = ['gt', 'lt', 'eq', 'ne'] as const;
export type TriggerOperator = (typeof TRIGGER_OPERATORS)[number];
export const MATCHING_METHODS = ['AllEntities', 'AnyAlert', 'Selected'] as const;
export type MatchingMethod = (typeof MATCHING_METHODS)[number];

export interface FieldMapping {
  readonly identifier: string;
  readonly columnName: string;
}
export interface EntityMapping {
  readonly entityType: string;
  readonly fieldMappings: readonly FieldMapping[];
}
export interface AlertOverride {
  /** With `{{Column}}` placeholders; undefined: the rule's own. */
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly severityColumn: string | undefined;
  readonly tacticsColumn: string | undefined;
  readonly dynamic: readonly { readonly alertProperty: string; readonly value: string }[];
}
export interface IncidentGrouping {
  readonly enabled: boolean;
  readonly reopenClosed: boolean;
  readonly lookback: Seconds;
  readonly matching: MatchingMethod;
  /** Entity types, of `Selected`. */
  readonly byEntities: readonly string[];
  readonly byAlertDetails: readonly string[];
  readonly byCustomDetails: readonly string[];
}

/** A rule as it runs: the community's YAML with defaults filled in. What is not of use here stays in the file. */
export interface Rule {
  readonly kind: RuleKind;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly severity: RuleSeverity;
  readonly query: string;
  readonly frequency: Seconds;
  readonly period: Seconds;
  readonly trigger: { readonly operator: TriggerOperator; readonly threshold: number };
  readonly perResult: boolean;
  /** Undefined: no suppression. */
  readonly suppression: Seconds | undefined;
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
  readonly entities: readonly EntityMapping[];
  readonly customDetails: Readonly<Record<string, string>>;
  readonly override: AlertOverride;
  readonly createIncident: boolean;
  readonly grouping: IncidentGrouping;
  readonly version: string;
}

/** A rule file as data, whatever is in it. */
export type RuleData = Readonly<Record<string, JsonValue>>;
