import { fieldAt } from './fieldAt.ts';
import type { Field, Form } from './fields.ts';

/** Where in a YAML file something is written. */
export interface YamlPlace {
  /** Names of the fields around, outermost first; lists add none. */
  readonly path: readonly string[];
  /** What is being written: the name of a field, or its value. */
  readonly at: 'name' | 'value';
}

const NAME = '[$A-Za-z][\\w$-]*';
const QUOTED = `["']?(${NAME})["']?`;
const KEY = new RegExp(`^\\s*(?:- )?(${NAME})\\s*:\\s*(.*)$`);
const VALUE = new RegExp(`^\\s*(?:- )?(${NAME})\\s*:\\s+\\S*$`);

/** By indents and braces, so that it works in a file that is not whole yet. Undefined where nothing is to be completed. */
export function placeAt(text: string, offset: number, fields: readonly Field[]): YamlPlace | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset);
  const flow = flowAt(text, start, offset);
  const path = blockPath(text, flow?.line ?? start, flow ? flow.head : before);
  if (!path) return undefined;
  if (flow) return placeInFlow(path, flow, fields);
  const value = VALUE.exec(before)?.[1];
  if (value !== undefined) return { path: [...path, value], at: 'value' };
  if (/^\s*- \S*$/.test(before)) {
    const form = fieldAt(fields, path)?.form;
    return { path, at: holdsMappings(form) ? 'name' : 'value' };
  }
  return /^\s*(?:- )?[\w$-]*$/.test(before) ? { path, at: 'name' } : undefined;
}

function holdsMappings(form: Form | undefined): boolean {
  if (form?.form === 'either') return form.of.some(holdsMappings);
  return form?.form === 'list' && (form.of.form === 'record' || form.of.form === 'map');
}

/** Names of the fields around a line, by indents; undefined in a block of text. */
function blockPath(text: string, start: number, before: string): string[] | undefined {
  const path: string[] = [];
  const inList = /^\s*-/.test(before);
  let indent = indentOf(before);
  for (const line of text.slice(0, start).split('\n').reverse()) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const at = indentOf(line);
    const key = KEY.exec(line);
    if (!key) continue;
    const [, name = '', rest = ''] = key;
    // A list may stand at the indent of its field.
    const holdsList = at === indent && inList && path.length === 0 && rest === '' && !/^\s*-/.test(line);
    if (at >= indent && !holdsList) continue;
    if (/^[|>]/.test(rest)) return undefined;
    path.unshift(name);
    indent = at;
    if (at === 0) break;
  }
  return path;
}

interface Flow {
  /** Start of the line on which the outermost brace or bracket that is open stands. */
  readonly line: number;
  /** That line up to the brace. */
  readonly head: string;
  /** Open ones, outermost first: the field that each is the value of, '' for an element of a list. */
  readonly open: readonly { readonly brace: '{' | '['; readonly name: string }[];
  /** From the last brace, bracket or comma. */
  readonly rest: string;
}

const MAX_FLOW_LINES = 20;

/** What is open of `{ … }` and `[ … ]` before an offset; undefined outside of any. */
function flowAt(text: string, start: number, offset: number): Flow | undefined {
  let found: Flow | undefined;
  let line = start;
  for (let count = 0; count < MAX_FLOW_LINES; count++) {
    const flow = openIn(text, line, offset);
    if ((flow?.open.length ?? 0) <= (found?.open.length ?? 0) && count > 0) break;
    found = flow;
    if (line === 0) break;
    line = text.lastIndexOf('\n', line - 2) + 1;
  }
  return found;
}

function openIn(text: string, line: number, offset: number): Flow | undefined {
  const open: { brace: '{' | '['; name: string; at: number }[] = [];
  let from = line;
  let quote = '';
  for (let at = line; at < offset; at++) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === '\\' && quote === '"') at++;
      else if (character === quote) quote = '';
    } else if ((character === '"' || character === "'") && /[\s{[,:]/.test(text[at - 1] ?? ' '))
      quote = character;
    else if (character === '#' && /\s/.test(text[at - 1] ?? ' ')) at = endOfLine(text, at);
    else if ((character === '{' || character === '[') && beginsValue(text.slice(line, at), open.length > 0)) {
      const name = new RegExp(`${QUOTED}\\s*:\\s*$`).exec(text.slice(from, at))?.[1] ?? '';
      open.push({ brace: character, name, at });
      from = at + 1;
    } else if (character === '}' || character === ']') {
      open.pop();
      from = at + 1;
    } else if (character === ',' && open.length > 0) from = at + 1;
  }
  const [first] = open;
  return first && { line, head: text.slice(line, first.at), open, rest: text.slice(from, offset) };
}

/** Whether a value may begin after this, so that a brace is one of YAML's and not of a text such as `By {{Caller}}`. */
function beginsValue(before: string, inFlow: boolean): boolean {
  return (inFlow ? /(^|[-:{[,])\s*$/ : /(^\s*|^\s*- |:\s+)$/).test(before);
}

function placeInFlow(
  outer: readonly string[],
  { open, rest }: Flow,
  fields: readonly Field[],
): YamlPlace | undefined {
  const path = [...outer, ...open.flatMap(({ name }) => (name === '' ? [] : [name]))];
  if (open.at(-1)?.brace === '{') {
    const value = new RegExp(`^\\s*${QUOTED}\\s*:\\s+\\S*$`).exec(rest)?.[1];
    if (value !== undefined) return { path: [...path, value], at: 'value' };
    return /^\s*["']?[\w$-]*$/.test(rest) ? { path, at: 'name' } : undefined;
  }
  return /^\s*\S*$/.test(rest) && !holdsMappings(fieldAt(fields, path)?.form)
    ? { path, at: 'value' }
    : undefined;
}

/** Of what a line says: after the dash of a list's element. */
function indentOf(line: string): number {
  return /^\s*(?:- )?/.exec(line)?.[0].length ?? 0;
}

export function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
