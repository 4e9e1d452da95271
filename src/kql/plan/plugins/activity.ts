import { refuse } from '../../diagnostics.ts';
import { asJson } from '../../functions/convert.ts';
import { resultColumns } from '../access.ts';
import { rowOf } from '../builder.ts';
import type { Expr } from '../expr.ts';
import { byOrdinal } from '../operators/sources.ts';
import { given, pluginArguments } from './arguments.ts';
import type { BuildPlugin } from './index.ts';

interface Activity {
  readonly function: string;
  /** Where start, end, step and look-back (if any) stand among the arguments, after the id and the timeline. */
  readonly constants: readonly number[];
  readonly approximate?: string;
}

export const COUNTED = 'Counted exactly here; the service may estimate distinct counts.';

/** A plugin `(id, timeline, constants…, dimensions…)` whose answer is computed from all rows at once. */
function activity({ function: name, constants, approximate }: Activity): BuildPlugin {
  return (builder, node, call, input, env) => {
    const { positional } = pluginArguments(call);
    const row = { scope: env.scope, row: rowOf(input) };
    const [id, timeline] = [0, 1].map((index) => builder.expr(given(call, positional, index), row)) as [
      Expr,
      Expr,
    ];
    const options = constants.map((index) => {
      const value = builder.convert(builder.expr(given(call, positional, index), env), 'long', call);
      if (value.kind !== 'literal')
        throw refuse(
          'argument-not-constant',
          'Bounds and windows of this plugin must be constants that need no calculation.',
          given(call, positional, index),
        );
      return value.value;
    });
    const dimensions = positional
      .slice(2 + constants.length)
      .map((dimension) => builder.expr(dimension, row));
    const columns = resultColumns(node).map((column) => builder.fresh(column.name, column.type));
    const ordinal = builder.fresh('$order', 'long');
    return {
      rel: {
        op: 'rows',
        input: input.rel,
        arguments: [
          asJson(id),
          asJson(builder.convert(timeline, timeline.type === 'real' ? 'real' : 'long', call)),
          ...dimensions.map(asJson),
        ],
        order: [],
        function: `kql_${name}`,
        options: `[${options.map(String).join()}]`,
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

export const sessionCount = activity({ function: 'sessions_of', constants: [2, 3, 4, 5] });

export const slidingWindowCounts = activity({
  function: 'sliding_counts_of',
  constants: [2, 3, 5, 4],
  approximate: COUNTED,
});

export const activityCountsMetrics = activity({
  function: 'activity_counts_of',
  constants: [2, 3, 4],
  approximate: COUNTED,
});
