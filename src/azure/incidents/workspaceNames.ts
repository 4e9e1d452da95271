import { stringLiteral } from '../../domain/kqlLiteral.ts';

/** Part of a workspace's ARM id that follows a word: `/subscriptions/S/resourceGroups/G/…/workspaces/W`. */
function partOf(id: string, word: string): string {
  const parts = id.split('/');
  return parts[parts.findIndex((part) => part.toLowerCase() === word) + 1] ?? '';
}

/** What people call workspaces, by ARM id: the name, and the group and subscription where others have the same. */
export function workspaceNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const forms: readonly ((id: string) => string)[] = [
    (id) => id.split('/').at(-1) ?? id,
    (id) => `${id.split('/').at(-1) ?? id} in ${partOf(id, 'resourcegroups')}`,
    (id) =>
      `${id.split('/').at(-1) ?? id} in ${partOf(id, 'resourcegroups')} of ${partOf(id, 'subscriptions')}`,
  ];
  const isAlone = (form: (id: string) => string, id: string): boolean =>
    ids.every((other) => other === id || form(other).toLowerCase() !== form(id).toLowerCase());
  return new Map(ids.map((id) => [id, (forms.find((form) => isAlone(form, id)) ?? String)(id)]));
}

/** A table, narrowed to the rows of one workspace where several are read at once. @param workspace id in Log Analytics (GUID) */
export function ofWorkspace(table: string, workspace: string | undefined): string {
  return workspace === undefined ? table : `${table}\n| where TenantId =~ ${stringLiteral(workspace)}`;
}
