import { isRecord, textOf } from '../../base/guards.ts';
import { parseDuration, type Seconds } from './duration.ts';
import {
  type EntityMapping,
  type IncidentGrouping,
  MATCHING_METHODS,
  type Rule,
  RULE_KINDS,
  type RuleKind,
  SEVERITIES,
  TRIGGER_OPERATORS,
  type TriggerOperator,
} from './rule.ts';

const LONG_OPERATORS: Readonly<Record<string, TriggerOperator>> = {
  greaterthan: 'gt',
  lessthan: 'lt',
  equal: 'eq',
  notequal: 'ne',
};
const NRT_PERIOD: Seconds = 60;
const HOUR: Seconds = 3600;

/** The word of `words` that the text is in any case. */
export function wordOf<const T extends string>(text: unknown, words: readonly T[]): T | undefined {
  return typeof text === 'string'
    ? words.find((word) => word.toLowerCase() === text.trim().toLowerCase())
    : undefined;
}

/** `gt` or `GreaterThan`, in any case. */
export function triggerOperator(text: unknown): TriggerOperator | undefined {
  return wordOf(text, TRIGGER_OPERATORS) ?? LONG_OPERATORS[textOf(text).trim().toLowerCase()];
}

/** A hunting query says no kind, an analytics rule does. */
export function ruleKind(data: Readonly<Record<string, unknown>>): RuleKind {
  return wordOf(data['kind'], RULE_KINDS) ?? (data['queryFrequency'] === undefined ? 'Hunting' : 'Scheduled');
}

/** What of a file's data is a rule; a field that is missing or of the wrong form has its default (lint says so). */
export function readRule(data: Readonly<Record<string, unknown>>): Rule {
  const kind = ruleKind(data);
  const frequency = duration(data['queryFrequency']) ?? (kind === 'NRT' ? NRT_PERIOD : 24 * HOUR);
  const override = record(data['alertDetailsOverride']);
  const incident = record(data['incidentConfiguration']);
  return {
    kind,
    id: textOf(data['id']),
    name: textOf(data['name']),
    description: textOf(data['description']),
    severity: wordOf(data['severity'], SEVERITIES) ?? 'Medium',
    query: textOf(data['query']),
    frequency,
    period: kind === 'NRT' ? NRT_PERIOD : (duration(data['queryPeriod']) ?? Math.max(frequency, 24 * HOUR)),
    trigger: {
      operator: kind === 'Scheduled' ? (triggerOperator(data['triggerOperator']) ?? 'gt') : 'gt',
      threshold: kind === 'Scheduled' ? (whole(data['triggerThreshold']) ?? 0) : 0,
    },
    perResult:
      wordOf(record(data['eventGroupingSettings'])['aggregationKind'], ['AlertPerResult']) !== undefined,
    suppression:
      data['suppressionEnabled'] === true ? (duration(data['suppressionDuration']) ?? 5 * HOUR) : undefined,
    tactics: texts(data['tactics']),
    techniques: texts(data['relevantTechniques'] ?? data['techniques']),
    entities: list(data['entityMappings']).filter(isRecord).map(entityMapping),
    customDetails: Object.fromEntries(
      Object.entries(record(data['customDetails'])).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
    override: {
      name: optional(override['alertDisplayNameFormat']),
      description: optional(override['alertDescriptionFormat']),
      severityColumn: optional(override['alertSeverityColumnName']),
      tacticsColumn: optional(override['alertTacticsColumnName']),
      dynamic: list(override['alertDynamicProperties'])
        .filter(isRecord)
        .map((each) => ({ alertProperty: textOf(each['alertProperty']), value: textOf(each['value']) })),
    },
    createIncident: incident['createIncident'] !== false,
    grouping: grouping(record(incident['groupingConfiguration'])),
    version: textOf(data['version']),
  };
}

function grouping(data: Readonly<Record<string, unknown>>): IncidentGrouping {
  return {
    enabled: data['enabled'] === true,
    reopenClosed: data['reopenClosedIncident'] === true,
    lookback: duration(data['lookbackDuration']) ?? 5 * HOUR,
    matching: wordOf(data['matchingMethod'], MATCHING_METHODS) ?? 'AllEntities',
    byEntities: texts(data['groupByEntities']),
    byAlertDetails: texts(data['groupByAlertDetails']),
    byCustomDetails: texts(data['groupByCustomDetails']),
  };
}

function entityMapping(data: Readonly<Record<string, unknown>>): EntityMapping {
  return {
    entityType: textOf(data['entityType']),
    fieldMappings: list(data['fieldMappings'])
      .filter(isRecord)
      .map((field) => ({ identifier: textOf(field['identifier']), columnName: textOf(field['columnName']) })),
  };
}

function duration(value: unknown): Seconds | undefined {
  return typeof value === 'string' ? parseDuration(value) : undefined;
}
function whole(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}
function record(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
function texts(value: unknown): readonly string[] {
  return list(value).filter((each): each is string => typeof each === 'string');
}
function optional(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
