import { nameReference, stringLiteral } from '../../domain/kqlLiteral.ts';
import type { WindowRule } from './windowRule.ts';

/**
 * KQL that answers with one row a finding: `TimeGenerated` (the first event), `EndTime` (the last), the columns of
 * `by`, `InWindow` (how much it was: in the fullest window of a burst, how many events followed, else in all) and `Type`, the table.
 */
export function windowQuery(rule: WindowRule, table: string): string {
  const names = rule.by.map(([name]) => name);
  const by = names.join(', ');
  const events = `let Events = ${eventsOf({ ...rule, table })};`;
  const found = [
    `| project TimeGenerated, EndTime, ${by}, InWindow, Type = ${stringLiteral(table)}`,
    '| sort by TimeGenerated asc',
  ].join('\n');
  return [events, findings(rule, names), found].join('\n');
}

/** The events of a table that count, with what they are told apart by. */
function eventsOf({
  table,
  where,
  by,
}: Pick<WindowRule, 'where' | 'by'> & { readonly table: string }): string {
  return [
    nameReference(table),
    `| where ${where}`,
    `| extend ${by.map(([name, expression]) => `${name} = tostring(${expression})`).join(', ')}`,
    `| where ${by.map(([name]) => `isnotempty(${name})`).join(' and ')}`,
  ].join('\n');
}

function findings({ measure }: WindowRule, names: readonly string[]): string {
  const by = names.join(', ');
  const changes = names.map((name) => `${name} != prev(${name})`).join(' or ');
  switch (measure.kind) {
    case 'burst': {
      const { window } = measure;
      // Two rows of windows, one shifted by half, so that no edge cuts a burst in two. What overlaps is one episode.
      const slots = (shift: string): string =>
        `(Events | summarize InWindow = ${measure.measure}, First = min(TimeGenerated), Last = max(TimeGenerated) ` +
        `by ${by}, Slot = bin(TimeGenerated + ${shift}, ${window}) - ${shift})`;
      return [
        `union ${slots('0s')}, ${slots(`${window} / 2`)}`,
        `| where InWindow >= ${measure.atLeast}`,
        `| sort by ${names.map((name) => `${name} asc`).join(', ')}, Slot asc`,
        `| extend Episode = row_window_session(Slot, 3650d, ${window}, ${changes})`,
        `| summarize TimeGenerated = min(First), EndTime = max(Last), InWindow = max(InWindow) by ${by}, Episode`,
      ].join('\n');
    }
    case 'new': {
      const among = measure.among.join(', ');
      const all = 'TimeGenerated = min(TimeGenerated), EndTime = max(TimeGenerated), InWindow = count()';
      return [
        'Events',
        `| summarize ${all} by ${by}`,
        `| join kind=inner (Events | summarize Since = min(TimeGenerated) by ${among}) on ${among}`,
        `| where InWindow >= ${measure.atLeast} and TimeGenerated - Since >= ${measure.history}`,
      ].join('\n');
    }
    case 'periodic':
      return [
        'Events',
        `| project TimeGenerated, ${by}`,
        `| sort by ${names.map((name) => `${name} asc`).join(', ')}, TimeGenerated asc`,
        `| extend Distance = iff(${changes}, real(null), (TimeGenerated - prev(TimeGenerated)) / 1s)`,
        '| summarize TimeGenerated = min(TimeGenerated), EndTime = max(TimeGenerated), InWindow = count(), ' +
          `Mean = avg(Distance), Spread = stdev(Distance) by ${by}`,
        `| where InWindow >= ${measure.atLeast} and Mean >= 5 and Spread <= Mean / 10`,
      ].join('\n');
    case 'then':
      return [
        'Events',
        `| project First = TimeGenerated, ${by}`,
        '| join kind=inner (',
        eventsOf(measure),
        `| project Next = TimeGenerated, ${by}`,
        `) on ${by}`,
        `| where Next between (First .. First + ${measure.within})`,
        `| summarize TimeGenerated = min(First), EndTime = max(Next), InWindow = dcount(Next) by ${by}`,
      ].join('\n');
  }
}
