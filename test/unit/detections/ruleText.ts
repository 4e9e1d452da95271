import { QueryInspector } from '../../../src/detections/kql/inspector.ts';
import type { SchemaSource } from '../../../src/detections/kql/schemaSource.ts';
import { tableNames, tableSchema } from '../../../src/logs/schemas/tableSchemas.ts';

/** A sound rule; lines are replaced by what a test is about. */
export const SOUND = `id: 0f7c2f0e-6c0b-4f0c-9d8e-3a0b5f2a7c11
name: Many refused sign-ins
description: One account is refused often.
severity: Medium
requiredDataConnectors:
  - connectorId: AzureActiveDirectory
    dataTypes:
      - SigninLogs
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
tactics:
  - CredentialAccess
relevantTechniques:
  - T1110
query: |
  SigninLogs
  | where ResultType != "0"
  | summarize Failures = count(), Level = "High" by UserPrincipalName, IPAddress
  | where Failures > 10
entityMappings:
  - entityType: Account
    fieldMappings:
      - identifier: FullName
        columnName: UserPrincipalName
customDetails:
  Failures: Failures
version: 1.0.0
kind: Scheduled
`;

/** SOUND with each text replaced by its other; every one must be there. */
export function ruleWith(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The sound rule has no ${from}`);
    return text.replace(from, () => to);
  }, SOUND);
}

const PUBLISHED: SchemaSource = {
  label: 'the published schemas',
  complete: false,
  table: tableSchema,
  tableNames,
  functions: [],
  watchlists: [
    {
      alias: 'vips',
      columns: [
        { name: 'SearchKey', type: 'string' },
        { name: 'Upn', type: 'string' },
      ],
    },
  ],
};

export const published = new QueryInspector(PUBLISHED);
