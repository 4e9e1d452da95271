import type { Instant } from '../instant.ts';
import { MINUTE } from '../instant.ts';
import type { Person } from '../people.ts';
import type { Story } from '../story.ts';
import { click, mail } from '../streams/email.ts';

export interface Lure {
  readonly victim: Person;
  /** How many other people get the mail too. */
  readonly others: number;
  readonly url: string;
  /** The first three numbers of the address of the server that sends it. */
  readonly network: string;
  readonly start: Instant;
  /** How long after the start the mail of this index is sent; the victim's is the last. */
  delay(index: number): number;
  readonly from: { readonly name: string; readonly address: string };
  readonly subject: string;
  /** What the filter said of the mail of this index. */
  verdict(index: number): 'phish' | 'phish-missed';
  readonly authenticated: boolean;
  /** The victim clicks so many minutes after the start: at least, at most. */
  readonly clickedAfter: readonly [number, number];
}

/** Sends the mails; when the victim clicked. */
export function lure(story: Story, made: Lure): Instant {
  const { world, random } = story;
  const { tenant } = world;
  const { victim, url, authenticated, subject } = made;
  const others = random.several(
    tenant.people.filter((person) => person !== victim),
    made.others,
  );
  const relay = `${made.network}.${random.int(2, 250)}`;
  let message = '';
  for (const [index, person] of [...others, victim].entries()) {
    const id = random.guid();
    if (person === victim) message = id;
    story.planted(
      'phishing mail',
      'T1566.002',
      'initial-access',
      mail(tenant, random, {
        time: made.start + made.delay(index),
        from: { ...made.from, ip: relay },
        to: { address: person.upn, person },
        subject,
        direction: 'Inbound',
        urls: [url],
        verdict: made.verdict(index),
        authenticated,
        id,
      }),
    );
  }
  const clicked = made.start + random.between(...made.clickedAfter) * MINUTE;
  const { ip } = world.presences.of(victim, clicked);
  story.planted(
    'link clicked',
    'T1204.001',
    'execution',
    click(tenant, random, { time: clicked, person: victim, url, message, ip, action: 'ClickAllowed' }),
  );
  return clicked;
}
