import { refuse } from '../diagnostics.ts';
import type { Expansion, SyntaxNode } from '../syntax/node.ts';
import { callArguments, isTabular, nameText, part, resultColumns, scalarType } from './access.ts';
import type { Builder, Env } from './builder.ts';
import { checkedConvert } from './calls.ts';
import { columnExpr, type Expr, literal } from './expr.ts';
import { graphFunction } from './graph/functions.ts';
import { localFunction } from './localFunctions.ts';
import { binAuto } from './requestProperties.ts';
import { Scope } from './scope.ts';
import { bindStatements } from './statements.ts';
import { windowFunction } from './windowFunctions.ts';

/** A scalar call: of a user's function (its body in place), of a window function, or of the function table. */
export function functionCall(builder: Builder, node: SyntaxNode, env: Env): Expr {
  if (node.expansion) {
    const inner = callScope(builder, node, node.expansion, env);
    return builder.expr(part(node.expansion.body, 'Expression'), inner);
  }
  const name = nameText(part(node, 'Name'));
  const args = callArguments(node);
  switch (name) {
    case 'now': {
      const offset = args[0] ? builder.expr(args[0], env) : undefined;
      const now = literal('datetime', builder.options.now);
      return offset ? builder.call('AddExpression', 'datetime', [now, offset], node) : now;
    }
    case 'ago': {
      const span = builder.expr(argument(node, 0), env);
      return builder.call(
        'SubtractExpression',
        'datetime',
        [literal('datetime', builder.options.now), span],
        node,
      );
    }
    case 'bin_auto':
      return binAuto(builder, builder.properties, builder.expr(argument(node, 0), env), env, node);
    case 'toscalar': {
      const inner = argument(node, 0);
      return builder.expr({ ...node, kind: 'ToScalarExpression', parts: { Expression: inner } }, env);
    }
    case 'pack_all': {
      const columns = [...(env.row?.columns.values() ?? [])];
      const bag = bagOf(
        builder,
        node,
        columns.map((column) => [column.name, columnExpr(column)]),
      );
      const ignore = args[0] ? builder.expr(args[0], env) : undefined;
      if (!ignore) return bag;
      if (ignore.kind !== 'literal')
        throw refuse('argument-not-constant', 'Whether empty columns are left out must be a constant.', node);
      return ignore.value === true ? builder.call('without_empty', 'dynamic', [bag], node) : bag;
    }
    case 'estimate_data_size': {
      const sized =
        args.length === 1 && args[0]?.kind === 'StarExpression'
          ? [...(env.row?.columns.values() ?? [])].map(columnExpr)
          : args.map((arg) => builder.expr(arg, env));
      return builder.call(name, 'long', sized, node);
    }
    case 'bag_pack_columns':
      return bagOf(
        builder,
        node,
        args.map((arg) => {
          const expr = builder.expr(arg, env);
          if (expr.kind !== 'column')
            throw refuse('argument-not-exact', 'bag_pack_columns() takes columns by their names.', arg);
          return [expr.column.name, expr];
        }),
      );
    case 'column_ifexists':
    case 'columnifexists': {
      const wanted = builder.expr(argument(node, 0), env);
      const name = wanted.kind === 'literal' && typeof wanted.value === 'string' ? wanted.value : undefined;
      if (name === undefined)
        throw refuse('argument-not-constant', 'The column name must be a constant.', node);
      const column = env.row?.columns.get(name);
      return column ? { kind: 'column', type: column.type, column } : builder.expr(argument(node, 1), env);
    }
  }
  const ofGraph = graphFunction(builder, name, node, env);
  if (ofGraph) return ofGraph;
  const local = localFunction(builder, name, env);
  if (local) return local;
  if (name === 'column_names_of') {
    const names = resultColumns(argument(node, 0)).map((column) => column.name);
    return literal('dynamic', JSON.stringify(names));
  }
  // extract(…, typeof(T)): the text that was found, converted.
  if (args.at(-1)?.kind === 'TypeOfLiteralExpression') {
    const text = builder.call(
      name,
      name === 'percentile_tdigest' ? 'dynamic' : 'string',
      args.slice(0, -1).map((arg) => builder.expr(arg, env)),
      node,
    );
    return builder.convert(text, scalarType(node), node);
  }
  const window = windowFunction(builder, name, node, env);
  if (window) return window;
  return builder.call(
    name,
    scalarType(node),
    args.map((arg) =>
      builder.expr(arg.kind === 'SimpleNamedExpression' ? part(arg, 'Expression') : arg, env),
    ),
    node,
  );
}

function bagOf(
  builder: Builder,
  node: SyntaxNode,
  members: readonly (readonly [name: string, value: Expr])[],
): Expr {
  const args = members.flatMap(([name, value]) => [literal('string', name), value]);
  return args.length === 0 ? literal('dynamic', '{}') : builder.call('bag_pack', 'dynamic', args, node);
}

function argument(node: SyntaxNode, index: number): SyntaxNode {
  const found = callArguments(node)[index];
  if (!found) throw refuse('incomplete', 'An argument is missing.', node);
  return found;
}

/** The scope in which a called function's body is read: where it was declared, with its parameters bound. */
export function callScope(
  builder: Builder,
  node: SyntaxNode,
  expansion: Expansion,
  env: Env,
  prepare?: (scope: Scope) => void,
): Env {
  const name = node.kind === 'NameReference' ? nameText(node) : nameText(part(node, 'Name'));
  const declared = env.scope.find(name);
  const scope = new Scope(declared?.kind === 'function' ? declared.scope : undefined);
  prepare?.(scope);
  const args = node.kind === 'NameReference' ? [] : callArguments(node);
  const named = new Map(
    args
      .filter((arg) => arg.kind === 'SimpleNamedExpression')
      .map((arg) => [nameText(part(arg, 'Name')), part(arg, 'Expression')]),
  );
  const positional = args.filter((arg) => arg.kind !== 'SimpleNamedExpression');
  expansion.parameters.forEach((parameter, i) => {
    const given = named.get(parameter.name) ?? positional[i];
    const value = given ?? parameter.default;
    if (!value) throw refuse('incomplete', `The argument ${parameter.name} is missing.`, node);
    const argEnv = given ? env : { scope };
    if (isTabular(value))
      scope.bind(parameter.name, { kind: 'table', build: () => builder.table(value, argEnv) });
    else {
      const expr = builder.expr(value, argEnv);
      const type =
        parameter.type.kind === 'scalar' && parameter.type.type !== 'unknown'
          ? parameter.type.type
          : expr.type;
      scope.bind(parameter.name, { kind: 'scalar', expr: checkedConvert(expr, type, node) });
    }
  });
  const inner: Env = { scope };
  bindStatements(builder, expansion.body.parts['Statements']?.items ?? [], inner);
  return inner;
}
