import { refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import type { Expr } from '../expr.ts';
import type { Relation } from '../relation.ts';
import { flagArgument, given, pluginArguments } from './arguments.ts';
import type { BuildPlugin } from './index.ts';
import { lookedUp } from './lookedUp.ts';

/** Which argument says how near is near enough, and how far a position is from a shape. */
interface Shape {
  readonly distance: string;
  /** Whether a position is at a shape, where no radius is given; absent where one must be. */
  readonly within?: string;
}

/** Positions joined with the shapes of a table that hold them, or that they are near to. */
function geoLookup(shape: Shape): BuildPlugin {
  return (builder, node, call, input, env) => {
    const { positional, named } = pluginArguments(call);
    const table = builder.table(given(call, positional, 0), { scope: env.scope });
    const key = builder.expr(given(call, positional, 1), { scope: env.scope, row: rowOf(table) });
    const row = { scope: env.scope, row: rowOf(input) };
    const at = [2, 3].map((index) => builder.expr(given(call, positional, index), row));
    const radiusNode = named.get('radius') ?? positional[4];
    const flag = (name: string, index: number): boolean =>
      flagArgument(builder, named.get(name) ?? positional[index], env);
    const keepKey = flag('return_lookup_key', 7);
    return lookedUp(builder, node, call, {
      input,
      table: keepKey ? table : without(table, key, call),
      on: condition(builder, call, shape, [...at, key], radiusNode, env),
      unmatched: flag('return_unmatched', 5),
    });
  };
}

function without(table: Relation, key: Expr, call: SyntaxNode): Relation {
  if (key.kind !== 'column') throw refuse('argument-not-exact', 'The lookup key must be a column.', call);
  return { ...table, columns: table.columns.filter((column) => column !== key.column) };
}

function condition(
  builder: Builder,
  call: SyntaxNode,
  shape: Shape,
  args: readonly Expr[],
  radius: SyntaxNode | undefined,
  env: Env,
): Expr {
  if (radius) {
    const metres = builder.call(shape.distance, 'real', args, call);
    return builder.call('LessThanOrEqualExpression', 'bool', [metres, builder.expr(radius, env)], call);
  }
  if (shape.within === undefined) throw refuse('incomplete', 'The radius is missing.', call);
  return builder.call(shape.within, 'bool', args, call);
}

export const geoPolygonLookup = geoLookup({
  distance: 'geo_distance_point_to_polygon',
  within: 'geo_point_in_polygon',
});

export const geoLineLookup = geoLookup({ distance: 'geo_distance_point_to_line' });
