import { stringLiteral } from '../../domain/kqlLiteral.ts';

/** A table, narrowed to the rows of one workspace where several are read at once. @param workspace id in Log Analytics (GUID) */
export function ofWorkspace(table: string, workspace: string | undefined): string {
  return workspace === undefined ? table : `${table}\n| where TenantId =~ ${stringLiteral(workspace)}`;
}
