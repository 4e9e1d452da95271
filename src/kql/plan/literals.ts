import type { KustoType } from '../../domain/kustoType.ts';
import { refuse } from '../diagnostics.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { parseDatetime, printDatetime } from '../values/datetime.ts';
import { parseDynamic, printDynamic } from '../values/dynamic.ts';
import { parseTimespan, printTimespan } from '../values/timespan.ts';
import { tokenText } from './access.ts';
import { type Literal, literal } from './expr.ts';

const TYPES: Readonly<Record<string, KustoType>> = {
  BooleanLiteralExpression: 'bool',
  IntLiteralExpression: 'int',
  LongLiteralExpression: 'long',
  RealLiteralExpression: 'real',
  DecimalLiteralExpression: 'decimal',
  StringLiteralExpression: 'string',
  CompoundStringLiteralExpression: 'string',
  DateTimeLiteralExpression: 'datetime',
  TimespanLiteralExpression: 'timespan',
  GuidLiteralExpression: 'guid',
  RawGuidLiteralExpression: 'guid',
};

export function isLiteral(node: SyntaxNode): boolean {
  return node.kind in TYPES;
}

/** `datetime()`, which is the current time. */
export function isNow(node: SyntaxNode): boolean {
  return node.kind === 'DateTimeLiteralExpression' && inner(tokenText(node)) === '';
}

/** The value of a literal; refuses what Kusto would read otherwise. */
export function literalOf(node: SyntaxNode): Literal {
  const type = TYPES[node.kind] ?? 'string';
  if (type === 'string') return literal('string', node.string ?? '');
  const text = inner(tokenText(node));
  if (text === 'null' || text === '') return literal(type, null);
  const value = parseLiteral(type, text);
  if (value === undefined)
    throw refuse('literal-not-read', `This ${type} literal is not read: ${text}.`, node);
  return literal(type, value);
}

function inner(text: string): string {
  const match = /^\s*[a-z]+\s*\(([^]*)\)\s*$/i.exec(text);
  const body = (match?.[1] ?? text).trim();
  return /^(["']).*\1$/.test(body) ? body.slice(1, -1) : body;
}

/** What stands inside of `type(…)`; undefined where Kusto would not read it, and for text and dynamic. */
export function parseLiteral(type: KustoType, text: string): Literal['value'] | undefined {
  switch (type) {
    case 'bool':
      return /^(true|1)$/i.test(text) ? true : /^(false|0)$/i.test(text) ? false : undefined;
    case 'int':
    case 'long': {
      if (!/^-?(\d+|0x[\da-f]+)$/i.test(text)) return undefined;
      return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
    }
    case 'real': {
      if (/^[+-]?nan$/i.test(text)) return NaN;
      if (/^\+?inf(inity)?$/i.test(text)) return Infinity;
      if (/^-inf(inity)?$/i.test(text)) return -Infinity;
      const value = Number(text);
      return Number.isNaN(value) ? undefined : value;
    }
    case 'decimal':
      return isStoredDecimal(text) ? text : undefined;
    case 'datetime':
      return parseDatetime(
        text.replace(
          /^(\d{4})\s*[,-]\s*(\d{1,2})\s*[,-]\s*(\d{1,2})$/,
          (_, y: string, m: string, d: string) => `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`,
        ),
      );
    case 'timespan':
      return parseTimespan(text);
    case 'guid':
      return guid(text);
    case 'string':
    case 'dynamic':
      return undefined;
  }
}

function guid(text: string): string | undefined {
  const hex = text.replace(/[-{}()]/g, '').toLowerCase();
  if (!/^[\da-f]{32}$/.test(hex)) return undefined;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** `dynamic(…)`: JSON, in which Kusto also writes its own literals. */
export function dynamicLiteral(node: SyntaxNode): Literal {
  const text = jsonOf(node);
  if (text === 'null') return literal('dynamic', null);
  const value = parseDynamic(text);
  return literal('dynamic', value === undefined ? text : printDynamic(value));
}

function jsonOf(node: SyntaxNode): string {
  switch (node.kind) {
    case 'DynamicExpression':
      return node.parts['Expression'] ? jsonOf(node.parts['Expression']) : 'null';
    case 'JsonObjectExpression':
      return `{${(node.parts['Pairs']?.items ?? []).map(pair).join(',')}}`;
    case 'JsonArrayExpression':
      return `[${(node.parts['Values']?.items ?? []).map(jsonOf).join(',')}]`;
    case 'UnaryMinusExpression': {
      const inner = jsonOf(node.parts['Expression'] ?? node);
      return inner.startsWith('-') ? inner.slice(1) : `-${inner}`;
    }
    case 'UnaryPlusExpression':
      return jsonOf(node.parts['Expression'] ?? node);
    default: {
      if (/^null$/i.test(tokenText(node))) return 'null';
      if (!isLiteral(node)) throw refuse('dynamic-literal', 'This dynamic literal is not read.', node);
      return literalJson(literalOf(node));
    }
  }
}

function pair(node: SyntaxNode): string {
  const name = node.parts['Name'];
  const key = name?.string ?? unquote(name?.text ?? '');
  const value = node.parts['Value'];
  return `${JSON.stringify(key)}:${value ? jsonOf(value) : 'null'}`;
}

function unquote(text: string): string {
  if (!/^["']/.test(text)) return text;
  const body = text.slice(1, -1);
  try {
    return JSON.parse(`"${body.replace(/\\'/g, "'").replace(/(?<!\\)"/g, '\\"')}"`) as string;
  } catch {
    return body;
  }
}

/** Whether DECIMAL(38,12) holds it as it is. */
function isStoredDecimal(text: string): boolean {
  const match = /^[+-]?0*(\d*)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text);
  if (!match || !/\d/.test(text)) return false;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent);
  return whole.length + shift <= 26 && fraction.replace(/0+$/, '').length - shift <= 12;
}

function literalJson({ type, value }: Literal): string {
  if (value === null) return 'null';
  switch (type) {
    case 'datetime':
      return `"${printDatetime(value as bigint)}"`;
    case 'timespan':
      return `"${printTimespan(value as bigint)}"`;
    case 'string':
    case 'guid':
    case 'decimal':
      return JSON.stringify(value);
    case 'bool':
    case 'int':
    case 'long':
    case 'real':
    case 'dynamic':
      return typeof value === 'number' ? printDynamic(value) : String(value);
  }
}
