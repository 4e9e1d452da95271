import { nearestName } from '../../base/nearestNames.ts';
import { isRecord } from '../../base/guards.ts';
import type { SchemaSource } from '../kql/schemaSource.ts';
import { CONNECTORS } from '../rule/connectors.ts';
import type { RuleSource, YamlPath } from '../rule/source.ts';
import type { Findings } from './findings.ts';
import { replacement } from './lintFields.ts';

/** Slips in the ids of connectors and in the tables that they fill; what is like none that is known is taken as it is. */
export function lintConnectors(source: RuleSource, schema: SchemaSource, findings: Findings): void {
  const required = source.data['requiredDataConnectors'];
  for (const [index, connector] of (Array.isArray(required) ? (required as unknown[]) : []).entries()) {
    if (!isRecord(connector)) continue;
    const path: YamlPath = ['requiredDataConnectors', index];
    const id = connector['connectorId'];
    const near = typeof id === 'string' ? slipOf(id, CONNECTORS) : null;
    if (typeof id === 'string' && near !== null) {
      const span = source.span([...path, 'connectorId']);
      findings.add('connector-unknown', { connector: id, near }, span, { fixes: [replacement(span, near)] });
    }
    const field = connector['dataTypes'] === undefined ? 'datatypes' : 'dataTypes';
    const tables = connector[field];
    for (const [at, table] of (Array.isArray(tables) ? (tables as unknown[]) : []).entries()) {
      if (typeof table !== 'string' || schema.table(table)) continue;
      const other = slipOf(table, schema.tableNames());
      if (other === null) continue;
      const span = source.span([...path, field, at]);
      findings.add('table-unknown', { table, near: other, where: schema.label }, span, {
        severity: 'information',
        fixes: [replacement(span, other)],
      });
    }
  }
}

const LONG = 10;

/** The name that differs by a letter, in a long one by two; short ids are often alike. */
function slipOf(written: string, known: readonly string[]): string | null {
  const word = written.trim();
  return known.includes(word) ? null : nearestName(word, known, word.length < LONG ? 1 : 2);
}
