import type { Dynamic } from '../values/dynamic.ts';

interface Element {
  readonly name: string;
  readonly attributes: readonly (readonly [string, string])[];
  readonly children: Element[];
  text: string;
}

const TOKEN =
  /<!--[^]*?-->|<\?[^]*?\?>|<!\[CDATA\[([^]*?)\]\]>|<!DOCTYPE[^>]*>|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/gy;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const MAX_DEPTH = 200;

/** XML as the bag that Kusto makes of it: attributes as `@name`, mixed text as `#text`, repeated elements as arrays. */
export function parseXml(text: string): Dynamic {
  const root: Element = { name: '', attributes: [], children: [], text: '' };
  const open: Element[] = [root];
  TOKEN.lastIndex = 0;
  const source = text.trim();
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    if (!match) return null;
    const [, cdata, closing, opening, attributes = '', empty, characters] = match;
    const top = open.at(-1);
    if (!top) return null;
    if (cdata !== undefined) top.text += cdata;
    else if (closing !== undefined) {
      if (open.pop()?.name !== closing || open.length === 0) return null;
    } else if (opening !== undefined) {
      const element: Element = {
        name: opening,
        attributes: attributesOf(attributes),
        children: [],
        text: '',
      };
      top.children.push(element);
      if (empty !== '/') open.push(element);
      if (open.length > MAX_DEPTH) return null;
    } else if (characters !== undefined) top.text += unescape(characters);
  }
  if (open.length !== 1 || root.children.length !== 1 || root.text.trim() !== '') return null;
  const [top] = root.children;
  return top ? new Map([[top.name, valueOf(top)]]) : null;
}

function attributesOf(text: string): [string, string][] {
  return [...text.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map((match) => [
    match[1] ?? '',
    unescape(match[2] ?? match[3] ?? ''),
  ]);
}

function unescape(text: string): string {
  return text.replace(
    /&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const point = hex === undefined ? Number(decimal) : parseInt(hex, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}

function valueOf(element: Element): Dynamic {
  const text = element.text.trim();
  if (element.attributes.length === 0 && element.children.length === 0) return text === '' ? null : text;
  const bag = new Map<string, Dynamic>(element.attributes.map(([name, value]) => [`@${name}`, value]));
  for (const child of element.children) {
    const value = valueOf(child);
    const before = bag.get(child.name);
    if (!bag.has(child.name)) bag.set(child.name, value);
    else if (Array.isArray(before)) before.push(value);
    else bag.set(child.name, [before ?? null, value]);
  }
  if (text !== '') bag.set('#text', text);
  return bag;
}
