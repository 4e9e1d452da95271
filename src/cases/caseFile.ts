import { Document, isAlias, parseDocument, visit } from 'yaml';
import { AzimuthError } from '../base/errors.ts';
import { type Guard, isArrayOf, isNullOr, isOneOf, isShape, isString } from '../base/guards.ts';
import { ticksFromIso } from '../base/ticks.ts';
import type { TimeWindow } from '../domain/answer.ts';
import type { CaseInfo } from '../domain/caseInfo.ts';
import { readWhole, writeAtomic } from './files.ts';
import { LAYOUT } from './layout.ts';
import type { Storage } from './storage.ts';

/** A case.yaml is a page of text; more is a mistake or an attack on the parser. */
const MAX_BYTES = 256 << 10;
/** Deeper brackets than these run a recursive parser out of stack. */
const MAX_NESTING = 100;

const isTime: Guard<string> = (value): value is string =>
  typeof value === 'string' && ticksFromIso(value) !== undefined;
const isId: Guard<string> = (value): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(value);
const hasWindowShape = isShape<TimeWindow>({ start: isTime, end: isTime });
const isWindow: Guard<TimeWindow> = (value): value is TimeWindow =>
  hasWindowShape(value) && (ticksFromIso(value.start) ?? 0n) <= (ticksFromIso(value.end) ?? 0n);

/** In the order in which a new file has them, each with what it must be. */
const FIELDS: { readonly [K in keyof CaseInfo]: readonly [Guard<CaseInfo[K]>, string] } = {
  format: [(value): value is 1 => value === 1, '1; a later format needs a later Azimuth'],
  id: [isId, 'letters, digits, dots and dashes'],
  title: [isString, 'a text'],
  severity: [isOneOf('high', 'medium', 'low', 'informational'), 'high, medium, low or informational'],
  status: [isOneOf('open', 'contained', 'closed'), 'open, contained or closed'],
  owner: [isString, 'a text'],
  tenant: [isString, 'a text'],
  window: [isNullOr(isWindow), 'null, or start and end as ISO 8601 times with the start first'],
  clock: [isNullOr(isTime), 'null or an ISO 8601 time'],
  incidents: [isArrayOf(isString), 'a list of texts'],
};
const OPTIONAL: Partial<CaseInfo> = {
  severity: 'informational',
  status: 'open',
  owner: '',
  tenant: '',
  window: null,
  clock: null,
  incidents: [],
};

function malformed(message: string, line?: number): AzimuthError {
  return new AzimuthError(
    'case.file-invalid',
    `${LAYOUT.caseFile}${line === undefined ? '' : `, line ${line}`}: ${message}`,
    { unharmed: 'nothing in the case was changed', next: [`Correct ${LAYOUT.caseFile} in a text editor.`] },
  );
}

function parse(text: string): Document {
  let depth = 0;
  for (const char of text) {
    if (char === '[' || char === '{') depth += 1;
    else if ((char === ']' || char === '}') && depth > 0) depth -= 1;
    if (depth > MAX_NESTING) throw malformed('brackets are nested too deep');
  }
  if (/^ {200}/m.test(text)) throw malformed('lines are indented too deep');
  const document = parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: true });
  const [error] = document.errors;
  if (error) throw malformed(error.message.split('\n')[0] ?? 'not YAML', error.linePos?.[0].line);
  visit(document, {
    Node: (_key, node) => {
      // A few aliases of aliases stand for gigabytes.
      if (isAlias(node)) throw malformed('aliases are not used in a case file');
    },
  });
  return document;
}

function infoOf(document: Document): CaseInfo {
  const source: unknown = document.toJS();
  if (typeof source !== 'object' || source === null || Array.isArray(source))
    throw malformed('it is not a list of keys and values');
  const entries = Object.entries(FIELDS).map(([key, [guard, wanted]]) => {
    const given: unknown = Object.hasOwn(source, key) ? (source as Record<string, unknown>)[key] : undefined;
    const value = given === undefined ? OPTIONAL[key as keyof CaseInfo] : given;
    if (!guard(value)) throw malformed(`"${key}" is not ${wanted}`);
    return [key, value];
  });
  return Object.fromEntries(entries) as CaseInfo;
}

/** Rejects with `case.not-a-case` where there is no case.yaml, `case.file-invalid` where it cannot be believed. */
export async function readCaseFile(storage: Storage): Promise<CaseInfo> {
  return infoOf(parse(await readText(storage)));
}

async function readText(storage: Storage): Promise<string> {
  const bytes = await readWhole(storage, LAYOUT.caseFile, MAX_BYTES);
  if (!bytes)
    throw new AzimuthError('case.not-a-case', `${storage.absolute('')} is not a case: it has no case.yaml`, {
      next: ['Choose a folder that has a case.yaml, or make a new case.'],
    });
  return bytes.toString('utf8');
}

/** Changes the keys given and leaves the others, unknown ones and comments as they are. */
export async function updateCaseFile(storage: Storage, change: Partial<CaseInfo>): Promise<CaseInfo> {
  const document = parse(await readText(storage));
  const before = infoOf(document);
  for (const [key, value] of Object.entries(change)) {
    if (!Object.hasOwn(FIELDS, key) || key === 'format' || key === 'id') continue;
    if (JSON.stringify(value) === JSON.stringify(before[key as keyof CaseInfo])) continue;
    // A plain value is put into the node that is there, which keeps its comment.
    document.set(key, typeof value === 'object' && value !== null ? document.createNode(value) : value);
  }
  const info = infoOf(document);
  await writeAtomic(storage, LAYOUT.caseFile, document.toString({ lineWidth: 0 }));
  return info;
}

export function caseFileText(info: CaseInfo): string {
  const keys = Object.keys(FIELDS) as (keyof CaseInfo)[];
  const document = new Document(Object.fromEntries(keys.map((key) => [key, info[key]])));
  document.commentBefore = ' An Azimuth case. Keys that Azimuth does not know are kept.';
  return document.toString({ lineWidth: 0 });
}
