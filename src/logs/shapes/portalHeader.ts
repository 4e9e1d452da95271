const SUFFIX = / \[([^\]]+)\]$/;

/** A column of the portal's CSV without the display zone that every datetime column's header ends in, and the zone. */
export function portalColumn(header: string): { readonly name: string; readonly zone?: string } {
  const match = SUFFIX.exec(header);
  return match?.[1] === undefined ? { name: header } : { name: header.slice(0, match.index), zone: match[1] };
}
