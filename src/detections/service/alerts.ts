import { canonicalJson } from '../../base/canonicalJson.ts';
import type { Answer, Cell } from '../../domain/answer.ts';
import { wordOf } from '../rule/readRule.ts';
import { type Rule, type RuleSeverity, SEVERITIES } from '../rule/rule.ts';

/** An entity of an alert: its type and what identifies it. */
export interface AlertEntity {
  readonly type: string;
  readonly identifiers: Readonly<Record<string, string>>;
}

export interface RuleAlert {
  readonly title: string;
  readonly description: string;
  readonly severity: RuleSeverity;
  readonly tactics: readonly string[];
  readonly entities: readonly AlertEntity[];
  /** By name: the values of all results, each once. */
  readonly customDetails: Readonly<Record<string, readonly string[]>>;
  /** Which results of the run it stands for. */
  readonly results: readonly number[];
}

/** Alerts of one run; where there are more results the last alert stands for all of them, those of other alerts included. */
const MAX_ALERTS = 150;
const MAX_NRT_ALERTS = 30;
const MAX_ENTITIES = 500;
const MAX_TITLE = 256;
const MAX_DESCRIPTION = 5000;

/** Whether so many results raise an alert. */
export function triggers({ trigger }: Rule, results: number): boolean {
  switch (trigger.operator) {
    case 'gt':
      return results > trigger.threshold;
    case 'lt':
      return results < trigger.threshold;
    case 'eq':
      return results === trigger.threshold;
    case 'ne':
      return results !== trigger.threshold;
  }
}

/** The alerts that the service raises for the results of one run; none where the threshold is not met. */
export function alertsOf(rule: Rule, answer: Answer): readonly RuleAlert[] {
  const count = answer.rows.length;
  if (!triggers(rule, count)) return [];
  const all = answer.rows.map((_row, index) => index);
  if (!rule.perResult || count === 0) return [alertFor(rule, answer, all)];
  const most = rule.kind === 'NRT' ? MAX_NRT_ALERTS : MAX_ALERTS;
  if (count <= most) return all.map((index) => alertFor(rule, answer, [index]));
  const single = all.slice(0, most - 1).map((index) => alertFor(rule, answer, [index]));
  return [...single, alertFor(rule, answer, all)];
}

function alertFor(rule: Rule, { columns, rows }: Answer, results: readonly number[]): RuleAlert {
  const places = new Map(columns.map(({ name }, index) => [name, index]));
  const cell = (result: number, column: string): Cell => {
    const place = places.get(column);
    return place === undefined ? null : (rows[result]?.[place] ?? null);
  };
  const first = results[0] ?? 0;
  const filled = (format: string | undefined, otherwise: string, max: number): string => {
    if (format === undefined) return otherwise;
    const text = format.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_all, column: string) =>
      textOfCell(cell(first, column)),
    );
    return text.trim() === '' ? otherwise : text.slice(0, max);
  };
  const { override } = rule;
  const ofColumn = (column: string | undefined): Cell => (column === undefined ? null : cell(first, column));
  const tactics = tacticsIn(ofColumn(override.tacticsColumn));
  return {
    title: filled(override.name, rule.name, MAX_TITLE),
    description: filled(override.description, rule.description, MAX_DESCRIPTION),
    severity: wordOf(ofColumn(override.severityColumn), SEVERITIES) ?? rule.severity,
    tactics: tactics.length > 0 ? tactics : rule.tactics,
    entities: entitiesOf(rule, results, cell),
    customDetails: Object.fromEntries(
      Object.entries(rule.customDetails).map(([name, column]) => [
        name,
        [...new Set(results.map((result) => textOfCell(cell(result, column))))],
      ]),
    ),
    results,
  };
}

function entitiesOf(
  rule: Rule,
  results: readonly number[],
  cell: (result: number, column: string) => Cell,
): readonly AlertEntity[] {
  const found = new Map<string, AlertEntity>();
  for (const result of results)
    for (const { entityType, fieldMappings } of rule.entities) {
      const identifiers = Object.fromEntries(
        fieldMappings
          .map(({ identifier, columnName }) => [identifier, textOfCell(cell(result, columnName))] as const)
          .filter(([, text]) => text !== ''),
      );
      if (Object.keys(identifiers).length === 0 || found.size >= MAX_ENTITIES) continue;
      found.set(entityKey({ type: entityType, identifiers }), { type: entityType, identifiers });
    }
  return [...found.values()];
}

/** The same for two mentions of one entity. */
export function entityKey({ type, identifiers }: AlertEntity): string {
  return canonicalJson({ type, identifiers: { ...identifiers } });
}

function tacticsIn(cell: Cell): readonly string[] {
  const list = Array.isArray(cell)
    ? (cell as readonly Cell[])
    : typeof cell === 'string'
      ? cell.replace(/[[\]"]/g, '').split(',')
      : [];
  return list.map((each) => textOfCell(each).trim()).filter((each) => each !== '');
}

function textOfCell(cell: Cell): string {
  return cell === null ? '' : typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
