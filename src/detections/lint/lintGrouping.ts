import type { RuleSource, YamlPath } from '../rule/source.ts';
import type { Findings } from './findings.ts';
import { replacement } from './lintFields.ts';

/** What grouping of `Selected` compares of alerts, as the service has it. */
const ALERT_DETAILS = ['DisplayName', 'Severity'];

/** Whether incidents are grouped by what alerts of the rule have: its mapped entities and its custom details. */
export function lintGrouping(source: RuleSource, findings: Findings): void {
  const { grouping, createIncident, entities, customDetails } = source.rule;
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
  const wrong = (field: string, expected: string, severity?: 'warning'): void =>
    findings.add(
      'field-form',
      { field: [...path, field].join('.'), expected },
      source.span([...path, field]),
      {
        ...(severity && { severity }),
      },
    );
  const chosen = [grouping.byEntities, grouping.byAlertDetails, grouping.byCustomDetails].flat();
  if (!grouping.enabled) return;
  if (grouping.matching === 'Selected' && chosen.length === 0)
    wrong('matchingMethod', 'AllEntities or AnyAlert: nothing is selected');
  else if (grouping.matching !== 'Selected' && chosen.length > 0)
    wrong('matchingMethod', 'Selected: what is selected to group by has no effect otherwise', 'warning');
  if (!createIncident)
    wrong('enabled', 'false, or createIncident true: without incidents nothing is grouped', 'warning');
}
