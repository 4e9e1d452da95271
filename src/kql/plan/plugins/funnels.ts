import { refuse } from '../../diagnostics.ts';
import { asJson } from '../../functions/convert.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { callArguments, resultColumns } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { type Expr, literal } from '../expr.ts';
import type { NamedRelation, Relation } from '../relation.ts';
import { shareRelation } from '../shared.ts';
import { COUNTED } from './activity.ts';
import { given, asCell } from './arguments.ts';
import { placeOf, throughRows, timelineOf, timespanOf } from './sequences.ts';

export const COMPLETION_BOUND = `${COUNTED} A window without events, or a state that no id comes to, has no row; the service's documentation shows none.`;

interface Events {
  /** `[id, time, state]` */
  readonly arguments: readonly Expr[];
  /** `[place…, start, end, window, sequence]` */
  readonly options: readonly Expr[];
}

/** What both funnel plugins begin with; `at` says where the arguments that they order differently stand. */
function eventsOf(
  builder: Builder,
  call: SyntaxNode,
  plugin: string,
  input: Relation,
  env: Env,
  at: { readonly bin: number; readonly state: number; readonly sequence: number },
): Events {
  const args = callArguments(call);
  const node = (index: number): SyntaxNode => given(call, args, index);
  const row = { scope: env.scope, row: rowOf(input) };
  const moment = (index: number): Expr => {
    const value = builder.expr(node(index), env);
    if (value.type !== 'datetime')
      throw refuse('argument-not-exact', 'This argument must be a datetime.', node(index));
    return asCell(builder, value, call);
  };
  const id = builder.expr(node(0), row);
  if (id.type === 'dynamic' || id.type === 'real')
    throw refuse(
      'argument-not-exact',
      `Ids of type ${id.type} are not supported.`,
      node(0),
      'Make texts of them with tostring() before.',
    );
  const state = builder.expr(node(at.state), row);
  if (state.kind !== 'column' || state.type !== 'string')
    throw refuse(
      'argument-not-exact',
      'The states must be a column of type string.',
      node(at.state),
      'Make texts of them with tostring() before.',
    );
  return {
    arguments: [asJson(id), asCell(builder, timelineOf(builder, node(1), row), call), asJson(state)],
    options: [
      ...placeOf(call, plugin),
      moment(2),
      moment(3),
      asCell(builder, timespanOf(builder, node(at.bin), env), call),
      asJson(builder.expr(node(at.sequence), env)),
    ],
  };
}

/** Of each window and period, how many ids come to each state of the sequence within the period. */
export function funnelSequenceCompletion(
  builder: Builder,
  node: SyntaxNode,
  call: SyntaxNode,
  input: Relation,
  env: Env,
): Relation {
  const { options, ...events } = eventsOf(builder, call, 'funnel_sequence_completion', input, env, {
    bin: 4,
    state: 5,
    sequence: 6,
  });
  return throughRows(
    builder,
    resultColumns(node).map(({ name, type }) => builder.fresh(name, type)),
    {
      ...events,
      input: input.rel,
      function: 'kql_funnel_completion_of',
      options: [...options, asJson(builder.expr(given(call, callArguments(call), 7), env))],
      approximate: COMPLETION_BOUND,
    },
  );
}

const TABLES = [
  { name: 'prev-sequence-next', sides: ['prev', 'next'] },
  { name: 'prev-sequence', sides: ['prev'] },
  { name: 'sequence-next', sides: ['next'] },
] as const;

/** Of each window, how many ids go through the sequence from one state to another: by both, by the first, by the second. */
export function funnelSequenceTables(
  builder: Builder,
  node: SyntaxNode,
  call: SyntaxNode,
  input: Relation,
  env: Env,
): NamedRelation[] {
  const shared = shareRelation(builder, input);
  const { options, ...events } = eventsOf(builder, call, 'funnel_sequence', shared, env, {
    bin: 5,
    state: 6,
    sequence: 7,
  });
  const window = asCell(builder, timespanOf(builder, given(call, callArguments(call), 4), env), call);
  return TABLES.map(({ name, sides }) => {
    const columns = resultColumns(node)
      .filter(
        (column) => !['prev', 'next'].includes(column.name) || sides.some((side) => side === column.name),
      )
      .map((column) => builder.fresh(column.name, column.type));
    const relation = throughRows(builder, columns, {
      ...events,
      input: shared.rel,
      function: 'kql_funnel_sequence_of',
      options: [...options, window, literal('dynamic', JSON.stringify(sides))],
      approximate: COUNTED,
    });
    return { name, relation };
  });
}
