const SUFFIX = / \[([^\]]+)\]$/;

/** A column of the portal's CSV without the display zone that every datetime column's header ends in, and the zone. */
export function portalColumn(header: string): { readonly name: string; readonly zone?: string } {
  const match = SUFFIX.exec(header);
  if (match?.[1] === undefined) return { name: header };
  const zone = /^(utc|gmt)$/i.test(match[1]) ? 'UTC' : match[1];
  return { name: header.slice(0, match.index), zone };
}
