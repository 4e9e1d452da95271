import type { JsonObject } from '../../base/json.ts';
import { documentName } from '../acts/people.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../instant.ts';
import { Weighted } from '../random.ts';
import { strangeDomain } from '../story.ts';
import type { Story } from '../story.ts';
import { mail } from '../streams/email.ts';
import { fileOperation, sharing } from '../streams/office.ts';
import type { Scenario } from './scenario.ts';

/** Someone who is about to leave takes documents along: with his own account, laptop and address. */
export const INSIDER: Scenario = {
  name: 'insider',
  title: 'An insider leaving with data',
  tell,
};

const operations = new Weighted([
  ['FileDownloaded' as const, 5],
  ['FileSyncDownloadedFull' as const, 2],
]);

function tell(story: Story): JsonObject {
  const { random, world } = story;
  const { tenant } = world;
  const staff = tenant.people.filter(
    ({ administrator, department }) => !administrator && department === 'Engineering',
  );
  const person = staff.length > 0 ? random.pick(staff) : random.pick(tenant.people);
  const privateAddress = `${person.name.split(' ')[0]?.toLowerCase() ?? 'me'}${random.int(10, 99)}@${strangeDomain(random)}`;
  const about = {
    person,
    ip: person.home.ip,
    userAgent: person.laptop.userAgent,
  };
  const first = story.workday(0.6, person, 19.4);
  const sites = ['Engineering', 'Sales', 'Finance', 'Legal'];
  let files = 0;
  for (let evening = 0; evening < 3; evening++) {
    const session = random.guid();
    const count = [40, 90, 160][evening] ?? 40;
    let time = first + evening * DAY + random.between(0, 40) * MINUTE;
    for (let i = 0; i < count; i++) {
      time += random.between(3, 26) * SECOND;
      const site = random.pick(evening === 0 ? sites.slice(0, 1) : sites);
      files += 1;
      story.planted(
        'documents downloaded',
        'T1213.002',
        'collection',
        fileOperation(tenant, random, {
          ...about,
          time,
          session,
          operation: operations.pick(random),
          file: documentName(random, random.pick(tenant.people)),
          folder: 'Shared Documents/Archive',
          site,
        }),
      );
    }
    const file = documentName(random, person);
    if (evening > 0)
      story.planted(
        'link that anyone may open',
        'T1567',
        'exfiltration',
        sharing(tenant, random, {
          ...about,
          time: time + 3 * MINUTE,
          session,
          file,
          folder: 'Documents',
          withWhom: '',
        }),
      );
    for (let i = 0; i <= evening * 2; i++)
      story.planted(
        'mail to a private address',
        'T1048',
        'exfiltration',
        mail(tenant, random, {
          time: time + (6 + i * 2) * MINUTE,
          from: { name: person.name, address: person.upn, ip: tenant.sites[0]?.egress[0] ?? '' },
          to: { address: privateAddress },
          subject: documentName(random, person),
          direction: 'Outbound',
          attachments: random.int(2, 6),
        }),
      );
  }
  const last = first + 2 * DAY + 2 * HOUR;
  story.incident(
    [
      {
        id: random.guid(),
        time: last + HOUR,
        first,
        last,
        title: 'Mass download by a single user',
        description: 'A user downloaded many more documents than usual on several evenings.',
        severity: 'Medium',
        product: 'Microsoft Defender XDR',
        type: 'MassDownload',
        tactic: 'Exfiltration',
        techniques: ['T1213.002'],
        entities: [
          { kind: 'account', upn: person.upn, id: person.id, name: person.name },
          { kind: 'ip', address: person.home.ip },
        ],
      },
    ],
    'Mass download by a user',
    'Documents of several departments were downloaded by one person.',
  );
  return { person: person.upn, privateAddress, files };
}
