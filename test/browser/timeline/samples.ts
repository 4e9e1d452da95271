import type { Severity } from '../../../src/domain/timelineEvent.ts';
import type { EventDetails, ShownEvent, ToTimeline } from '../../../src/protocol/timeline.ts';

const tactics: Readonly<Record<string, string>> = {
  T1651: 'execution',
  'T1098.003': 'persistence',
  T1489: 'impact',
  T1490: 'impact',
};

/** The message that puts events on the curated layer. */
export function curatedMessage(
  events: readonly ShownEvent[] = curated(),
): Extract<ToTimeline, { type: 'curated' }> {
  return { type: 'curated', events, story: { proposed: [], gaps: [] }, history: { undo: '', redo: '' } };
}

function pin(
  id: string,
  time: string | null,
  severity: Severity,
  title: string,
  technique: string,
  rule: string,
): ShownEvent {
  return {
    format: 1,
    id,
    time,
    end: null,
    title,
    table: 'AzureActivity',
    severity,
    entities: [],
    techniques: [{ technique, attackVersion: '19.0', confidence: 'high', by: { rule }, reason: 'Because.' }],
    note: '',
    shown: [{ id: technique, name: technique, tactics: [tactics[technique] ?? ''], translated: '' }],
    own: '',
    row: {},
    contentDigest: id,
    provenance: {
      connection: 'case',
      query: 'AzureActivity | take 1',
      window: null,
      answerDigest: '',
      event: null,
      pinnedBy: 'ada',
      pinnedAt: '2026-02-01T00:00:00Z',
    },
  };
}

/** A short story: four events with a time, one without. */
function curated(): ShownEvent[] {
  const eve = 'eve@contoso.example';
  return [
    pin(
      'pin0',
      '2026-01-12T08:15:30.1234567Z',
      'high',
      `${eve} ran a command on vm-fin-01`,
      'T1651',
      'activity.vm-run-command',
    ),
    pin(
      'pin1',
      '2026-01-12T08:45:30Z',
      'medium',
      `${eve} gave a directory role to mallory`,
      'T1098.003',
      'audit.role-member',
    ),
    pin(
      'pin2',
      '2026-01-13T08:45:30Z',
      'low',
      'Someone stopped the virtual machine vm2',
      'T1489',
      'activity.vm-deallocate',
    ),
    pin(
      'pin3',
      '2026-01-13T09:45:30Z',
      'high',
      'Someone deleted the Recovery Services vault rsv-prod',
      'T1490',
      'gone.rule',
    ),
    pin('pin4', null, 'informational', 'A row without a time', 'T1490', 'gone.rule'),
  ];
}

export function details(): EventDetails {
  return {
    time: '2026-01-13T09:45:30.1234567Z',
    title: 'Someone deleted the Recovery Services vault rsv-prod',
    table: 'AzureActivity',
    severity: 'high',
    techniques: [
      {
        technique: 'T1490',
        attackVersion: '19.0',
        confidence: 'high',
        by: { rule: 'activity.recovery-vault-delete' },
        reason: 'What would bring data back after destruction is removed or weakened.',
      },
    ],
    row: {
      TimeGenerated: '2026-01-13T09:45:30.1234567Z',
      OperationNameValue: 'MICROSOFT.RECOVERYSERVICES/VAULTS/DELETE',
      Caller: 'eve@contoso.example',
    },
    raw: '{"operationName":{"value":"Microsoft.RecoveryServices/vaults/delete"}}',
    lineage: { OperationNameValue: 'operationName.value' },
    sources: [{ name: 'activity.json', member: '', record: 12, shape: 'az-activity-log' }],
    connection: 'case',
    query: 'AzureActivity | where OperationNameValue has "vaults"',
    note: '',
    pinned: null,
  };
}
