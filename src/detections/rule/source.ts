import { isMap, isScalar, LineCounter, parseDocument, type Document, type Node, type Scalar } from 'yaml';
import { isRecord } from '../../base/guards.ts';
import type { Span } from '../../kql/diagnostics.ts';
import { readRule } from './readRule.ts';
import type { Rule } from './rule.ts';

export type YamlPath = readonly (string | number)[];

const SECOND_DOCUMENT =
  'A second document begins here, and a file holds one rule or the tests of one: move what follows --- to a file of its own';

/** A YAML file with the way back from its data to its text. */
export class YamlSource {
  readonly text: string;
  readonly faults: readonly { readonly message: string; readonly span: Span }[];
  /** {} where the file is not a mapping. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly lines = new LineCounter();
  readonly #document: Document;

  constructor(text: string) {
    this.text = text;
    this.#document = parseDocument(text, {
      lineCounter: this.lines,
      uniqueKeys: true,
      prettyErrors: false,
      merge: true,
    });
    const errors = this.#document.errors.filter(
      ({ code, pos: [start] }) =>
        code !== 'MULTIPLE_DOCS' || !/^(?:(?:---|\.\.\.)?[ \t]*(?:#.*)?\r?\n?)*$/.test(text.slice(start)),
    );
    const lost = errors.findIndex(({ code }) => code === 'UNEXPECTED_TOKEN');
    // After the first token that has no place each one is another such error.
    const told = errors.filter(({ code }, index) => code !== 'UNEXPECTED_TOKEN' || index === lost);
    const faults = told.map(({ code, message, pos: [start, end] }) => ({
      message: code === 'MULTIPLE_DOCS' ? SECOND_DOCUMENT : message,
      span: { start, length: Math.max(1, end - start) },
    }));
    let data: unknown = {};
    try {
      // Few aliases: nested ones grow a page of text to gigabytes.
      if (faults.length === 0) data = this.#document.toJS({ maxAliasCount: 50 });
    } catch (error) {
      faults.push({
        message: error instanceof Error ? error.message : String(error),
        span: { start: 0, length: 1 },
      });
    }
    if (faults.length === 0 && !isRecord(data))
      faults.push({
        message: 'The file is not a mapping of fields to values',
        span: { start: 0, length: 1 },
      });
    this.data = isRecord(data) ? data : {};
    this.faults = faults;
  }

  /** Of the value at the path, of the nearest there is where it has none. */
  span(path: YamlPath): Span {
    for (let length = path.length; length > 0; length--) {
      const node = this.#document.getIn(path.slice(0, length), true);
      if (hasRange(node)) return trimmed(this.text, node.range[0], node.range[1]);
      const key = this.keySpan(path.slice(0, length));
      if (key) return key;
    }
    return { start: 0, length: Math.min(1, this.text.length) };
  }

  /** Of the key that the path ends with. */
  keySpan(path: YamlPath): Span | undefined {
    const parent: unknown =
      path.length === 1 ? this.#document.contents : this.#document.getIn(path.slice(0, -1), true);
    if (!isMap(parent)) return undefined;
    const key = parent.items.find(({ key: each }) => isScalar(each) && each.value === path.at(-1))?.key;
    return hasRange(key) ? { start: key.range[0], length: key.range[1] - key.range[0] } : undefined;
  }

  /** Of a part of a text value: line by line in a block, all of the value where it is quoted or folded. */
  spanInText(path: YamlPath, part: Span): Span {
    const node = this.#document.getIn(path, true);
    const whole = this.span(path);
    if (!isScalar(node) || !hasRange(node) || typeof node.value !== 'string') return whole;
    const map = offsetsOf(node, node.value, this.text);
    if (!map) return whole;
    const start = map(part.start);
    return { start, length: Math.max(1, map(part.start + part.length) - start) };
  }

  /** From a place in the file to one in the text value at the path; undefined outside of it. */
  offsetInText(path: YamlPath, at: number): number | undefined {
    const node = this.#document.getIn(path, true);
    if (!isScalar(node) || !hasRange(node) || typeof node.value !== 'string') return undefined;
    if (at < node.range[0] || at > node.range[2]) return undefined;
    const map = offsetsOf(node, node.value, this.text);
    if (!map) return undefined;
    let low = 0;
    let high = node.value.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (map(middle) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The text at the path, also of a file that is being written and has faults; '' where there is none. */
  textAt(path: YamlPath): string {
    const value: unknown = this.#document.getIn(path);
    return typeof value === 'string' ? value : '';
  }

  position(offset: number): { readonly line: number; readonly column: number } {
    const { line, col } = this.lines.linePos(Math.min(offset, this.text.length));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

/** A rule file: its text, its data, and the rule that is in it. */
export class RuleSource extends YamlSource {
  readonly rule: Rule;

  constructor(text: string) {
    super(text);
    this.rule = readRule(this.data);
  }
}

/** Place in the file of each character of the value; undefined where lines were folded or characters escaped. */
function offsetsOf(
  node: Scalar & { readonly range: Range },
  value: string,
  text: string,
): ((at: number) => number) | undefined {
  if (node.type === 'PLAIN' || node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE') {
    const from = node.range[0] + (node.type === 'PLAIN' ? 0 : 1);
    return text.startsWith(value, from) ? (at) => from + at : undefined;
  }
  if (node.type !== 'BLOCK_LITERAL') return undefined;
  const header = text.indexOf('\n', node.range[0]) + 1;
  const source = text.slice(header, node.range[1]).split('\n');
  const explicit = /[1-9]/.exec(text.slice(node.range[0], header))?.[0];
  const first = source.findIndex((line) => line.trim() !== '');
  const own = value.split('\n')[first] ?? '';
  const indent =
    explicit === undefined || first < 0
      ? Math.max(
          0,
          (source[first] ?? '').length - own.length - ((source[first] ?? '').endsWith('\r') ? 1 : 0),
        )
      : (source[first] ?? '').indexOf(own);
  const starts: { readonly value: number; readonly file: number }[] = [];
  let inValue = 0;
  let inFile = header;
  const lines = value.split('\n');
  for (const [index, line] of lines.entries()) {
    const length = source[index]?.length ?? 0;
    starts.push({ value: inValue, file: inFile + Math.min(indent, length) });
    inValue += line.length + 1;
    inFile += length + 1;
  }
  return (at) => {
    const line = starts.findLast((start) => start.value <= at) ?? { value: 0, file: header };
    return Math.min(text.length, line.file + (at - line.value));
  };
}

type Range = readonly [number, number, number];

function hasRange(node: unknown): node is Node & { readonly range: Range } {
  return isRecord(node) && Array.isArray(node['range']);
}

function trimmed(text: string, start: number, end: number): Span {
  return { start, length: Math.max(1, text.slice(start, end).trimEnd().length) };
}
