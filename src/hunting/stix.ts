/** Values of a STIX 2.1 document that can be looked up, and what of it cannot. */
export interface StixValues {
  readonly values: readonly string[];
  readonly rejected: readonly { readonly text: string; readonly reason: string }[];
}

const MAX_OBJECTS = 100_000;
/** Observable properties whose value is an indicator. */
const PATHS =
  /^(?:ipv4-addr|ipv6-addr|domain-name|url|email-addr):value$|^file:hashes\.|^user-account:(?:user_id|account_login)$|^email-message:(?:sender_ref|from_ref)\.value$/;
/** One comparison of a pattern: path, operator and a text or a set of texts. */
const COMPARISON =
  /([a-z][a-z0-9-]*:[A-Za-z0-9_.'-]+(?:\[\*?\d*\])?[A-Za-z0-9_.'-]*)\s*(!?=|[<>]=?|(?:NOT\s+)?(?:IN|LIKE|MATCHES|ISSUBSET|ISSUPERSET))\s*('(?:[^'\\]|\\.)*'|\([^()]*\))/g;

/** Reads a bundle, an object or a list of objects; undefined where the text is no such JSON. */
export function indicatorsOfStix(text: string): StixValues | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  const objects = objectsOf(document);
  if (!objects.some((object) => typeof object['type'] === 'string')) return undefined;
  const values: string[] = [];
  const rejected: { text: string; reason: string }[] = [];
  for (const object of objects.slice(0, MAX_OBJECTS)) {
    const { type, pattern, value } = object;
    if (type === 'indicator' && typeof pattern === 'string') {
      if (object['revoked'] === true) rejected.push({ text: pattern, reason: 'revoked by its author' });
      else if (object['pattern_type'] !== undefined && object['pattern_type'] !== 'stix')
        rejected.push({ text: pattern, reason: 'no STIX pattern' });
      else readPattern(pattern, values, rejected);
    } else if (typeof value === 'string' && PATHS.test(`${String(type)}:value`)) values.push(value);
    else if (type === 'file' && isObject(object['hashes']))
      values.push(...Object.values(object['hashes']).filter((hash) => typeof hash === 'string'));
    else if (type === 'user-account')
      values.push(...[object['user_id'], object['account_login']].filter((name) => typeof name === 'string'));
  }
  return { values, rejected };
}

function readPattern(pattern: string, values: string[], rejected: { text: string; reason: string }[]): void {
  let taken = 0;
  for (const [, path = '', operator = '', operand = ''] of pattern.matchAll(COMPARISON)) {
    if (!PATHS.test(path) || (operator !== '=' && operator !== 'IN')) continue;
    for (const [, text = ''] of operand.matchAll(/'((?:[^'\\]|\\.)*)'/g)) {
      values.push(text.replace(/\\(.)/g, '$1'));
      taken += 1;
    }
  }
  if (taken === 0)
    rejected.push({
      text: pattern.slice(0, 200),
      reason: 'nothing in it is an equality of something that logs have',
    });
}

function objectsOf(document: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(document)) return document.filter(isObject);
  if (!isObject(document)) return [];
  return Array.isArray(document['objects']) ? document['objects'].filter(isObject) : [document];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
