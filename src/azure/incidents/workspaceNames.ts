/** Part of a workspace's ARM id that follows a word: `/subscriptions/S/resourceGroups/G/…/workspaces/W`. */
function partOf(id: string, word: string): string {
  const parts = id.split('/');
  return parts[parts.findIndex((part) => part.toLowerCase() === word) + 1] ?? '';
}

/** What people call workspaces, by ARM id: the name, and the group and subscription where others have the same. */
export function workspaceNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const name = (id: string): string => id.split('/').at(-1) ?? id;
  const inGroup = (id: string): string => `${name(id)} in ${partOf(id, 'resourcegroups')}`;
  const inSubscription = (id: string): string => `${inGroup(id)} of ${partOf(id, 'subscriptions')}`;
  const isAlone = (form: (id: string) => string, id: string): boolean =>
    ids.every((other) => other === id || form(other).toLowerCase() !== form(id).toLowerCase());
  const formOf = (id: string) => [name, inGroup, inSubscription].find((form) => isAlone(form, id)) ?? String;
  return new Map(ids.map((id) => [id, formOf(id)(id)]));
}
