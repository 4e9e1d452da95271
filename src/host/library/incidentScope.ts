import { TICKS_PER_DAY, isoFromTicks, ticksFromIso } from '../../base/ticks.ts';
import type { PlaybookScope } from '../../hunting/playbook.ts';
import { stringLiteral } from '../../domain/kqlLiteral.ts';
import type { CaseSession } from '../../session/api.ts';
import { ALERT_ID } from '../alertEvents.ts';
import { type Incident, INCIDENT_ID } from '../views/incidents.ts';
import { listOf, objectOf, queryRows, textOf } from '../views/queryAll.ts';

/** Days before the first and after the last activity of an incident that a playbook looks at. */
const MARGIN_DAYS = 7n;

/** The window and the entities of an incident of the case, for the parameters of a playbook. */
export async function incidentScope(
  session: Pick<CaseSession, 'schema' | 'query'>,
  { name, number, other, places }: Pick<Incident, 'name' | 'number' | 'other' | 'places'>,
): Promise<PlaybookScope> {
  const [incident] = await queryRows(
    session,
    `SecurityIncident
| extend ${INCIDENT_ID}
| where Name == ${stringLiteral(name)} and Number == ${stringLiteral(number)} and Other == ${stringLiteral(other)} and Place in (${places.map(stringLiteral).join(', ')})
| summarize arg_max(LastModifiedTime, FirstActivityTime, LastActivityTime, AlertIds)`,
  );
  const first = moved(textOf(incident?.['FirstActivityTime']), -MARGIN_DAYS);
  const last = moved(textOf(incident?.['LastActivityTime']), MARGIN_DAYS);
  const ids = new Set(listOf(incident?.['AlertIds']).map(textOf));
  const tables = (await session.schema()).tables;
  const alerts = tables.some(({ name }) => name === 'SecurityAlert')
    ? await queryRows(
        session,
        `SecurityAlert | extend ${ALERT_ID} | summarize arg_max(TimeGenerated, Entities) by AlertId`,
      )
    : [];
  const entities = alerts
    .filter((row) => ids.has(textOf(row['AlertId'])))
    .flatMap((row) => listOf(row['Entities']))
    .map(objectOf);
  const of = (kind: string, read: (entity: (typeof entities)[number]) => string): readonly string[] => [
    ...new Set(
      entities
        .filter((entity) => textOf(entity['Type']).toLowerCase() === kind)
        .map(read)
        .filter((value) => value !== ''),
    ),
  ];
  return {
    ...(first !== undefined && { start: first }),
    ...(last !== undefined && { end: last }),
    accounts: of('account', (entity) => {
      const [name, suffix] = [textOf(entity['Name']), textOf(entity['UPNSuffix'])];
      return suffix === '' ? (name.includes('@') ? name : '') : `${name}@${suffix}`;
    }),
    addresses: of('ip', (entity) => textOf(entity['Address'])),
    applications: of('cloud-application', (entity) => textOf(entity['AppId'])),
  };
}

function moved(time: string, days: bigint): string | undefined {
  const ticks = ticksFromIso(time);
  return ticks === undefined ? undefined : isoFromTicks(ticks + days * TICKS_PER_DAY);
}
