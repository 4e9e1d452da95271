import { refuse } from '../../diagnostics.ts';
import { asJson } from '../../functions/convert.ts';
import { resultColumns } from '../access.ts';
import { rowOf } from '../builder.ts';
import { type Expr, literal } from '../expr.ts';
import { byOrdinal } from '../operators/sources.ts';
import { given, asCell, pluginArguments } from './arguments.ts';
import type { BuildPlugin } from './index.ts';

/** What the constants after the id and the timeline mean, by how many there are; the rest are dimensions. */
type Signature = readonly Constant[];
type Constant = 'start' | 'end' | 'step' | 'back' | 'cohort';

interface Activity {
  readonly function: string;
  /** The one with as many constants as the call has before its dimensions. */
  readonly signatures: readonly Signature[];
  readonly approximate?: string;
}

export const COUNTED = 'Counted exactly here; the service may estimate distinct counts.';
export const COUNTED_WHERE_EVENTS = `${COUNTED} A period without events, or a cohort without new ids, has no row; the service's documentation shows none.`;

const ORDER: readonly Constant[] = ['start', 'end', 'step', 'back', 'cohort'];

/** A plugin `(id, timeline, constants…, dimensions…)` whose answer is computed from all rows at once. */
function activity({ function: name, signatures, approximate }: Activity): BuildPlugin {
  return (builder, node, call, input, env) => {
    const { positional } = pluginArguments(call);
    const row = { scope: env.scope, row: rowOf(input) };
    const [id, timeline] = [0, 1].map((index) => builder.expr(given(call, positional, index), row)) as [
      Expr,
      Expr,
    ];
    const later = positional.slice(2);
    const split = later.findIndex((one) => one.kind === 'NameReference' && one.symbol?.kind === 'Column');
    const constants = split < 0 ? later : later.slice(0, split);
    const signature = signatures.find(({ length }) => length === constants.length);
    if (!signature)
      throw refuse(
        'argument-not-exact',
        'These arguments are not answered: bounds and windows are constants, what follows them are columns.',
        call,
      );
    const numeric = timeline.type === 'real' ? 'real' : 'long';
    const values = ORDER.map((constant) => {
      const at = constants[signature.indexOf(constant)];
      if (!at) return asJson(literal(numeric, null));
      const value = builder.expr(at, env);
      if (value.type === 'string')
        throw refuse(
          'argument-not-exact',
          'A window of a week, month or year is not supported; give a timespan.',
          at,
        );
      return asJson(builder.convert(value, numeric, call));
    });
    const dimensions = later.slice(constants.length).map((dimension) => builder.expr(dimension, row));
    const columns = resultColumns(node).map((column) => builder.fresh(column.name, column.type));
    const ordinal = builder.fresh('$order', 'long');
    return {
      rel: {
        op: 'rows',
        input: input.rel,
        arguments: [
          asJson(id),
          asJson(builder.convert(timeline, numeric, call)),
          ...dimensions.map((dimension) => asCell(builder, dimension, call)),
        ],
        order: [],
        function: `kql_${name}`,
        options: values,
        columns,
        ordinal,
        ...(approximate !== undefined && { approximate }),
      },
      columns,
      order: byOrdinal(ordinal),
      serialized: false,
    };
  };
}

export const sessionCount = activity({
  function: 'sessions_of',
  signatures: [['start', 'end', 'step', 'back']],
});

export const slidingWindowCounts = activity({
  function: 'sliding_counts_of',
  signatures: [['start', 'end', 'back', 'step']],
  approximate: COUNTED,
});

export const activityCountsMetrics = activity({
  function: 'activity_counts_of',
  signatures: [['start', 'end', 'step']],
  approximate: COUNTED,
});

export const activityMetrics = activity({
  function: 'activity_metrics_of',
  signatures: [['step'], ['start', 'end', 'step']],
  approximate: COUNTED_WHERE_EVENTS,
});

export const activityEngagement = activity({
  function: 'activity_engagement_of',
  signatures: [
    ['step', 'back'],
    ['start', 'end', 'step', 'back'],
  ],
  approximate: COUNTED_WHERE_EVENTS,
});

export const newActivityMetrics = activity({
  function: 'new_activity_of',
  signatures: [
    ['start', 'end', 'step'],
    ['start', 'end', 'step', 'cohort'],
  ],
  approximate: COUNTED_WHERE_EVENTS,
});
