import type { JsonObject } from '../../base/json.ts';
import { APPS, AUDIENCES } from '../apps.ts';
import { HOUR, MINUTE, SECOND } from '../instant.ts';
import type { Instant } from '../instant.ts';
import type { Person } from '../people.ts';
import { strangeDomain } from '../story.ts';
import type { Lair, Story } from '../story.ts';
import { mail } from '../streams/email.ts';
import { mailboxCommand, mailItem, mailRead } from '../streams/office.ts';
import { interactiveSignIn } from '../streams/signIn.ts';
import { lure } from './lure.ts';
import type { Scenario } from './scenario.ts';

/** A copied sign-in page collects a password; its mailbox is read, a rule hides the answers, an invoice is forged. */
export const PHISHING: Scenario = {
  name: 'phishing',
  title: 'Phishing mail, credential, mailbox rule, invoice fraud',
  tell,
};

function tell(story: Story): JsonObject {
  const { world, random } = story;
  const { tenant } = world;
  const finance = tenant.people.filter(({ department }) => department === 'Finance');
  const victim = finance.length > 0 ? random.pick(finance) : random.pick(tenant.people);
  const lair = story.lair();
  const domain = strangeDomain(random);
  const start = story.workday(0.25, victim, 9.1);
  const clicked = lure(story, {
    victim,
    others: 11,
    url: `https://${domain}/signin?id=${random.token(10)}`,
    network: '203.0.113',
    start,
    delay: (index) => index * random.between(0.5, 3) * SECOND,
    from: { name: 'Mailbox Support', address: `support@${domain}` },
    subject: 'Your mailbox is almost full',
    verdict: (index) => (index < 3 ? 'phish' : 'phish-missed'),
    authenticated: false,
    clickedAfter: [20, 70],
  });
  const session = random.guid();
  const entered = clicked + random.between(50, 130) * MINUTE;
  story.planted(
    'sign-in with the stolen password',
    'T1078.004',
    'initial-access',
    interactiveSignIn(tenant, random, {
      time: entered,
      user: victim,
      app: APPS.outlookWeb,
      resource: AUDIENCES.exchange,
      ip: lair.ip,
      asn: lair.asn,
      place: lair.place,
      device: lair.device,
      session,
      correlation: random.guid(),
      result: 0,
      mfa: 'none',
      risk: { level: 'low', events: ['unfamiliarFeatures'] },
    }),
  );
  const inMailbox = { person: victim, ip: lair.ip, session, userAgent: lair.device.userAgent };
  read(story, inMailbox, entered);
  const forward = `${victim.upn.split('@')[0] ?? 'archive'}@${strangeDomain(random)}`;
  hide(story, victim, inMailbox, forward, entered + 40 * MINUTE);
  const partner = random.pick(tenant.partners);
  const [contact] = partner.contacts;
  defraud(
    story,
    victim,
    lair,
    contact?.address ?? `accounts@${partner.domain}`,
    inMailbox,
    entered + 20 * HOUR,
  );
  return {
    victim: victim.upn,
    phishingDomain: domain,
    attackerAddress: lair.ip,
    session,
    forwardingAddress: forward,
  };
}

interface InMailbox {
  readonly person: Person;
  readonly ip: string;
  readonly session: string;
  readonly userAgent: string;
}

function read(story: Story, about: InMailbox, time: Instant): void {
  const { random } = story;
  for (let i = 0; i < 14; i++)
    story.planted(
      'mail read',
      'T1114.002',
      'collection',
      mailRead(story.world.tenant, random, {
        ...about,
        time: time + 2 * MINUTE + i * random.between(40, 160) * SECOND,
        messages: random.int(3, 9),
        kind: 'Bind',
      }),
    );
}

function hide(story: Story, victim: Person, about: InMailbox, forward: string, time: Instant): void {
  const { random } = story;
  const { tenant } = story.world;
  const name = random.pick(['.', '..', 'a', 'RSS']);
  story.planted(
    'rule that hides answers',
    'T1564.008',
    'stealth',
    mailboxCommand(tenant, random, {
      ...about,
      time,
      operation: 'New-InboxRule',
      object: `${victim.upn}\\${name}`,
      parameters: {
        Name: name,
        SubjectOrBodyContainsWords: 'invoice;payment;bank;wire',
        MoveToFolder: 'RSS Feeds',
        MarkAsRead: 'True',
        StopProcessingRules: 'True',
      },
    }),
  );
  story.planted(
    'rule that forwards',
    'T1114.003',
    'collection',
    mailboxCommand(tenant, random, {
      ...about,
      time: time + 4 * MINUTE,
      operation: 'Set-Mailbox',
      object: victim.upn,
      parameters: {
        Identity: victim.upn,
        ForwardingSmtpAddress: `smtp:${forward}`,
        DeliverToMailboxAndForward: 'True',
      },
    }),
  );
}

function defraud(
  story: Story,
  victim: Person,
  lair: Lair,
  address: string,
  about: InMailbox,
  time: Instant,
): void {
  const { random } = story;
  const { tenant } = story.world;
  const subject = `RE: Invoice ${random.int(20_000, 99_999)} - changed bank details`;
  story.planted('forged invoice sent', 'T1657', 'impact', [
    ...mail(tenant, random, {
      time,
      from: { name: victim.name, address: victim.upn, ip: lair.ip },
      to: { address },
      subject,
      direction: 'Outbound',
      attachments: 1,
    }),
    mailItem(tenant, random, { ...about, time: time + SECOND, operation: 'Send', subject, folder: 'Drafts' }),
  ]);
  story.planted(
    'sent message removed',
    'T1070.008',
    'stealth',
    mailItem(tenant, random, {
      ...about,
      time: time + 3 * MINUTE,
      operation: 'HardDelete',
      subject,
      folder: 'Sent Items',
    }),
  );
  story.incident(
    [
      {
        id: random.guid(),
        time: time + 2 * HOUR,
        first: time - 20 * HOUR,
        last: time,
        title: 'Suspicious inbox manipulation rule',
        description: 'A rule that moves messages about payments out of sight was set on a mailbox.',
        severity: 'Medium',
        product: 'Microsoft Defender XDR',
        type: 'SuspiciousInboxManipulation',
        tactic: 'DefenseEvasion',
        techniques: ['T1564.008'],
        entities: [
          { kind: 'account', upn: victim.upn, id: victim.id, name: victim.name },
          { kind: 'ip', address: lair.ip },
        ],
      },
    ],
    'Mailbox rules changed after a sign-in from a new place',
    'A mailbox of finance was read and given rules from an address that had not been seen before.',
  );
}
