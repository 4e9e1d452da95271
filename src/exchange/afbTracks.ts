/**
 * Tracks beside the column of actions, by id of the cause, for what does not lead to the very next action: a line through
 * the column would pass behind the actions between, and be taken for lines between them. Tracks are counted from the
 * column outwards. Lines of one cause share a track, those of others never lie on each other.
 */
export function tracksOf(
  ids: readonly string[],
  effects: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const rows = new Map(ids.map((id, row) => [id, row]));
  const spans = ids
    .flatMap((cause, row) => {
      const ends = (effects.get(cause) ?? []).flatMap((id) => rows.get(id) ?? []);
      const far = ends.filter((end) => end !== row + 1);
      return far.length === 0 ? [] : [{ cause, first: Math.min(row, ...far), last: Math.max(row, ...far) }];
    })
    .sort((a, b) => a.last - a.first - (b.last - b.first));
  const taken: { readonly first: number; readonly last: number }[][] = [];
  const tracks = new Map<string, number>();
  for (const { cause, first, last } of spans) {
    const free = taken.findIndex((track) => track.every((span) => span.last < first || span.first > last));
    const track = free === -1 ? taken.length : free;
    (taken[track] ??= []).push({ first, last });
    tracks.set(cause, track);
  }
  return tracks;
}
