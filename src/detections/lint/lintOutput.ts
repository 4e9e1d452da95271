import { isRecord } from '../../base/guards.ts';
import type { Column } from '../../domain/kustoType.ts';
import { ENTITY_TYPES, fitsIdentifier } from '../rule/entityTypes.ts';
import type { RuleSource, YamlPath } from '../rule/source.ts';
import { nearestName } from '../../base/nearestNames.ts';
import type { Findings, Fix } from './findings.ts';
import { replacement } from './lintFields.ts';

/** Entity types and identifiers, whatever the query gives. */
export function lintEntities(source: RuleSource, findings: Findings): void {
  for (const [index, { entityType, fieldMappings }] of source.rule.entities.entries()) {
    const path: YamlPath = ['entityMappings', index];
    const known = Object.keys(ENTITY_TYPES);
    const name = inAnyCase(entityType, known);
    const type = name === undefined ? undefined : ENTITY_TYPES[name];
    const span = source.span([...path, 'entityType']);
    if (name !== entityType && entityType !== '')
      findings.add('entity-type-unknown', { entityType, known }, span, {
        fixes: nearFix(span, entityType, known),
        ...(type && { severity: 'warning' }),
      });
    if (!type) continue;
    const mapped = fieldMappings.map(
      ({ identifier }) => inAnyCase(identifier, type.identifiers) ?? identifier,
    );
    for (const [field, identifier] of mapped.entries()) {
      const at = source.span([...path, 'fieldMappings', field, 'identifier']);
      const written = fieldMappings[field]?.identifier ?? '';
      if (written !== '' && !type.identifiers.includes(written))
        findings.add(
          'entity-identifier-unknown',
          { entityType, identifier: written, known: type.identifiers },
          at,
          {
            fixes: nearFix(at, written, type.identifiers),
            ...(type.identifiers.includes(identifier) && { severity: 'warning' }),
          },
        );
      else if (mapped.indexOf(identifier) !== field)
        findings.add('entity-identifier-twice', { entityType, identifier }, at);
    }
    if (mapped.length > 0 && !type.keys.some((key) => key.every((identifier) => mapped.includes(identifier))))
      findings.add(
        'entity-not-identified',
        { entityType, keys: type.keys.map((key) => key.join(' with ')) },
        span,
      );
  }
}

/** Services take words in any case; a file that others read has them as they are documented. */
function inAnyCase(word: string, known: readonly string[]): string | undefined {
  return known.find((each) => each.toLowerCase() === word.toLowerCase());
}

/**
 * Whether mappings, details and overrides name columns of the answer, of a type that fits.
 * @param expanded columns that hold one element of a list in each row
 */
export function lintOutput(
  source: RuleSource,
  columns: readonly Column[],
  expanded: ReadonlySet<string>,
  findings: Findings,
): void {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const names = [...byName.keys()];
  const near = (column: string): string | null =>
    names.find((name) => name.toLowerCase() === column.toLowerCase()) ?? nearestName(column, names);
  const { entities, customDetails, override } = source.rule;
  for (const [index, { entityType, fieldMappings }] of entities.entries())
    for (const [field, { identifier, columnName: column }] of fieldMappings.entries()) {
      if (column === '') continue;
      const span = source.span(['entityMappings', index, 'fieldMappings', field, 'columnName']);
      const found = byName.get(column);
      if (!found)
        findings.add('entity-column-missing', { entityType, identifier, column, near: near(column) }, span, {
          fixes: nearFix(span, column, names),
        });
      else if (
        !fitsIdentifier(identifier, found.type) &&
        !(found.type === 'dynamic' && expanded.has(found.name))
      )
        findings.add('entity-column-type', { entityType, identifier, column, type: found.type }, span);
    }
  for (const [detail, column] of Object.entries(customDetails)) {
    const span = source.span(['customDetails', detail]);
    if (!byName.has(column))
      findings.add('custom-detail-missing', { detail, column, near: near(column) }, span, {
        fixes: nearFix(span, column, names),
      });
  }
  const uses: { field: string; path: YamlPath; column: string; word?: true }[] = [];
  const format = (field: string, text: string | undefined): void => {
    for (const [, column = ''] of (text ?? '').matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g))
      uses.push({ field, path: ['alertDetailsOverride', field], column });
    const [single, column = ''] = /(?<!\{)\{\s*(\w+)\s*\}(?!\})/.exec(text ?? '') ?? [];
    if (single !== undefined && byName.has(column))
      findings.add(
        'field-form',
        {
          field: `alertDetailsOverride.${field}`,
          expected: `a text with {{${column}}}: ${single} is shown as it is`,
        },
        source.span(['alertDetailsOverride', field]),
        { severity: 'warning' },
      );
  };
  format('alertDisplayNameFormat', override.name);
  format('alertDescriptionFormat', override.description);
  if (override.severityColumn !== undefined)
    uses.push({
      field: 'alertSeverityColumnName',
      path: ['alertDetailsOverride', 'alertSeverityColumnName'],
      column: override.severityColumn,
      word: true,
    });
  if (override.tacticsColumn !== undefined)
    uses.push({
      field: 'alertTacticsColumnName',
      path: ['alertDetailsOverride', 'alertTacticsColumnName'],
      column: override.tacticsColumn,
      word: true,
    });
  for (const [index, { value }] of override.dynamic.entries())
    uses.push({
      field: 'alertDynamicProperties',
      path: ['alertDetailsOverride', 'alertDynamicProperties', index, 'value'],
      column: value,
    });
  const holders = source.data['sentinelEntitiesMappings'];
  for (const [index, each] of (Array.isArray(holders) ? (holders as readonly unknown[]) : []).entries())
    if (isRecord(each) && typeof each['columnName'] === 'string')
      uses.push({
        field: 'sentinelEntitiesMappings',
        path: ['sentinelEntitiesMappings', index, 'columnName'],
        column: each['columnName'],
      });
  for (const { field, path, column, word } of uses) {
    const found = byName.get(column);
    if (!found)
      findings.add('override-column-missing', { field, column, near: near(column) }, source.span(path));
    else if (word && found.type !== 'string' && found.type !== 'dynamic')
      findings.add('override-column-type', { field, column, type: found.type }, source.span(path));
  }
}

function nearFix(
  span: { start: number; length: number },
  word: string,
  known: readonly string[],
): readonly Fix[] {
  const near = known.find((each) => each.toLowerCase() === word.toLowerCase()) ?? nearestName(word, known);
  return near === null ? [] : [replacement(span, near)];
}
