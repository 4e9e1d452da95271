import type { CoverageView } from '../../protocol/coverage.ts';
import type { RuleCalls } from '../../ruleServer/api.ts';

type Result = RuleCalls['coverage']['result'];

/** What the page shows of a result. */
export function coverageView(
  { attackVersion, tactics, matrix, techniques, rules, events }: Result,
  where: string,
  hasCase: boolean,
  notice: string,
): CoverageView {
  const seen = new Set(techniques.flatMap((each) => (each.seen ? [each.id] : [])));
  return {
    where,
    attackVersion,
    notice,
    tactics: tactics.map(({ shortname, name }) => ({ shortname, name })),
    techniques: matrix.map((technique) => ({ ...technique, seen: seen.has(technique.id) })),
    rules: rules.map((rule) => ({
      path: rule.path,
      name: rule.name,
      severity: rule.severity,
      tables: rule.tables,
      covers: rule.covers,
      score: rule.score,
      why: whyOf(rule),
    })),
    events: events.map(({ id, title, time, rules: fired }) => ({
      id,
      title,
      time: time ?? '',
      rules: fired,
    })),
    hasCase,
  };
}

/** Why a rule counts as much as it does. */
function whyOf({ dead, tested }: Pick<Result['rules'][number], 'dead' | 'tested'>): string {
  const causes = (dead ?? []).map(({ table, column, since }) => {
    const what = column === undefined ? table : `${table}.${column}`;
    if (since === undefined) return `there are no events of ${what}`;
    return column === undefined ? `${what} is quiet since ${since}` : `${what} is empty since ${since}`;
  });
  const tests = tested === undefined ? 'it has no tests' : tested ? 'its tests pass' : 'its tests fail';
  return [...causes, tests].join('; ');
}
