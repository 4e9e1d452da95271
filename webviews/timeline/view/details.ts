import type { JsonObject, JsonValue } from '../../../src/base/json.ts';
import { otherTimes, timeDifferenceKind } from '../../../src/domain/otherTimes.ts';
import { claimsThatHold, type TechniqueClaim } from '../../../src/domain/timelineEvent.ts';
import type { TimelineZone } from '../../../src/domain/zone.ts';
import type { EventDetails, ShownEvent } from '../../../src/protocol/timeline.ts';
import type { Timeline } from '../model/timeline.ts';
import { button, element, signButton } from '../../shared/dom.ts';
import { durationText, timeText } from '../../../src/picture/axis.ts';

export interface DetailsActions {
  readonly close: () => void;
  readonly pin: () => void;
  readonly unpin: (id: string) => void;
  readonly edit: (id: string) => void;
  readonly openQuery: (query: string) => void;
  readonly copy: (text: string) => void;
  readonly open: (id: string) => void;
  readonly unlink: (from: string, to: string, reason: string) => void;
  /** Names the pin as a cause, or as the effect of the cause that is named. */
  readonly link: (id: string) => void;
}

/** The panel that says all that is known of one event. Every value is set as text. */
export function detailsPanel(
  details: EventDetails,
  timeline: Timeline,
  actions: DetailsActions,
): HTMLElement[] {
  const pinned = details.pinned;
  const { zone } = timeline;
  const curated = pinned === null ? undefined : timeline.curatedEvent(pinned);
  return [
    heading(details.title, actions),
    element(
      'p',
      { class: 'when' },
      details.time === null ? 'No time' : exactTime(details.time, zone),
      element('span', { class: `severity ${details.severity}` }, severityText(details.severity)),
      element('span', { class: 'table' }, details.table),
    ),
    element(
      'div',
      { class: 'actions' },
      pinned === null
        ? button('Pin to Timeline', actions.pin, { class: 'primary' })
        : button('Edit', () => actions.edit(pinned), { class: 'primary' }),
      ...(pinned === null
        ? []
        : [button('Unpin', () => actions.unpin(pinned)), linkButton(pinned, timeline, actions)]),
      ...(details.query === '' ? [] : [button('Open Query', () => actions.openQuery(details.query))]),
      button('Copy Row', () => actions.copy(JSON.stringify(details.row, null, 2))),
    ),
    ...(details.note === '' ? [] : [element('p', { class: 'note' }, details.note)]),
    ...(curated?.own ? [element('p', { class: 'own' }, `The responders’ own action: ${curated.own}.`)] : []),
    ...(pinned === null ? [] : links(pinned, timeline, actions)),
    section('Techniques', techniques(details.techniques, timeline, curated)),
    ...times(details),
    section('Row', fields(details.row, details.lineage)),
    ...(details.sources.length > 0 ? [section('Sources', sources(details))] : []),
    ...(details.query === '' ? [] : [section('Query', found(details))]),
    ...(details.raw === '' ? [] : [rawRecord(details.raw, actions)]),
  ];
}

function linkButton(pinned: string, { cause }: Timeline, actions: DetailsActions): HTMLButtonElement {
  const isEffect = cause !== undefined && cause.id !== pinned;
  return button(isEffect ? 'Was Led to by the Cause' : 'Led to…', () => actions.link(pinned), {
    title: isEffect ? `Links “${cause.title}” to this` : 'Names this as a cause; its effect is chosen next',
  });
}

/** What a person holds to have led to it, and what it led to. */
function links(pinned: string, timeline: Timeline, actions: DetailsActions): HTMLElement[] {
  const own = timeline.curated.links.filter(
    ({ from, to, accepted }) => accepted && (from === pinned || to === pinned),
  );
  if (own.length === 0) return [];
  const items = own.map(({ from, to, reason }) => {
    const other = from === pinned ? to : from;
    return element(
      'li',
      {},
      element('span', { class: 'muted' }, other === from ? 'Was led to by' : 'Led to'),
      button(timeline.curatedEvent(other)?.title ?? other, () => actions.open(other), { class: 'link' }),
      element('span', { class: 'muted' }, `${reason} `),
      button('Unlink', () => actions.unlink(from, to, reason)),
    );
  });
  return [section('Links', element('ul', { class: 'story' }, ...items))];
}

export function heading(title: string, actions: Pick<DetailsActions, 'close'>): HTMLElement {
  return element('header', {}, element('h2', {}, title), signButton('×', 'Close details', actions.close));
}

/** The whole time as it was logged; in local time beside it where that is what is shown. */
function exactTime(iso: string, zone: TimelineZone): HTMLElement {
  const shown = zone === 'utc' ? iso.replace('T', ' ') : timeText(Date.parse(iso), 'local');
  return element('time', { title: iso, attributes: { datetime: iso } }, shown);
}

/** The shape that the picture draws for it, and its name. */
export function severityText(severity: EventDetails['severity']): string {
  return `${{ high: '▲', medium: '◆', low: '●', informational: '■' }[severity]} ${severity}`;
}

function section(title: string, ...children: Node[]): HTMLElement {
  return element('section', {}, element('h3', {}, title), ...children);
}

/** Other times of the row against the event's: a late ingestion, a clock that differs, another moment. */
function times({ row, time }: EventDetails): HTMLElement[] {
  const others = otherTimes(row, time);
  if (others.length === 0) return [];
  return [
    section(
      'Other times of the row',
      element(
        'ul',
        {},
        ...others.map((other) =>
          element(
            'li',
            {},
            `${other.column}: ${durationText(Math.abs(other.after))} ${other.after < 0 ? 'before' : 'after'}`,
            element('span', { class: 'muted' }, ` (${other.time}; ${timeDifferenceKind(other)})`),
          ),
        ),
      ),
    ),
  ];
}

function techniques(
  claims: readonly TechniqueClaim[],
  { attack }: Timeline,
  curated: ShownEvent | undefined,
): HTMLElement {
  if (claims.length === 0)
    return element('p', { class: 'muted' }, 'No mapping rule has a technique for this event.');
  return element(
    'ul',
    { class: 'techniques' },
    ...claims.map((claim) => {
      const holds = claimsThatHold(claims).includes(claim);
      const name = attack?.techniques[claim.technique]?.name ?? '';
      const by = 'rule' in claim.by ? `rule ${claim.by.rule}` : claim.by.person;
      return element(
        'li',
        {},
        element(
          'strong',
          {},
          claim.technique === ''
            ? 'person' in claim.by
              ? 'None'
              : 'The tactic only'
            : `${claim.technique} ${name}`,
        ),
        element('span', { class: 'muted' }, ` ATT&CK ${claim.attackVersion}, ${claim.confidence} confidence`),
        element('p', {}, claim.reason),
        element(
          'p',
          { class: 'muted' },
          `Said by ${by}${holds || claim.technique === '' ? '' : '; a person has said otherwise'}`,
        ),
        ...translation(claim, attack?.version ?? '', curated),
      );
    }),
  );
}

/** What the claim is called in the version that is shown, where that differs. */
function translation(claim: TechniqueClaim, version: string, curated: ShownEvent | undefined): HTMLElement[] {
  if (claim.attackVersion === version || claim.technique === '' || !curated) return [];
  const shown = curated.shown.filter(({ translated }) => translated !== '');
  if (curated.shown.some(({ id }) => id === claim.technique)) return [];
  const text =
    shown.length === 0
      ? `ATT&CK ${version} has nothing for it.`
      : `In ATT&CK ${version}: ${shown.map(({ id, name, translated }) => `${id} ${name} (${translated})`).join('; ')}`;
  return [element('p', { class: 'muted' }, text)];
}

function fields(row: JsonObject, lineage: Readonly<Record<string, string>>): HTMLElement {
  const filled = Object.entries(row).filter(([, value]) => value !== null && value !== '');
  if (filled.length === 0) return element('p', { class: 'muted' }, 'The row has no values.');
  return element(
    'table',
    {},
    element(
      'caption',
      { class: 'hidden' },
      'Columns of the row, with the field of the record each came from',
    ),
    element(
      'tbody',
      {},
      ...filled.map(([column, value]) => {
        const source = lineage[column];
        return element(
          'tr',
          {},
          element('th', { attributes: { scope: 'row' } }, column),
          element(
            'td',
            {},
            element('span', { class: 'value' }, valueText(value)),
            ...(source === undefined || source === column
              ? []
              : [element('span', { class: 'lineage', title: 'Field of the record' }, `from ${source}`)]),
          ),
        );
      }),
    ),
  );
}

function valueText(value: JsonValue): string {
  return typeof value === 'object' ? JSON.stringify(value, null, 1) : String(value);
}

function sources(details: EventDetails): HTMLElement {
  return element(
    'ol',
    {},
    ...details.sources.map((source) => {
      const member = source.member === '' ? '' : ` ! ${source.member}`;
      return element(
        'li',
        {},
        `${source.name}${member}, record ${source.record}`,
        element('span', { class: 'muted' }, ` (${source.shape})`),
      );
    }),
  );
}

function found(details: EventDetails): HTMLElement {
  return element(
    'div',
    {},
    element('pre', { attributes: { tabindex: '0' } }, details.query),
    element('p', { class: 'muted' }, `Connection: ${details.connection}`),
  );
}

function rawRecord(raw: string, actions: DetailsActions): HTMLElement {
  return element(
    'details',
    {},
    element('summary', {}, 'Raw record'),
    button('Copy Record', () => actions.copy(raw)),
    element('pre', { attributes: { tabindex: '0' } }, raw),
  );
}
