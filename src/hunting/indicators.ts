import { indicatorsOfStix } from './stix.ts';

export type IndicatorKind = 'ip' | 'domain' | 'url' | 'hash' | 'account' | 'id';

/** Something to look for; `value` as logs would have it, without the brackets that make it harmless. */
export interface Indicator {
  readonly kind: IndicatorKind;
  readonly value: string;
}

export interface IndicatorList {
  /** Each once. */
  readonly indicators: readonly Indicator[];
  /** What was not taken, with the reason. */
  readonly rejected: readonly { readonly text: string; readonly reason: string }[];
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/;
const IPV6 = /^(?=.*:.*:)[0-9a-f:]{2,39}(?:\.\d+\.\d+\.\d+)?$/i;
const HASH = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ACCOUNT = /^[^@\s/:]{1,128}@(?:[a-z0-9-]+\.)+[a-z]{2,63}$/i;
const URL_START = /^https?:\/\/[^\s/]/i;
const DOMAIN =
  /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/i;
/** Endings of file names that look like domains. */
const FILE =
  /\.(?:csv|txt|pdf|docx?|xlsx?|pptx?|exe|dll|ps1|vbs|js|json|xml|html?|png|jpe?g|gif|log|yaml|yml|md|eml|msg|bat|cmd|sys)$/i;

/**
 * Reads pasted text, CSV or STIX 2.1 JSON. Of a line of text every word that is an indicator is taken; a line without
 * any is rejected. Brackets and `hxxp` that keep an indicator from being a link are undone.
 */
export function readIndicators(text: string): IndicatorList {
  const stix = indicatorsOfStix(text);
  const found = new Map<string, Indicator>();
  const rejected: { text: string; reason: string }[] = [];
  const take = (word: string): boolean => {
    const indicator = classify(word);
    if (indicator) found.set(`${indicator.kind} ${indicator.value.toLowerCase()}`, indicator);
    return indicator !== undefined;
  };
  if (stix) {
    for (const value of stix.values)
      if (!take(value)) rejected.push({ text: value, reason: 'of no kind that logs are searched for' });
    return { indicators: [...found.values()], rejected: [...stix.rejected, ...rejected] };
  }
  for (const line of text.split(/\r\n|\n|\r/)) {
    const words = line.split(/[\s,;|"'<>]+/).filter((word) => word !== '');
    const taken = words.map(take);
    if (words.length > 0 && !taken.includes(true))
      rejected.push({ text: line.trim().slice(0, 200), reason: reasonOf(words) });
  }
  return { indicators: [...found.values()], rejected };
}

function reasonOf(words: readonly string[]): string {
  return words.some((word) => /^[0-9a-f.:]+\/\d{1,3}$/i.test(word))
    ? 'a range of addresses; name single addresses'
    : 'no address, domain, link, hash, account or id';
}

function classify(word: string): Indicator | undefined {
  const value = refang(word);
  if (IPV4.test(value)) return { kind: 'ip', value };
  if (URL_START.test(value)) return { kind: 'url', value };
  if (GUID.test(value)) return { kind: 'id', value: value.toLowerCase() };
  if (HASH.test(value)) return { kind: 'hash', value: value.toLowerCase() };
  if (ACCOUNT.test(value)) return { kind: 'account', value };
  if (IPV6.test(value)) return { kind: 'ip', value: value.toLowerCase() };
  return DOMAIN.test(value) && !FILE.test(value) ? { kind: 'domain', value: value.toLowerCase() } : undefined;
}

/** An address or a domain with a port, as connections are written. */
const WITH_PORT = /^([a-z0-9.-]+\.[a-z0-9-]+):\d{1,5}$/i;

function refang(word: string): string {
  return word
    .replace(/^hxxp/i, 'http')
    .replace(/\[:\/\/\]|\[:\]\/\//g, '://')
    .replace(/\[\.\]|\(\.\)|\{\.\}|\[dot\]/gi, '.')
    .replace(/\[@\]|\[at\]|\(at\)/gi, '@')
    .replace(/[.)\]]+$/, '')
    .replace(WITH_PORT, '$1');
}
