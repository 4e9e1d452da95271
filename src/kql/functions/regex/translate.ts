import { parseRegex } from './parse.ts';
import { RegexProblem, type Node, type ParsedRegex } from './syntax.ts';

/**
 * A pattern of the service, whose engine is Rust's, in the syntax of the database's, which is RE2. For texts of ASCII alone
 * and for others; undefined where RE2 cannot say it, and the engine's own matcher finds it.
 */
export interface TranslatedRegex {
  readonly parsed: ParsedRegex;
  readonly ascii: string | undefined;
  readonly unicode: string | undefined;
  /** Whether a match of it can be of no characters. */
  readonly canBeEmpty: boolean;
}

/** RE2 takes long to read some hundred classes of Unicode, and refuses thousands. */
const MOST_WIDE = 100;
const WIDE = 100;

/** @throws RegexProblem */
export function translateRegex(pattern: string): TranslatedRegex {
  const parsed = parseRegex(pattern);
  const { root } = parsed;
  if (timesOf(root) > 1000)
    throw new RegexProblem(
      'Counts within counts ask for more than 1000 times, which cannot be done here; the service can.',
    );
  return {
    parsed,
    ascii: print(root, 'ascii'),
    unicode: wideIn(root) > MOST_WIDE ? undefined : print(root, 'unicode'),
    canBeEmpty: canBeEmpty(root),
  };
}

function print(node: Node, of: 'ascii' | 'unicode'): string | undefined {
  switch (node.kind) {
    case 'set':
    case 'look':
      return node[of];
    case 'flags':
      return node.printed;
    case 'group': {
      const body = print(node.body, of);
      return body === undefined ? undefined : `(${node.index === undefined ? `?${node.flags}:` : ''}${body})`;
    }
    case 'repeat': {
      const body = print(node.body, of);
      if (body === undefined) return undefined;
      const one = node.body.kind === 'repeat' ? `(?:${body})` : body;
      return `${one}${times(node.min, node.max)}${node.question ? '?' : ''}`;
    }
    default: {
      const parts = node.parts.map((part) => print(part, of));
      return parts.includes(undefined) ? undefined : parts.join(node.kind === 'either' ? '|' : '');
    }
  }
}

function times(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

/** How often counts within counts repeat the innermost part. */
function timesOf(node: Node): number {
  if (node.kind === 'repeat') {
    const count = node.max === Infinity ? Math.max(node.min, 1) : Math.max(node.max, 1);
    return count * timesOf(node.body);
  }
  if (node.kind === 'group') return timesOf(node.body);
  return 'parts' in node ? Math.max(1, ...node.parts.map(timesOf)) : 1;
}

function wideIn(node: Node): number {
  if (node.kind === 'set') return node.unicode.length > WIDE ? 1 : 0;
  if (node.kind === 'group') return wideIn(node.body);
  if (node.kind === 'repeat') return wideIn(node.body) * (node.max === Infinity ? node.min + 1 : node.max);
  return 'parts' in node ? node.parts.reduce((sum, part) => sum + wideIn(part), 0) : 0;
}

function canBeEmpty(node: Node): boolean {
  if (node.kind === 'set') return false;
  if (node.kind === 'group') return canBeEmpty(node.body);
  if (node.kind === 'repeat') return node.min === 0 || canBeEmpty(node.body);
  if (node.kind === 'sequence') return node.parts.every(canBeEmpty);
  return node.kind !== 'either' || node.parts.some(canBeEmpty);
}
