import type { JsonObject } from '../../base/json.ts';
import type { EventReading } from '../../domain/eventReading.ts';
import { renderRowText } from '../mapping/rowText.ts';
import type { WindowRule } from './windowRule.ts';

/** What a rule says of a row of the answer to its query. */
export function readWindow(rule: WindowRule, row: JsonObject): EventReading {
  const { technique, attackVersion, confidence, reason } = rule;
  const end = row['EndTime'];
  return {
    end: typeof end === 'string' ? end : null,
    title: renderRowText(rule.title, row),
    severity: rule.severity,
    entities: rule.entities.flatMap(({ column, kind }) => {
      const value = row[column];
      return typeof value === 'string' && value !== '' ? [{ kind, value }] : [];
    }),
    techniques: [{ technique, attackVersion, confidence, by: { rule: rule.id }, reason }],
  };
}
