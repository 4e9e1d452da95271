import { ticksFromIso, isoFromTicks } from '../../../src/base/ticks.ts';
import type { AttackLabels } from '../../../src/domain/observed.ts';
import type { Confidence, Severity, TechniqueClaim } from '../../../src/domain/timelineEvent.ts';
import type { EditedEvent } from '../../../src/protocol/timelineEdits.ts';
import { button, element } from '../../shared/dom.ts';

export interface FormActions {
  readonly save: (event: EditedEvent) => void;
  readonly cancel: () => void;
}

const SEVERITIES: readonly Severity[] = ['high', 'medium', 'low', 'informational'];
const CONFIDENCES: readonly Confidence[] = ['high', 'medium', 'low'];

/** What a person may say of an event; claims of rules stay, a person's own stand beside them and win. */
export function editForm(event: EditedEvent, attack: AttackLabels | null, actions: FormActions): HTMLElement {
  const title = textField(event.title);
  const time = textField(event.time ?? '', 'No time');
  const end = textField(event.end ?? '', 'None');
  const severity = choice(SEVERITIES, event.severity);
  const note = element('textarea', { attributes: { rows: '4' } });
  note.value = event.note;
  const fault = element('p', { class: 'fault', attributes: { role: 'alert' } });
  fault.hidden = true;
  const claims = new ClaimList(event.techniques, attack);
  const save = (): void => {
    const [start, stop] = [time, end].map((field) => timeOf(field.value));
    const wrong =
      title.value.trim() === ''
        ? 'The event needs a title.'
        : start === undefined || stop === undefined
          ? 'A time is ISO 8601, such as 2026-03-01T10:15:00Z; empty for none.'
          : start !== null && stop !== null && Date.parse(stop) < Date.parse(start)
            ? 'The end is before the time.'
            : claims.fault();
    if (wrong !== '' || start === undefined || stop === undefined) {
      fault.textContent = wrong;
      fault.hidden = false;
      return;
    }
    actions.save({
      title: title.value.trim(),
      time: start,
      end: stop,
      severity: severity.value as Severity,
      note: note.value,
      techniques: claims.value(),
    });
  };
  const form = element(
    'form',
    { class: 'edit' },
    labelled('Title', title),
    labelled('Time (UTC)', time),
    labelled('End', end),
    labelled('Severity', severity),
    labelled('Note', note),
    claims.root,
    fault,
    element(
      'div',
      { class: 'actions' },
      button('Save', save, { class: 'primary' }),
      button('Cancel', actions.cancel),
    ),
  );
  form.addEventListener('submit', (submit) => {
    submit.preventDefault();
    save();
  });
  return form;
}

/** Techniques that a person says the event evidences, or that it evidences none. */
class ClaimList {
  readonly root = element('fieldset', {}, element('legend', {}, 'Techniques, by you'));
  readonly #byRules: readonly TechniqueClaim[];
  readonly #attack: AttackLabels | null;
  readonly #rows: {
    readonly id: HTMLInputElement;
    readonly confidence: HTMLSelectElement;
    readonly claim: TechniqueClaim | null;
  }[] = [];
  readonly #none = element('input', { attributes: { type: 'checkbox' } });

  constructor(claims: readonly TechniqueClaim[], attack: AttackLabels | null) {
    this.#byRules = claims.filter(({ by }) => 'rule' in by);
    this.#attack = attack;
    const own = claims.filter(({ by }) => 'person' in by);
    const list = element('datalist', { attributes: { id: 'techniques' } });
    for (const [id, { name }] of Object.entries(attack?.techniques ?? {}))
      list.append(element('option', { attributes: { value: id } }, `${id} ${name}`));
    this.#none.checked = own.some(({ technique }) => technique === '');
    this.root.append(list, element('label', { class: 'check' }, this.#none, 'None: the rules are wrong'));
    for (const claim of own) if (claim.technique !== '') this.#add(claim);
    this.root.append(button('Add Technique', () => this.#add(null).focus()));
  }

  fault(): string {
    if (this.#none.checked) return '';
    const unknown = this.#rows.find(
      ({ id, claim }) =>
        id.value.trim() !== '' && id.value !== claim?.technique && !this.#attack?.techniques[id.value.trim()],
    );
    return unknown ? `ATT&CK ${this.#attack?.version ?? ''} has no ${unknown.id.value}.` : '';
  }

  value(): TechniqueClaim[] {
    const version = this.#attack?.version ?? '';
    const claim = (technique: string, confidence: Confidence): TechniqueClaim => ({
      technique,
      attackVersion: version,
      confidence,
      by: { person: '' },
      reason: 'Judged by a person.',
    });
    const own = this.#none.checked
      ? [claim('', 'high')]
      : this.#rows.flatMap((row) => {
          const technique = row.id.value.trim();
          const confidence = row.confidence.value as Confidence;
          if (technique === '') return [];
          // One that was not touched keeps its version and who said it.
          return [
            row.claim?.technique === technique && row.claim.confidence === confidence
              ? row.claim
              : claim(technique, confidence),
          ];
        });
    return [...this.#byRules, ...own];
  }

  #add(claim: TechniqueClaim | null): HTMLInputElement {
    const id = element('input', {
      attributes: {
        list: 'techniques',
        'aria-label': 'Technique',
        placeholder: 'T1078.004',
        value: claim?.technique ?? '',
      },
    });
    const confidence = choice(CONFIDENCES, claim?.confidence ?? 'medium');
    confidence.setAttribute('aria-label', 'Confidence');
    const row = { id, confidence, claim };
    const line = element(
      'div',
      { class: 'claim' },
      id,
      confidence,
      button('Remove', () => {
        this.#rows.splice(this.#rows.indexOf(row), 1);
        line.remove();
      }),
    );
    this.#rows.push(row);
    this.root.insertBefore(
      line,
      this.root.lastElementChild?.tagName === 'BUTTON' ? this.root.lastElementChild : null,
    );
    return id;
  }
}

function labelled(name: string, field: HTMLElement): HTMLElement {
  return element('label', {}, element('span', {}, name), field);
}

function textField(value: string, placeholder = ''): HTMLInputElement {
  const field = element('input', { attributes: { type: 'text', placeholder } });
  field.value = value;
  return field;
}

function choice(values: readonly string[], value: string): HTMLSelectElement {
  const field = element(
    'select',
    {},
    ...values.map((each) => element('option', { attributes: { value: each } }, each)),
  );
  field.value = value;
  return field;
}

/** ISO with Z; null for an empty text, undefined for what is no time. */
function timeOf(text: string): string | null | undefined {
  if (text.trim() === '') return null;
  const ticks = ticksFromIso(text.trim());
  return ticks === undefined ? undefined : isoFromTicks(ticks);
}
