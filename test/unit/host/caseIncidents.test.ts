import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alertsOfEvents, eventsOfAlerts } from '../../../src/host/alertEvents.ts';
import { incidentScope } from '../../../src/host/library/incidentScope.ts';
import { type Incident, numberOf, readAlerts, readIncidents } from '../../../src/host/views/incidents.ts';
import { defaultParts } from '../../../src/session/defaultParts.ts';
import { openCase } from '../../../src/session/openCase.ts';
import type { OpenedCase } from '../../../src/session/openedCase.ts';
import { smallCase, temporaryFolder } from '../../support/caseFixture.ts';

const [OURS, THEIRS] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
/** The name that the public specification's examples give nearly every incident. */
const NAME = '73e01a99-5cd7-4139-a149-9f2736ff2ab5';
const OTHER = '8f7c9a3e-0000-4000-8000-000000000001';

const row = (
  TenantId: string,
  IncidentName: string,
  IncidentNumber: number,
  day: number,
  change: object = {},
): object => {
  const at = `2026-03-0${day}T08:00:00Z`;
  return {
    TenantId,
    TimeGenerated: at,
    LastModifiedTime: at,
    CreatedTime: '2026-03-01T08:00:00Z',
    FirstActivityTime: `2026-02-1${day}T00:00:00Z`,
    LastActivityTime: `2026-02-1${day}T01:00:00Z`,
    IncidentName,
    IncidentNumber,
    Title: `${IncidentNumber} of ${TenantId.slice(0, 1)}`,
    Severity: 'High',
    Status: 'New',
    Owner: {},
    AlertIds: [],
    Type: 'SecurityIncident',
    ...change,
  };
};

/** As ARM has it: without the workspace. */
const arm = (name: string, incidentNumber: number, status: string): object => ({
  id: `/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w/providers/Microsoft.SecurityInsights/Incidents/${name}`,
  name,
  etag: '"x"',
  properties: {
    title: 'Read later',
    severity: 'High',
    status,
    incidentNumber,
    createdTimeUtc: '2026-03-01T08:00:00Z',
    lastModifiedTimeUtc: '2026-03-08T08:00:00Z',
  },
});

const graph = (id: string, tenant: string): object => ({
  id,
  displayName: `Incident of Defender ${id}`,
  incidentWebUrl: `https://security.microsoft.com/incidents/${id}?tid=${tenant}`,
  severity: 'high',
  status: 'active',
  assignedTo: null,
  createdDateTime: '2026-03-01T08:00:00Z',
  lastUpdateDateTime: `2026-03-02T0${tenant.charAt(0)}:00:00Z`,
  alerts: [],
});

const ALERT = {
  id: 'ad638-1_2',
  incidentId: '901',
  title: 'Suspicious inbox rule',
  severity: 'high',
  serviceSource: 'microsoftDefenderForOffice365',
  createdDateTime: '2026-03-01T08:00:00Z',
  lastUpdateDateTime: '2026-03-01T08:00:00Z',
};

describe('incidents of a case', function () {
  this.timeout(60_000);
  let session: OpenedCase;
  let folder: string;
  before(async function () {
    session = await openCase((await smallCase(await temporaryFolder(this))).folder, defaultParts);
    folder = await temporaryFolder(this);
    await load('ours.json', [row(OURS, NAME, 7, 1), row(OURS, NAME, 7, 2), row(OURS, OTHER, 8, 1)]);
    await load('theirs.json', [
      row(THEIRS, NAME, 7, 2, { Status: 'Active', FirstActivityTime: '2026-02-13T00:00:00Z' }),
      row(THEIRS, OTHER.replace(/1$/, '2'), 8, 3),
    ]);
    await load('arm.json', [arm(OTHER, 8, 'Closed')]);
    await load('graph.json', [
      { ...graph('901', OURS), alerts: [ALERT] },
      graph('902', OURS),
      graph('902', THEIRS),
    ]);
  });
  after(() => session.close());

  const load = async (name: string, records: readonly object[]): Promise<void> => {
    const path = join(folder, name);
    await writeFile(path, JSON.stringify(records));
    const report = await session.import({ paths: [path] }, () => undefined);
    const held = records.map((record) =>
      'alerts' in record && Array.isArray(record.alerts) ? record.alerts.length : 0,
    );
    assert.deepEqual(
      [report.rows, report.rejects],
      [held.reduce((sum, count) => sum + count, records.length), 0],
      name,
    );
  };
  const read = async (): Promise<readonly Incident[]> => (await readIncidents(session)) ?? [];

  it('are one each, whatever names and numbers other workspaces give theirs', async () => {
    const found = (await read()).map((each) => [
      numberOf(each),
      each.status,
      each.places.filter((id) => id !== ''),
    ]);
    assert.deepEqual(
      found.sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
      [
        ['#7', 'Active', [THEIRS]],
        ['#7', 'New', [OURS]],
        // One of ARM, which names no workspace, is the later version of the one that has its name and number.
        ['#8', 'Closed', [OURS]],
        ['#8', 'New', [THEIRS]],
        ['XDR 901', 'Active', [OURS]],
        ['XDR 902', 'Active', [OURS]],
        ['XDR 902', 'Active', [THEIRS]],
      ],
    );
    assert.equal(new Set((await read()).map(({ key }) => key)).size, 7);
  });

  it('have the alerts that their export had inside', async () => {
    const incident = (await read()).find(({ other }) => other === '901');
    assert.deepEqual(incident?.alertIds, [ALERT.id]);
    assert.equal((await readAlerts(session)).get(ALERT.id)?.title, ALERT.title);
    const [event] = await eventsOfAlerts(session, [ALERT.id]);
    assert.ok(event);
    assert.deepEqual(await alertsOfEvents(session, [event]), [ALERT.id]);
  });

  it('give a playbook the window of the one that was meant', async () => {
    const incidents = await read();
    const windowOf = async (workspace: string) => {
      const one = incidents.find((each) => each.number === '7' && each.places.includes(workspace));
      assert.ok(one);
      return (await incidentScope(session, one)).start;
    };
    assert.deepEqual(
      [await windowOf(OURS), await windowOf(THEIRS)],
      ['2026-02-05T00:00:00Z', '2026-02-06T00:00:00Z'],
    );
  });
});
