import { HOUR, MINUTE } from './instant.ts';
import type { Instant } from './instant.ts';
import { Random } from './random.ts';
import type { Alert } from './streams/alert.ts';
import { Story } from './story.ts';
import type { World } from './world.ts';
import { someone } from './acts/act.ts';

interface Kind {
  readonly title: string;
  readonly description: string;
  readonly severity: Alert['severity'];
  readonly product: Alert['product'];
  readonly type: string;
  readonly tactic: string;
  readonly techniques: readonly string[];
  readonly about: 'person' | 'resource';
  readonly verdict: 'BenignPositive' | 'FalsePositive';
  readonly comment: string;
}

const KINDS: readonly Kind[] = [
  {
    title: 'Unfamiliar sign-in properties',
    description: 'A sign-in had properties not seen before for this user.',
    severity: 'Low',
    product: 'Azure Active Directory Identity Protection',
    type: 'UnfamiliarLocation',
    tactic: 'InitialAccess',
    techniques: ['T1078.004'],
    about: 'person',
    verdict: 'BenignPositive',
    comment: 'New telephone, confirmed by the user.',
  },
  {
    title: 'Email messages containing malicious URL removed after delivery',
    description: 'Messages with a link that was later found bad were taken out of mailboxes.',
    severity: 'Informational',
    product: 'Microsoft Defender XDR',
    type: 'MaliciousUrlZap',
    tactic: 'InitialAccess',
    techniques: ['T1566.002'],
    about: 'person',
    verdict: 'BenignPositive',
    comment: 'Nobody had opened it.',
  },
  {
    title: 'Publicly accessible storage container probed',
    description: 'A storage account answered anonymous listing requests from the internet.',
    severity: 'Medium',
    product: 'Microsoft Defender for Cloud',
    type: 'Storage.Blob_OpenContainersScanning',
    tactic: 'Collection',
    techniques: ['T1530'],
    about: 'resource',
    verdict: 'FalsePositive',
    comment: 'The container holds the public product pictures.',
  },
  {
    title: 'Unusual number of role activations',
    description: 'An administrator activated more roles than is usual for the hour.',
    severity: 'Low',
    product: 'Microsoft Defender XDR',
    type: 'UnusualRoleActivation',
    tactic: 'PrivilegeEscalation',
    techniques: ['T1098.003'],
    about: 'person',
    verdict: 'BenignPositive',
    comment: 'Covered by a change request.',
  },
];

/** The alerts and incidents that every week brings and that turn out to be nothing. */
export function tellRoutine(world: World, rows: number): Story {
  const story = new Story(world, 'routine');
  const { random } = story;
  const count = Math.max(2, Math.min(300, Math.round(rows / 1500)));
  const [analyst] = world.tenant.people.filter(({ title }) => title === 'Security Analyst');
  for (let i = 0; i < count; i++) {
    const kind = random.pick(KINDS);
    const first: Instant = random.between(world.start + HOUR, world.end - 2 * HOUR);
    const person = someone(world, new Random(world.tenant.seed, 'routine', i), first);
    const presence = world.presences.of(person, first);
    const raised = first + random.between(4, 40) * MINUTE;
    const one: Alert = {
      ...kind,
      id: random.guid(),
      time: raised,
      first,
      last: first + 5 * MINUTE,
      entities:
        kind.about === 'person'
          ? [
              { kind: 'account', upn: person.upn, id: person.id, name: person.name },
              { kind: 'ip', address: presence.ip },
            ]
          : [{ kind: 'azure-resource', id: random.pick(world.tenant.estate.storage).id }],
    };
    const by = analyst ?? world.tenant.administrators[0] ?? person;
    const taken = raised + random.between(20, 300) * MINUTE;
    story.incident([one], kind.title, kind.description, [
      { time: taken, by, status: 'Active' },
      ...(random.chance(0.85)
        ? [
            {
              time: taken + random.between(10, 200) * MINUTE,
              by,
              status: 'Closed' as const,
              classification: kind.verdict,
              reason: kind.verdict === 'BenignPositive' ? 'SuspiciousButExpected' : 'IncorrectAlertLogic',
              comment: kind.comment,
            },
          ]
        : []),
    ]);
  }
  return story;
}
