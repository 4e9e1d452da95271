import type { Cell } from '../../domain/answer.ts';
import type { KustoType } from '../../domain/kustoType.ts';
import { invalid } from '../diagnostics.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { list, nameText, part, tokenText } from './access.ts';
import type { Builder, Env } from './builder.ts';
import { type Literal, literal } from './expr.ts';
import { parseLiteral } from './literals.ts';
import { typeNamed } from './typeNames.ts';

/** `declare query_parameters(name:type = default, …)`: the request's values, converted as the query declares them. */
export function bindParameters(builder: Builder, statement: SyntaxNode, env: Env): void {
  for (const parameter of list(statement, 'Parameters')) {
    const declaration = part(parameter, 'NameAndType');
    const name = nameText(part(declaration, 'Name'));
    const type = typeNamed(tokenText(part(declaration, 'Type')), declaration);
    const given = builder.options.parameters[name];
    const fallback = parameter.parts['DefaultValue'];
    if (given !== undefined)
      env.scope.bind(name, { kind: 'scalar', expr: value(given, type, name, parameter) });
    else if (fallback) {
      const expr = builder.convert(builder.expr(part(fallback, 'Value'), env), type, parameter);
      env.scope.bind(name, { kind: 'scalar', expr });
    } else throw invalid('parameter-missing', `The query's parameter ${name} has no value.`, parameter);
  }
}

function value(cell: Cell, type: KustoType, name: string, node: SyntaxNode): Literal {
  if (cell === null) return literal(type, null);
  if (type === 'dynamic') return literal('dynamic', JSON.stringify(cell));
  const text = typeof cell === 'object' ? undefined : String(cell);
  const read = text === undefined ? undefined : type === 'string' ? text : parseLiteral(type, text);
  if (read === undefined)
    throw invalid('parameter-type', `The value of the query's parameter ${name} is no ${type}.`, node);
  return literal(type, read);
}
