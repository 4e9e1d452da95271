/** An address with the length of its prefix; `bits` is 32 or 128. */
export interface Address {
  readonly value: bigint;
  readonly prefix: number;
  readonly bits: 32 | 128;
}

function octets(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256n + BigInt(part);
  }
  return value;
}

/** Dotted quad with an optional `/prefix`. */
export function parseIpv4(text: string): Address | undefined {
  const [address = '', suffix, ...more] = text.trim().split('/');
  if (more.length > 0) return undefined;
  const value = octets(address);
  if (value === undefined) return undefined;
  if (suffix === undefined) return { value, prefix: 32, bits: 32 };
  return /^\d{1,2}$/.test(suffix) && Number(suffix) <= 32
    ? { value, prefix: Number(suffix), bits: 32 }
    : undefined;
}

/** IPv6 with an optional `/prefix`; an IPv4 address is the mapped `::ffff:a.b.c.d`. */
export function parseIpv6(text: string): Address | undefined {
  const v4 = parseIpv4(text);
  if (v4) return { value: 0xffff00000000n + v4.value, prefix: v4.prefix + 96, bits: 128 };
  const [address = '', suffix, ...more] = text.trim().split('/');
  if (more.length > 0) return undefined;
  const value = groups(address);
  if (value === undefined) return undefined;
  const embedded = address.includes('.') && /^::[\d.]+$/.test(address);
  const full = embedded ? 0xffff00000000n + value : value;
  if (suffix === undefined) return { value: full, prefix: 128, bits: 128 };
  if (!/^\d{1,3}$/.test(suffix)) return undefined;
  const prefix = Number(suffix) + (embedded ? 96 : 0);
  return prefix <= 128 ? { value: full, prefix, bits: 128 } : undefined;
}

function groups(address: string): bigint | undefined {
  let text = address.replace(/%.*$/, '');
  const last = text.slice(text.lastIndexOf(':') + 1);
  if (last.includes('.')) {
    const value = octets(last);
    if (value === undefined) return undefined;
    text = `${text.slice(0, text.lastIndexOf(':') + 1)}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  }
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...Array.from({ length: halves.length === 2 ? missing : 0 }, () => '0'), ...tail];
  if (!all.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return all.reduce((value, group) => value * 65536n + BigInt(parseInt(group, 16)), 0n);
}

export function printIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => ((value >> shift) & 255n).toString()).join('.');
}

/** All eight groups with four digits, as Kusto prints them. */
export function printIpv6(value: bigint): string {
  return (value.toString(16).padStart(32, '0').match(/.{4}/g) ?? []).join(':');
}
