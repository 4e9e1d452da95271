import type { RuleSource, YamlPath } from '../rule/source.ts';
import type { Findings } from './findings.ts';
import { replacement } from './lintFields.ts';

/** What grouping of `Selected` compares of alerts, as the service has it. */
const ALERT_DETAILS = ['DisplayName', 'Severity'];

/** Whether incidents are grouped by what alerts of the rule have: its mapped entities and its custom details. */
export function lintGrouping(source: RuleSource, findings: Findings): void {
  const { grouping, entities, customDetails } = source.rule;
  const path: YamlPath = ['incidentConfiguration', 'groupingConfiguration'];
  const by = (field: string, written: readonly string[], there: readonly string[]): void => {
    for (const [index, value] of written.entries()) {
      if (there.some((each) => each.toLowerCase() === value.toLowerCase())) continue;
      const span = source.span([...path, field, index]);
      const data = { field: [...path, field].join('.'), value, words: there };
      findings.add('field-word', data, span, { fixes: there.map((word) => replacement(span, word)) });
    }
  };
  const types = [...new Set(entities.map(({ entityType }) => entityType))];
  by('groupByEntities', grouping.byEntities, types);
  by('groupByAlertDetails', grouping.byAlertDetails, ALERT_DETAILS);
  by('groupByCustomDetails', grouping.byCustomDetails, Object.keys(customDetails));
  const chosen = [grouping.byEntities, grouping.byAlertDetails, grouping.byCustomDetails].flat();
  if (grouping.enabled && grouping.matching === 'Selected' && chosen.length === 0)
    findings.add(
      'field-form',
      {
        field: [...path, 'matchingMethod'].join('.'),
        expected: 'AllEntities or AnyAlert: nothing is selected',
      },
      source.span([...path, 'matchingMethod']),
    );
}
