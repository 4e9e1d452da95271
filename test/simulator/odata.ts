import { refuse } from './http.ts';

type Value = string | number | boolean | null | undefined;

const TOKEN = /\s*(?:('(?:[^']|'')*')|([()])|([A-Za-z_][\w./-]*(?:\.\w+)*)|([\d][\w:.+-]*))/y;

/** `$filter` with and, or, not, parentheses, comparisons and contains(); names are paths into the item. */
export function filterOf(text: string | null): (item: unknown) => boolean {
  if (text === null || text.trim() === '') return () => true;
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const source = text.replaceAll(',', ' ');
  while (TOKEN.lastIndex < source.trimEnd().length) {
    const match = TOKEN.exec(source);
    if (!match) refuse(400, 'BadRequest', `Invalid filter clause: ${text}`);
    tokens.push(match[0].trim());
  }
  let at = 0;
  type Test = (item: unknown) => boolean;
  const or = (): Test => {
    let left = and();
    while (tokens[at] === 'or') {
      at++;
      const [a, b] = [left, and()];
      left = (item) => a(item) || b(item);
    }
    return left;
  };
  const and = (): Test => {
    let left = not();
    while (tokens[at] === 'and') {
      at++;
      const [a, b] = [left, not()];
      left = (item) => a(item) && b(item);
    }
    return left;
  };
  const not = (): Test => {
    if (tokens[at] === 'not') {
      at++;
      const inner = not();
      return (item) => !inner(item);
    }
    if (tokens[at] === '(') {
      at++;
      const inner = or();
      at++;
      return inner;
    }
    if (tokens[at] === 'contains') {
      const [name, part] = [tokens[at + 2] ?? '', literal(tokens[at + 3])];
      at += 5;
      return (item) =>
        String(pathOf(item, name) ?? '')
          .toLowerCase()
          .includes(String(part).toLowerCase());
    }
    const [name = '', operator = ''] = tokens.slice(at, at + 2);
    const wanted = literal(tokens[at + 2]);
    at += 3;
    if (!/^(eq|ne|gt|ge|lt|le)$/.test(operator)) refuse(400, 'BadRequest', `Invalid filter clause: ${text}`);
    return (item) => compares(operator, pathOf(item, name), wanted);
  };
  const test = or();
  if (at < tokens.length) refuse(400, 'BadRequest', `Invalid filter clause: ${text}`);
  return test;
}

/** `$orderby` of one path. */
export function orderOf(text: string | null): ((a: unknown, b: unknown) => number) | undefined {
  if (text === null || text.trim() === '') return undefined;
  const [name = '', direction] = text.trim().split(/\s+/);
  const sign = direction === 'desc' ? -1 : 1;
  return (a, b) => sign * order(pathOf(a, name), pathOf(b, name));
}

function literal(token: string | undefined): Value {
  if (token === undefined) return undefined;
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (token === 'true' || token === 'false') return token === 'true';
  if (token === 'null') return null;
  return Number.isFinite(Number(token)) ? Number(token) : token;
}

function pathOf(item: unknown, name: string): Value {
  let at: unknown = item;
  for (const step of name.split(/[/.]/)) at = (at as Record<string, unknown> | null | undefined)?.[step];
  return at as Value;
}

function compares(operator: string, left: Value, right: Value): boolean {
  if (operator === 'eq') return left === right || order(left, right) === 0;
  if (operator === 'ne') return left !== right;
  if (left === undefined || left === null) return false;
  const sign = order(left, right);
  return { gt: sign > 0, ge: sign >= 0, lt: sign < 0, le: sign <= 0 }[operator] ?? false;
}

function order(left: Value, right: Value): number {
  if (typeof left === 'string' && typeof right === 'string') {
    const times = [Date.parse(left), Date.parse(right)];
    if (/^\d{4}-\d\d-\d\d/.test(left) && times.every(Number.isFinite))
      return (times[0] ?? 0) - (times[1] ?? 0);
  }
  if (left === right) return 0;
  if (left === undefined || left === null) return -1;
  if (right === undefined || right === null) return 1;
  return left < right ? -1 : 1;
}
