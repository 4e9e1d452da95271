import { canonicalJson } from '../../base/canonicalJson.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { isoFromTicks, TICKS_PER_SECOND, ticksFromIso } from '../../base/ticks.ts';
import type { Answer } from '../../domain/answer.ts';
import { type AlertEntity, entityKey, type RuleAlert } from '../service/alerts.ts';
import type { Expectation } from './expectation.ts';
import { relativeSeconds } from './testFile.ts';

/** One thing that was expected and came differently; both as values to be shown beside each other. */
export interface Mismatch {
  readonly what:
    | 'alerts'
    | 'rows'
    | 'entities'
    | 'severity'
    | 'title'
    | 'description'
    | 'tactics'
    | 'customDetails';
  readonly expected: JsonValue;
  readonly actual: JsonValue;
}

/** What of the expectation is not met. A list of rows or alerts means these and no more, each with at least what is said. */
export function judge(
  expect: Expectation,
  answer: Answer,
  alerts: readonly RuleAlert[],
  now: string,
): readonly Mismatch[] {
  return [
    ...judgeAlerts(expect.alerts, alerts),
    ...judgeRows(expect.rows, answer, now),
    ...judgeEntities(
      expect.entities,
      alerts.flatMap((alert) => alert.entities),
    ),
    ...(expect.severity === undefined ? [] : judgeSeverity(expect.severity, alerts)),
  ];
}

function judgeAlerts(expected: Expectation['alerts'], alerts: readonly RuleAlert[]): Mismatch[] {
  if (expected === undefined) return [];
  if (typeof expected === 'number')
    return expected === alerts.length ? [] : [{ what: 'alerts', expected, actual: alerts.length }];
  if (expected.length !== alerts.length)
    return [{ what: 'alerts', expected: expected.length, actual: alerts.length }];
  return expected.flatMap((each, index): Mismatch[] => {
    const alert = alerts[index];
    if (!alert) return [];
    const plain = (['title', 'description', 'severity', 'tactics'] as const).flatMap((what): Mismatch[] => {
      const wanted = each[what];
      return wanted === undefined || same(wanted, alert[what])
        ? []
        : [{ what, expected: wanted, actual: alert[what] }];
    });
    const details = each.customDetails;
    const actual = Object.fromEntries(Object.entries(alert.customDetails));
    const missed = Object.entries(details ?? {}).some(
      ([name, value]) =>
        !same(
          Array.isArray(value) ? value : [typeof value === 'string' ? value : JSON.stringify(value)],
          actual[name] ?? [],
        ),
    );
    return [
      ...plain,
      ...(details && missed ? [{ what: 'customDetails' as const, expected: details, actual }] : []),
      ...judgeEntities(each.entities, alert.entities),
    ];
  });
}

function judgeRows(expected: Expectation['rows'], { columns, rows }: Answer, now: string): Mismatch[] {
  if (expected === undefined) return [];
  if (typeof expected === 'number')
    return expected === rows.length ? [] : [{ what: 'rows', expected, actual: rows.length }];
  const actual = rows.map(
    (row): JsonObject => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])),
  );
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  const wanted = expected.map(
    (row): JsonObject =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          types.get(name) === 'datetime' ? moment(value, now) : value,
        ]),
      ),
  );
  const left = [...actual];
  const unmet = wanted.filter((row) => {
    const index = left.findIndex((each) =>
      Object.entries(row).every(([name, value]) => same(value, each[name] ?? null)),
    );
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  if (unmet.length === 0 && left.length === 0) return [];
  const named = new Set(wanted.flatMap((row) => Object.keys(row)));
  const shown = (row: JsonObject): JsonObject =>
    named.size === 0 ? row : Object.fromEntries(Object.entries(row).filter(([name]) => named.has(name)));
  return [{ what: 'rows', expected: wanted, actual: actual.map(shown) }];
}

function judgeEntities(
  expected: readonly JsonObject[] | undefined,
  entities: readonly AlertEntity[],
): Mismatch[] {
  if (expected === undefined) return [];
  const wanted = expected.flatMap((each) =>
    Object.entries(each).map(([type, identifiers]) => ({ type, identifiers: texts(identifiers) })),
  );
  const distinct = new Map(entities.map((entity) => [entityKey(entity), entity]));
  const met = wanted.length === distinct.size && wanted.every((entity) => distinct.has(entityKey(entity)));
  const shown = (list: readonly AlertEntity[]): JsonValue =>
    list.map(({ type, identifiers }) => ({ [type]: { ...identifiers } }));
  return met ? [] : [{ what: 'entities', expected: shown(wanted), actual: shown([...distinct.values()]) }];
}

function judgeSeverity(expected: string, alerts: readonly RuleAlert[]): Mismatch[] {
  const actual = [...new Set(alerts.map(({ severity }) => severity))];
  return actual.length === 1 && actual[0] === expected ? [] : [{ what: 'severity', expected, actual }];
}

function moment(value: JsonValue, now: string): JsonValue {
  const seconds = relativeSeconds(value);
  if (seconds !== undefined)
    return isoFromTicks((ticksFromIso(now) ?? 0n) + BigInt(Math.round(seconds)) * TICKS_PER_SECOND);
  const ticks = typeof value === 'string' ? ticksFromIso(value) : undefined;
  return ticks === undefined ? value : isoFromTicks(ticks);
}

function texts(value: JsonValue | undefined): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      typeof each === 'string' ? each : JSON.stringify(each),
    ]),
  );
}

function same(a: JsonValue, b: JsonValue): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
