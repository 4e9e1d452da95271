import type { Visualization } from '../../../domain/answer.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, part, tokenText } from '../access.ts';
import type { Builder } from '../builder.ts';
import type { Relation } from '../relation.ts';

/** `render` changes no row. */
export function renderOperator(_: Builder, __: SyntaxNode, input: Relation): Relation {
  return input;
}

/** What the query's last operator asked to be drawn. */
export function visualizationOf(expression: SyntaxNode): Visualization | undefined {
  if (expression.kind !== 'PipeExpression') return undefined;
  const operator = part(expression, 'Operator');
  if (operator.kind !== 'RenderOperator') return undefined;
  const properties: Record<string, string> = {};
  const clause = operator.parts['WithClause'];
  const named = [...list(operator, 'Parameters'), ...(clause ? list(clause, 'Properties') : [])];
  for (const property of named) {
    const value = property.parts['Expression'];
    if (property.parts['Name'] && value)
      properties[nameText(property.parts['Name'])] = value.string ?? tokenText(value);
  }
  return { kind: operator.parts['ChartType'] ? tokenText(operator.parts['ChartType']) : 'table', properties };
}
