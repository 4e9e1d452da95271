import { textOf } from '../../base/guards.ts';
import type { Plane } from '../clouds.ts';

/**
 * A link of an answer in full: some are relative to what was asked, and ARM's may leave the version out. Whether a token may go
 * there is for the pipeline to say.
 */
export function resolvedLink(link: string, asked: string, plane: Plane): string {
  const [base, url] = [URL.parse(asked), URL.parse(link, asked)];
  if (!base || !url) return link;
  const version = base.searchParams.get('api-version');
  if (plane !== 'arm' || version === null || url.host !== base.host || url.searchParams.has('api-version'))
    return url.href;
  return `${url.href}${url.search === '' ? '?' : '&'}api-version=${encodeURIComponent(version)}`;
}

/** A count from 0, as a number or as the text of one. */
export function wholeOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** An id, which some services give as a number. */
export function idOf(value: unknown): string {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : textOf(value);
}
