import { ENTITY_TYPES } from '../rule/entityTypes.ts';
import type { Field, Form } from '../rule/fields.ts';
import { SEVERITIES } from '../rule/rule.ts';

const TEXT: Form = { form: 'text', min: 1 };
const TEXTS: Form = { form: 'list', of: TEXT };
const OFFSET: Form = {
  form: 'text',
  pattern: /^([+-]?\d|[+-]?P)/i,
  expected: 'an offset such as -10m',
};
const TIME: Form = {
  form: 'text',
  pattern: /^\d{4}-\d\d-\d\d/,
  expected: 'a time such as 2026-03-02T12:00:00Z',
};
const SEVERITY: Form = { form: 'word', words: SEVERITIES };
const ROW: Form = { form: 'record', fields: [], others: true };
/** Most events that one entry stands for. */
export const MAX_TIMES = 100_000;

const REQUIRED = { required: 'always' } as const;
const field = (
  name: string,
  about: string,
  value: Form,
  more: Omit<Field, 'name' | 'about' | 'value'> = {},
): Field => ({ name, about, value, ...more });

const WHEN: readonly Field[] = [
  field('$at', 'TimeGenerated of the event against now: -5m unless given.', OFFSET),
  field('$times', 'How many such events; {n} in a text is the number of each.', {
    form: 'whole',
    min: 1,
    max: MAX_TIMES,
  }),
  field('$every', 'How far apart they are: 1s unless given.', OFFSET),
];
const TABLE = field('$table', 'Table of the event; the other fields are columns of it.', TEXT);

/** Of an event, beside the columns of its table. */
const EVENT: readonly Field[] = [
  TABLE,
  field('$like', 'Template whose fields the event has, unless it says others.', TEXT),
  ...WHEN,
  field('$file', 'File beside the test: rows of $table, or without it an export that import knows.', TEXT),
  field('$export', 'Records as a service exports them.', { form: 'list', of: ROW }),
  field('$shape', 'Shape of the records, where it is not recognised.', TEXT),
  field('$pinned', 'Id of a pinned event of the case that the test lies in.', TEXT),
  field('$newest', 'Moves the events so that the newest of them is then, against now.', OFFSET),
];

const ENTITIES: Form = {
  form: 'list',
  of: {
    form: 'record',
    fields: Object.entries(ENTITY_TYPES).map(([type, { identifiers }]) =>
      field(type, `An entity of type ${type}.`, {
        form: 'record',
        fields: identifiers.map((identifier) =>
          field(identifier, `${identifier} of the ${type}.`, { form: 'any' }),
        ),
      }),
    ),
  },
};
const ALERT: readonly Field[] = [
  field('title', 'Title of the alert.', { form: 'text' }),
  field('description', 'Description of the alert.', { form: 'text' }),
  field('severity', 'Severity of the alert.', SEVERITY),
  field('tactics', 'Tactics of the alert, in order.', TEXTS),
  field('entities', 'These entities and no more.', ENTITIES),
  field('customDetails', 'At least these custom details.', ROW),
];
const countOr = (of: Form): Form => ({
  form: 'either',
  of: [
    { form: 'whole', min: 0, max: Number.MAX_SAFE_INTEGER },
    { form: 'list', of },
  ],
});

/** What a test expects. */
const EXPECT: readonly Field[] = [
  field(
    'alerts',
    'How many alerts, or each of them in order; 0 is a negative.',
    countOr({ form: 'record', fields: ALERT }),
  ),
  field('rows', 'How many rows the query gives, or these in any order and no more.', countOr(ROW)),
  field('entities', 'These entities and no more, over all alerts.', ENTITIES),
  field('severity', 'Severity of every alert.', SEVERITY),
];

const TEST: readonly Field[] = [
  field('name', 'What the test shows.', TEXT, REQUIRED),
  field('now', 'When the rule runs; that of the file unless given.', TIME),
  field('events', 'What the tables hold.', {
    form: 'list',
    of: { form: 'record', fields: EVENT, others: true },
  }),
  field('expect', 'What the run must give.', { form: 'record', fields: EXPECT }, REQUIRED),
  field('quietWith', 'Each entry makes a negative test: the same events with these other columns.', {
    form: 'list',
    of: { form: 'record', fields: [TABLE, ...WHEN], others: true },
  }),
];

/** Every field of a `NAME.test.yaml`. */
export const TEST_FIELDS: readonly Field[] = [
  field('rule', 'Path of the rule, where it is not the one of the same name.', TEXT),
  field('now', 'When the rule runs: 2026-03-02T12:00:00Z unless given.', TIME),
  field('templates', 'Events to begin others with ($like), by name.', {
    form: 'map',
    max: 1000,
    key: /./,
    keyMax: 200,
    of: { form: 'record', fields: EVENT, others: true },
  }),
  field(
    'tests',
    'Events, and what the rule must make of them.',
    { form: 'list', min: 1, of: { form: 'record', fields: TEST } },
    REQUIRED,
  ),
  field('excused', 'Mutants of the query that no test can notice.', {
    form: 'list',
    of: {
      form: 'record',
      fields: [
        field('mutant', 'Its id, as the mutation check prints it.', TEXT, REQUIRED),
        field('reason', 'Why no event could show the difference.', TEXT, REQUIRED),
      ],
    },
  }),
];

/** Names that may stand at a place; of an event those with `$`. */
export const TEST_NAMES = {
  file: namesOf(TEST_FIELDS),
  test: namesOf(TEST),
  event: namesOf(EVENT),
  expect: namesOf(EXPECT),
} as const;

function namesOf(fields: readonly Field[]): ReadonlySet<string> {
  return new Set(fields.map(({ name }) => name));
}
