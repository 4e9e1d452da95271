import { REFUSED_FUNCTIONS } from '../../src/kql/functions/refused.ts';
import { aggregateEntry, scalarEntry } from '../../src/kql/functions/table.ts';
import { GRAPH_OPERATORS } from '../../src/kql/plan/graph/index.ts';
import { OPERATORS } from '../../src/kql/plan/operators/index.ts';
import { SOURCES } from '../../src/kql/plan/operators/sources.ts';
import { REDUCE_BOUND } from '../../src/kql/plan/operators/reduce.ts';
import { COUNTED, COUNTED_WHERE_EVENTS } from '../../src/kql/plan/plugins/activity.ts';
import { PATTERN_BOUNDS } from '../../src/kql/plan/plugins/patterns.ts';
import { COMPLETION_BOUND } from '../../src/kql/plan/plugins/funnels.ts';
import { PLUGINS } from '../../src/kql/plan/plugins/index.ts';
import { REFUSED_PLUGINS } from '../../src/kql/plan/plugins/refused.ts';
import { WINDOW_FUNCTIONS } from '../../src/kql/plan/windowFunctions.ts';
import { builtIns } from '../../src/kql/syntax/builtIns.ts';

/** What is answered without an entry in a table, each with a query that shows it. */
export const IN_PLACE: Readonly<Record<string, string>> = {
  bin_auto: 'set query_bin_auto_size = 1h; print bin_auto(now())',
  ago: 'print ago(1d)',
  all: 'print s = "a", t = "b" | make-graph s --> t | graph-match (a)-[e*1..2]->(b) where all(e, true) project x = 1',
  any: 'print s = "a", t = "b" | make-graph s --> t | graph-match (a)-[e*1..2]->(b) where any(e, true) project x = 1',
  arg_max: 'print x = 1, y = 2 | summarize arg_max(x, y)',
  arg_min: 'print x = 1, y = 2 | summarize arg_min(x, y)',
  argmax: 'print x = 1, y = 2 | summarize argmax(x, y)',
  argmin: 'print x = 1, y = 2 | summarize argmin(x, y)',
  bag_pack_columns: 'print x = 1 | project bag_pack_columns(x)',
  column_ifexists: 'print x = 1 | project column_ifexists("y", 2)',
  column_names_of: 'let T = print x = 1; print column_names_of(T)',
  columnifexists: 'print x = 1 | project columnifexists("y", 2)',
  geo_info_from_ip_address: 'print geo_info_from_ip_address("10.0.0.1")',
  ingestion_time: 'print x = 1 | project ingestion_time()',
  inner_nodes:
    'print s = "a", t = "b" | make-graph s --> t | graph-match (a)-[e*1..2]->(b) where all(inner_nodes(e), true) project x = 1',
  map: 'print s = "a", t = "b" | make-graph s --> t | graph-match (a)-[e*1..2]->(b) project m = map(e, s)',
  node_degree_in:
    'print s = "a", t = "b" | make-graph s --> t | graph-match (a)-[e]->(b) project d = node_degree_in(a)',
  node_degree_out:
    'print s = "a", t = "b" | make-graph s --> t | graph-match (a)-[e]->(b) project d = node_degree_out(a)',
  node_id: 'print s = "a", t = "b" | make-graph s --> t | graph-match (a)-[e]->(b) project d = node_id(a)',
  now: 'print now()',
  pack_all: 'print x = 1 | project pack_all()',
  percentiles: 'print x = 1 | summarize percentiles(x, 50, 90)',
  percentilesw: 'print x = 1, w = 1 | summarize percentilesw(x, w, 50, 90)',
  percentilew: 'print x = 1, w = 1 | summarize percentilew(x, w, 50)',
  table: 'let T = print 1; table("T")',
  FacetOperator: 'print x = 1 | facet by x',
  ForkOperator: 'print x = 1 | fork (count) (take 1)',
  GraphMarkComponentsOperator:
    'print s = "a", t = "b" | make-graph s --> t with_node_id=n | graph-mark-components | graph-to-table nodes',
  MakeGraphOperator: 'print s = "a", t = "b" | make-graph s --> t | graph-to-table edges',
};

/** Operators and plugins whose answers are marked as approximate, each with the bound and a query that shows the mark. */
export const MARKED: Readonly<Record<string, readonly [bound: string, query: string]>> = {
  ReduceByOperator: [REDUCE_BOUND, 'print s = "a" | reduce by s'],
  activity_counts_metrics: [
    COUNTED,
    'print i = 1, t = now() | evaluate activity_counts_metrics(i, t, datetime(2026-01-01), datetime(2026-01-02), 1d)',
  ],
  activity_engagement: [
    COUNTED_WHERE_EVENTS,
    'print i = 1, t = now() | evaluate activity_engagement(i, t, 1d, 7d)',
  ],
  activity_metrics: [
    COUNTED_WHERE_EVENTS,
    'print i = 1, t = now() | evaluate activity_metrics(i, t, ago(3d), now(), 1d)',
  ],
  autocluster: [PATTERN_BOUNDS.autocluster, 'print s = "a" | evaluate autocluster()'],
  basket: [PATTERN_BOUNDS.basket, 'print s = "a" | evaluate basket()'],
  dcount_intersect: [
    scalarEntry('sketches_in_common')?.approximate ?? '',
    'print x = 1 | summarize a = hll(x), b = hll(x) | evaluate dcount_intersect(a, b) | project s0',
  ],
  funnel_sequence: [
    COUNTED,
    'print i = "a", t = now(), s = "A" | evaluate funnel_sequence(i, t, ago(1d), ago(-1d), 1h, 1d, s, dynamic(["A"]))',
  ],
  funnel_sequence_completion: [
    COMPLETION_BOUND,
    'print i = "a", t = now(), s = "A" | evaluate funnel_sequence_completion(i, t, ago(1d), ago(-1d), 1d, s, dynamic(["A"]), dynamic([1h]))',
  ],
  diffpatterns: [PATTERN_BOUNDS.diffpatterns, 'print s = "a", t = 1 | evaluate diffpatterns(s, "a", "b")'],
  new_activity_metrics: [
    COUNTED_WHERE_EVENTS,
    'print i = 1, t = now() | evaluate new_activity_metrics(i, t, ago(3d), now(), 1d)',
  ],
  sliding_window_counts: [
    COUNTED,
    'print i = 1, t = now() | evaluate sliding_window_counts(i, t, datetime(2026-01-01), datetime(2026-01-02), 1d, 1d)',
  ],
};

export interface Support {
  readonly name: string;
  readonly state: 'exact' | 'approximate' | 'refused';
  /** The bound, or the reason. */
  readonly note: string;
}

const isAnswered = (name: string): boolean => Object.hasOwn(IN_PLACE, name);

/** Operators and aggregates that are not answered, and why. */
const REFUSED_OTHERS: Readonly<Record<string, readonly [reason: string, rewrite?: string]>> = {
  ExecuteAndCacheOperator: ['is of the service and not documented.', 'Use materialize().'],
  GraphWhereEdgesOperator: ['is not documented.', 'Filter the edges before make-graph.'],
  GraphWhereNodesOperator: ['is not documented.', 'Filter the nodes before make-graph.'],
  MacroExpandOperator: ['runs over other databases.', 'Use union.'],
  passthrough: ['is internal to the service.'],
};

/** Internal names, and those of the service's own management, are no part of the language that is documented. */
const isDocumented = (name: string): boolean => !name.startsWith('__');

function refusal(known: readonly [reason: string, rewrite?: string] | undefined): string {
  const [reason = 'is not supported.', rewrite] = known ?? [];
  return [reason, rewrite].filter((text) => text !== undefined).join(' ');
}

function ofEntry(
  name: string,
  entry: { readonly approximate?: string } | undefined,
  otherwise: () => Support,
): Support {
  if (entry?.approximate !== undefined) return { name, state: 'approximate', note: entry.approximate };
  return entry || isAnswered(name) ? { name, state: 'exact', note: '' } : otherwise();
}

/** By kind of thing, what becomes of each that Kusto.Language knows. */
export function support(): Readonly<Record<string, readonly Support[]>> {
  const known = builtIns();
  const refused = (name: string, note: string): Support => ({ name, state: 'refused', note });
  return {
    Operators: known.operators.map((kind): Support => {
      const [bound] = MARKED[kind] ?? [];
      if (bound !== undefined) return { name: words(kind), state: 'approximate', note: bound };
      const answered = [OPERATORS, SOURCES, GRAPH_OPERATORS].some((table) => Object.hasOwn(table, kind));
      const name = words(kind);
      return answered || isAnswered(kind)
        ? { name, state: 'exact', note: '' }
        : refused(name, refusal(REFUSED_OTHERS[kind]));
    }),
    Plugins: known.plugins.map((name): Support => {
      const [bound] = MARKED[name] ?? [];
      if (bound !== undefined) return { name, state: 'approximate', note: bound };
      return Object.hasOwn(PLUGINS, name)
        ? { name, state: 'exact', note: '' }
        : refused(name, refusal(REFUSED_PLUGINS[name]));
    }),
    Aggregates: known.aggregates
      .filter(isDocumented)
      .map((name) => ofEntry(name, aggregateEntry(name), () => refused(name, refusal(REFUSED_OTHERS[name])))),
    Functions: known.functions
      .filter(isDocumented)
      .map((name) =>
        WINDOW_FUNCTIONS.has(name)
          ? { name, state: 'exact', note: '' }
          : ofEntry(name, scalarEntry(name), () =>
              refused(
                name,
                refusal(Object.hasOwn(REFUSED_FUNCTIONS, name) ? REFUSED_FUNCTIONS[name] : undefined),
              ),
            ),
      ),
  };
}

/** `MvExpandOperator` as KQL writes it. */
function words(kind: string): string {
  return kind
    .replace(/Operator$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, '-')
    .toLowerCase();
}

/** The part of docs/kql-support.md that says what is answered. */
export function supportText(): string {
  return Object.entries(support())
    .map(([title, all]) => {
      const of = (state: Support['state']): readonly Support[] => all.filter((one) => one.state === state);
      const names = (state: Support['state']): string =>
        of(state)
          .map(({ name }) => `\`${name}\``)
          .join(', ');
      const noted = (state: Support['state']): string =>
        of(state)
          .map(({ name, note }) => `- \`${name}\`: ${note}`)
          .join('\n');
      return [
        `## ${title}`,
        `Answered exactly (${of('exact').length}): ${names('exact')}.`,
        ...(of('approximate').length > 0 ? [`Approximate, with the bound:\n\n${noted('approximate')}`] : []),
        ...(of('refused').length > 0 ? [`Refused, with the reason:\n\n${noted('refused')}`] : []),
      ].join('\n\n');
    })
    .join('\n\n');
}
