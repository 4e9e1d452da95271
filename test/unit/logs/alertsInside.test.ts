import assert from 'node:assert/strict';
import { lineage } from '../../../src/logs/shapes/index.ts';
import { ImportCase, type Row } from '../../support/importCase.ts';
import { TICKS, TIME } from './shapeCases/shapeCase.ts';

const value = (...records: readonly object[]): string => JSON.stringify({ value: records });

const GRAPH_ALERT = {
  id: 'ad638-1_2',
  providerAlertId: '638-1_2',
  incidentId: '29',
  status: 'new',
  severity: 'medium',
  serviceSource: 'microsoftDefenderForEndpoint',
  detectionSource: 'antivirus',
  title: 'Suspicious inbox rule',
  category: 'Persistence',
  createdDateTime: TIME,
  lastUpdateDateTime: TIME,
  evidence: [{ '@odata.type': '#microsoft.graph.security.userEvidence' }],
};
const GRAPH_INCIDENT = {
  id: '29',
  displayName: 'I',
  createdDateTime: TIME,
  lastUpdateDateTime: TIME,
  severity: 'medium',
  incidentWebUrl: 'https://security.example/29',
};
const DEFENDER_INCIDENT = {
  incidentId: 29,
  incidentName: 'I',
  createdTime: TIME,
  lastUpdateTime: TIME,
  severity: 'Medium',
};

async function inCase(work: (target: ImportCase) => Promise<void>): Promise<void> {
  const target = new ImportCase();
  try {
    await work(target);
  } finally {
    target.remove();
  }
}

const rows = (count: number, known = 0): object => ({ rows: count, known });
const without = (row: Row | undefined, ...columns: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row ?? {}).filter(([column]) => !columns.includes(column)));

describe('alerts inside of incidents', () => {
  it('of Graph are rows as if they had been exported alone, and linked to their incident', () =>
    inCase(async (target) => {
      const second = { ...GRAPH_ALERT, id: 'ad638-2_2', title: 'Another' };
      const { files } = await target.import(
        target.file(
          'incidents.json',
          value(
            { ...GRAPH_INCIDENT, id: '28' },
            { ...GRAPH_INCIDENT, alerts: [GRAPH_ALERT, second] },
            { ...GRAPH_INCIDENT, id: '30', alerts: [] },
          ),
        ),
      );
      assert.deepEqual(files[0]?.tables, { SecurityIncident: rows(3), SecurityAlert: rows(2) });
      assert.deepEqual(files[0].notes, []);
      const incidents = await target.rows('SecurityIncident');
      assert.deepEqual(
        incidents.map((row) => row['AlertIds']),
        [null, '["ad638-1_2","ad638-2_2"]', null],
      );
      const [inside] = await target.rows('SecurityAlert');
      assert.equal(inside?.['TimeGenerated'], TICKS);
      assert.equal(inside?.['$raw'], JSON.stringify(GRAPH_ALERT));
      assert.equal(inside?.['$record'], 2n);
      const alone = new ImportCase();
      try {
        await alone.import(alone.file('alerts.json', value(GRAPH_ALERT)));
        const [exported] = await alone.rows('SecurityAlert');
        assert.deepEqual(
          without(inside, '$file', '$record', '$shape'),
          without(exported, '$file', '$record', '$shape'),
        );
      } finally {
        alone.remove();
      }
    }));

  it('are one row with the same alerts exported alone, before or after', async () => {
    const files = [
      ['alerts.json', value(GRAPH_ALERT)],
      ['incidents.json', value({ ...GRAPH_INCIDENT, alerts: [GRAPH_ALERT] })],
    ] as const;
    for (const order of [files, [...files].reverse()])
      await inCase(async (target) => {
        for (const [name, content] of order) await target.import(target.file(name, content));
        const stored = await target.rows('SecurityAlert');
        assert.equal(stored.length, 1);
        const sources = await target.rows('SecurityAlert', 'sources');
        assert.deepEqual([stored[0]?.['$shape'], ...sources.map((source) => source['$shape'])].sort(), [
          'graph-alerts',
          'graph-incidents',
        ]);
      });
  });

  it('are versions where an incident was exported again after its alert had changed', () =>
    inCase(async (target) => {
      const changed = { ...GRAPH_ALERT, status: 'resolved', lastUpdateDateTime: '2026-03-22T10:11:12Z' };
      await target.import([
        target.file('a.json', value({ ...GRAPH_INCIDENT, alerts: [GRAPH_ALERT] })),
        target.file('b.json', value({ ...GRAPH_INCIDENT, alerts: [changed] })),
      ]);
      const statuses = (await target.rows('SecurityAlert')).map((row) => row['Status']);
      assert.deepEqual(statuses.sort(), ['New', 'Resolved']);
    }));

  it('of Defender’s API are read by their names there', () =>
    inCase(async (target) => {
      const inside = {
        alertId: 'da637_1',
        incidentId: 29,
        serviceSource: 'MicrosoftDefenderForEndpoint',
        creationTime: TIME,
        lastUpdatedTime: TIME,
        firstActivity: TIME,
        title: 'Suspicious inbox rule',
        severity: 'medium',
        status: 'New',
        devices: [{ deviceDnsName: 'host-1.example' }],
        entities: [{ entityType: 'User' }],
      };
      const { files } = await target.import(
        target.file('incidents.json', value({ ...DEFENDER_INCIDENT, alerts: [inside] })),
      );
      await target.import(
        target.file(
          'alerts.json',
          value({
            id: 'da637_1',
            title: 'Suspicious inbox rule',
            severity: 'Medium',
            alertCreationTime: TIME,
            lastUpdateTime: TIME,
          }),
        ),
      );
      assert.equal(files[0]?.shape, 'defender-incidents');
      const [incident] = await target.rows('SecurityIncident');
      assert.equal(incident?.['AlertIds'], '["da637_1"]');
      const stored = await target.rows('SecurityAlert');
      assert.equal(stored.length, 1);
      assert.deepEqual(
        ['VendorOriginalId', 'StartTime', 'AlertSeverity', 'CompromisedEntity', 'Entities'].map(
          (column) => stored[0]?.[column],
        ),
        ['da637_1', TICKS, 'Medium', 'host-1.example', '[{"entityType":"User"}]'],
      );
      assert.equal((await target.rows('SecurityAlert', 'sources')).length, 1);
    }));

  it('that are no alerts are rejected with their place; the incident stays', () =>
    inCase(async (target) => {
      const { files } = await target.import(
        target.file(
          'incidents.json',
          value(
            { ...GRAPH_INCIDENT, id: '28' },
            {
              ...GRAPH_INCIDENT,
              alerts: [GRAPH_ALERT, 'x', { id: 'y' }, { ...GRAPH_ALERT, id: 'z', createdDateTime: 'soon' }],
            },
          ),
        ),
      );
      assert.deepEqual(files[0]?.tables, { SecurityIncident: rows(2), SecurityAlert: rows(1) });
      assert.deepEqual(
        target.rejects.map(({ record, reason }) => [record, reason]),
        [
          [2, 'alerts[1] is not an object.'],
          [2, 'The time of alerts[2] is missing or cannot be read as SecurityAlert.TimeGenerated.'],
          [2, 'The time of alerts[3] is missing or cannot be read as SecurityAlert.TimeGenerated.'],
        ],
      );
    }));

  it('without any time at all are rejected', () =>
    inCase(async (target) => {
      const { files } = await target.import(
        target.file('incidents.json', value({ ...GRAPH_INCIDENT, alerts: [{ id: 'y' }] })),
      );
      assert.equal(files[0]?.rejects, 1);
      assert.deepEqual(files[0].tables, { SecurityIncident: rows(1) });
    }));

  it('say where in the incident a value is from', () => {
    assert.equal(lineage('graph-incidents', 'SecurityAlert')['AlertName'], 'alerts[].title');
    assert.equal(lineage('defender-incidents', 'SecurityAlert')['StartTime'], 'alerts[].firstActivity');
    assert.equal(lineage('graph-incidents', 'SecurityIncident')['AlertIds'], 'alerts');
    assert.equal(lineage('graph-alerts', 'SecurityAlert')['AlertName'], 'title');
  });
});
