export type Zone = 'utc' | 'local';

/** `2026-03-01 12:34:56Z`, or local time with its offset; text that is no instant comes back as it is. */
export function formatTime(iso: string, zone: Zone): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  if (zone === 'utc') return `${date.toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const minutes = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  const size = Math.abs(minutes);
  return `${local}${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
}

const two = (value: number) => String(Math.floor(value)).padStart(2, '0');

const UNITS = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
] as const;

/** `3 days`, `2 hours`, `1 minute`: the largest unit, rounded. */
export function formatSpan(milliseconds: number): string {
  for (const [size, name] of UNITS) {
    const count = Math.round(milliseconds / size);
    if (count >= 1) return `${count} ${name}${count === 1 ? '' : 's'}`;
  }
  return `${Math.round(milliseconds / 1000)} seconds`;
}

export function formatBytes(bytes: number): string {
  const power = Math.min(4, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${['B', 'KB', 'MB', 'GB', 'TB'][power] ?? 'B'}`;
}
