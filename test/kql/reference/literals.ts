import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import { part } from './syntax.ts';
import { readDatetime, readTimespan } from './text.ts';
import { unknown } from './unknown.ts';
import { fitting, nullOf, scalarTypeOf, type Value } from './values.ts';

/** All tokens below a node, as they were written, without the space between them. */
function writtenText(node: SyntaxNode): string {
  return node.text + [...Object.values(node.parts), ...node.items].map(writtenText).join('');
}

/** The value of a literal node; undefined where the node is none. */
export function literalValue(node: SyntaxNode): Value | undefined {
  if (node.kind === 'DynamicExpression') return jsonNode(part(node, 'Expression'));
  if (!node.kind.endsWith('LiteralExpression')) return undefined;
  const type = scalarTypeOf(node);
  const written = writtenText(node);
  const within = /^[a-z]+\((.*)\)$/is.exec(written)?.[1]?.trim();
  if (type !== 'string' && within === 'null') return nullOf(type);
  const body = within ?? written;
  switch (type) {
    case 'string':
      return node.string ?? stringIn(node);
    case 'bool':
      if (/^(true|1)$/i.test(body)) return true;
      if (/^(false|0)$/i.test(body)) return false;
      break;
    case 'int':
    case 'long':
      return fitting(
        body.startsWith('-') ? -BigInt(body.slice(1).trim()) : BigInt(body.replace(/^\+/, '')),
        type,
      );
    case 'real':
      return realValue(body);
    case 'datetime':
      return readDatetime(body.replace(/^(["'])(.*)\1$/, '$2')) ?? undefinedLiteral(node);
    case 'timespan':
      return readTimespan(body.replace(/^(["'])(.*)\1$/, '$2')) ?? undefinedLiteral(node);
    case 'guid':
      if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(body)) return body.toLowerCase();
      break;
    case 'dynamic':
    case 'decimal':
      break;
  }
  return undefinedLiteral(node);
}

function undefinedLiteral(node: SyntaxNode): never {
  throw unknown(`the literal ${writtenText(node)}`);
}

function stringIn(node: SyntaxNode): string {
  for (const child of Object.values(node.parts)) if (child.string !== undefined) return child.string;
  return undefinedLiteral(node);
}

function realValue(body: string): number {
  const special: Readonly<Record<string, number>> = {
    nan: NaN,
    '+inf': Infinity,
    '-inf': -Infinity,
    inf: Infinity,
  };
  const value = special[body.toLowerCase()] ?? Number(body);
  if (special[body.toLowerCase()] === undefined && Number.isNaN(value)) throw unknown(`the real ${body}`);
  return value;
}

/** `{'a': [1, null]}` inside of dynamic(…): JSON, with single quotes too. */
function jsonNode(node: SyntaxNode): Value {
  const list = Object.values(node.parts).find((child) => child.kind === 'List');
  switch (node.kind) {
    case 'JsonArrayExpression':
      return (list?.items ?? []).map(jsonNode);
    case 'JsonObjectExpression': {
      const members = new Map<string, Value>();
      for (const pair of list?.items ?? []) {
        const key = /^(["'])([^"'\\]*)\1$/.exec(writtenText(part(pair, 'Name')))?.[2];
        if (key === undefined || members.has(key)) return undefinedLiteral(pair);
        members.set(key, jsonNode(part(pair, 'Value')));
      }
      return members;
    }
    case 'NullLiteralExpression':
      return null;
    case 'UnaryMinusExpression': {
      const value = node.parts['Expression'] && jsonNode(node.parts['Expression']);
      return typeof value === 'bigint' || typeof value === 'number' ? -value : undefinedLiteral(node);
    }
    default: {
      const value = literalValue(node);
      if (value === undefined) return undefinedLiteral(node);
      const type = node.type.kind === 'scalar' ? node.type.type : 'unknown';
      if (type === 'datetime' || type === 'timespan' || type === 'guid')
        throw unknown(`a ${type} inside of a dynamic`);
      return value;
    }
  }
}
