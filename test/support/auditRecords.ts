/** A record of a diagnostic setting that becomes a row of AuditLogs with this Id. */
export const auditRecord = (id: string): Record<string, unknown> => ({
  time: '2026-03-01T10:11:12Z',
  category: 'AuditLogs',
  properties: { id, activityDisplayName: 'Add user', targetResources: [] },
});

export const auditLine = (id: string): string => JSON.stringify(auditRecord(id));
