import { type Dynamic, dynamicToString } from '../values/dynamic.ts';
import { type Address, parseIpv4, parseIpv6, printIpv4, printIpv6 } from '../values/ipAddress.ts';
import { dyn } from './dyn.ts';
import { type ScalarEntry, udf } from './entry.ts';

type Parse = (text: string) => Address | undefined;

function masked(address: Address, prefix: number): bigint {
  const shift = BigInt(address.bits - prefix);
  return (address.value >> shift) << shift;
}

/** -1, 0 or 1 over the shortest of the prefixes; null where either is no address. */
function comparer(
  parse: Parse,
  bits: number,
): (a: string, b: string, prefix: bigint | null) => bigint | null {
  return (a, b, prefix) => {
    const [x, y] = [parse(a), parse(b)];
    if (!x || !y) return null;
    const wanted = prefix === null ? bits : Number(prefix);
    if (wanted < 0 || wanted > bits) return null;
    const shortest = Math.min(x.prefix, y.prefix, wanted);
    const [p, q] = [masked(x, shortest), masked(y, shortest)];
    return p < q ? -1n : p > q ? 1n : 0n;
  };
}

const compare4 = comparer(parseIpv4, 32);
const compare6 = comparer(parseIpv6, 128);

function matcher(compare: typeof compare4): (a: string, b: string, prefix: bigint | null) => boolean | null {
  return (a, b, prefix) => {
    const order = compare(a, b, prefix);
    return order === null ? null : order === 0n;
  };
}

function inRange(parse: Parse): (address: string, range: string) => boolean | null {
  return (address, range) => {
    const [x, y] = [parse(address), parse(range)];
    return x && y ? masked(x, y.prefix) === masked(y, y.prefix) : null;
  };
}

function inAnyRange(parse: Parse): (address: string, ...ranges: Dynamic[]) => boolean | null {
  const test = inRange(parse);
  return (address, ...ranges) => {
    if (!parse(address)) return null;
    return ranges
      .flatMap((range) => (Array.isArray(range) ? range : [range]))
      .some((range) => test(address, dynamicToString(range)) === true);
  };
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

function isPrivate(text: string): boolean | null {
  const address = parseIpv4(text);
  if (!address) return null;
  return PRIVATE.some((range) => {
    const block = parseIpv4(range);
    return (
      block !== undefined && address.prefix >= block.prefix && masked(address, block.prefix) === block.value
    );
  });
}

function formatMasked(value: Dynamic, prefix: bigint | null, withSuffix: boolean): string {
  const text = typeof value === 'bigint' ? printIpv4(BigInt.asUintN(32, value)) : dynamicToString(value);
  const address = parseIpv4(text);
  const wanted = Number(prefix ?? 32n);
  if (!address || wanted < 0 || wanted > 32) return '';
  const length = Math.min(address.prefix, wanted);
  return `${printIpv4(masked(address, length))}${withSuffix ? `/${length}` : ''}`;
}

function masked6(text: string, prefix: bigint | null): string {
  const address = parseIpv6(text);
  const length = Math.min(address?.prefix ?? 0, prefix === null ? 128 : Number(prefix));
  return address && length >= 0 ? printIpv6(masked(address, length)) : '';
}

function toCidrList(from: string, to: string): Dynamic {
  const [a, b] = [parseIpv4(from), parseIpv4(to)];
  if (!a || !b) return null;
  const blocks: Dynamic[] = [];
  for (let at = a.value; at <= b.value; ) {
    let size = 1n;
    while (at % (size * 2n) === 0n && at + size * 2n - 1n <= b.value && size < 2n ** 32n) size *= 2n;
    blocks.push(`${printIpv4(at)}/${33 - size.toString(2).length}`);
    at += size;
  }
  return blocks;
}

const EDGE = '(?<![\\w.])';
const EDGE_AFTER = '(?![\\w.])';

/** Addresses in a text that no letter, digit or dot touches. */
function addressesIn(text: string): string[] {
  return [...text.matchAll(new RegExp(`${EDGE}(\\d{1,3}(?:\\.\\d{1,3}){3})${EDGE_AFTER}`, 'g'))]
    .map((match) => match[1] ?? '')
    .filter((address) => parseIpv4(address));
}

function hasAddress(text: string, ...wanted: Dynamic[]): boolean {
  const found = addressesIn(text);
  return listOf(wanted).some((address) => found.includes(address));
}

/** A prefix ends in a dot or is a whole address. */
function hasPrefix(text: string, ...wanted: Dynamic[]): boolean {
  const found = addressesIn(text);
  return listOf(wanted).some((prefix) =>
    /^(\d{1,3}\.){1,3}$/.test(prefix)
      ? found.some((address) => address.startsWith(prefix))
      : parseIpv4(prefix) !== undefined && found.includes(prefix),
  );
}

function listOf(values: readonly Dynamic[]): string[] {
  return values.flatMap((value) => (Array.isArray(value) ? value : [value])).map(dynamicToString);
}

export const NETWORK: readonly ScalarEntry[] = [
  udf('parse_ipv4', ['string'], 'long', (text: string) => {
    const address = parseIpv4(text);
    return address ? masked(address, address.prefix) : null;
  }),
  udf('ipv4_low', ['string'], 'long', (text: string) => {
    const address = parseIpv4(text);
    return address ? masked(address, address.prefix) : null;
  }),
  udf('ipv4_high', ['string'], 'long', (text: string) => {
    const address = parseIpv4(text);
    return address ? masked(address, address.prefix) + 2n ** BigInt(32 - address.prefix) - 1n : null;
  }),
  udf('parse_ipv4_mask', ['string', 'long'], 'long', (text: string, prefix: bigint) => {
    const address = parseIpv4(text);
    return address && prefix >= 0n && prefix <= 32n
      ? masked(address, Math.min(address.prefix, Number(prefix)))
      : null;
  }),
  udf('parse_ipv6', ['string'], 'string', (text: string) => masked6(text, null)),
  udf('parse_ipv6_mask', ['string', 'long'], 'string', masked6),
  udf('ipv4_compare', ['string', 'string', 'long?'], 'long', compare4),
  udf('ipv4_is_match', ['string', 'string', 'long?'], 'bool', matcher(compare4)),
  udf('ipv6_compare', ['string', 'string', 'long?'], 'long', compare6),
  udf('ipv6_is_match', ['string', 'string', 'long?'], 'bool', matcher(compare6)),
  udf('ipv4_is_in_range', ['string', 'string'], 'bool', inRange(parseIpv4)),
  udf('ipv6_is_in_range', ['string', 'string'], 'bool', inRange(parseIpv6)),
  dyn('ipv4_is_in_any_range', ['string', '...json'], 'bool', inAnyRange(parseIpv4)),
  dyn('ipv6_is_in_any_range', ['string', '...json'], 'bool', inAnyRange(parseIpv6)),
  udf('ipv4_is_private', ['string'], 'bool', isPrivate),
  udf('ipv4_netmask_suffix', ['string'], 'long', (text: string) => {
    const address = parseIpv4(text);
    return address ? BigInt(address.prefix) : null;
  }),
  dyn('ipv4_range_to_cidr_list', ['string', 'string'], 'dynamic', toCidrList),
  dyn('format_ipv4', ['json', 'long?'], 'string', (value: Dynamic, prefix: bigint | null) =>
    formatMasked(value, prefix, false),
  ),
  dyn('format_ipv4_mask', ['json', 'long?'], 'string', (value: Dynamic, prefix: bigint | null) =>
    formatMasked(value, prefix, true),
  ),
  dyn('has_ipv4', ['string', 'json'], 'bool', hasAddress),
  dyn('has_any_ipv4', ['string', '...json'], 'bool', hasAddress),
  dyn('has_ipv4_prefix', ['string', 'json'], 'bool', hasPrefix),
  dyn('has_any_ipv4_prefix', ['string', '...json'], 'bool', hasPrefix),
];
