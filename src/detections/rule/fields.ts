import { MATCHING_METHODS, RULE_KINDS, type RuleKind, SEVERITIES } from './rule.ts';

/** What the value of a field must be. Durations in seconds. */
export type Form =
  | {
      readonly form: 'text';
      readonly min?: number;
      readonly max?: number;
      readonly pattern?: RegExp;
      /** What others expect it to look like, where that is narrower. */
      readonly usual?: RegExp;
      readonly expected?: string;
      readonly placeholders?: number;
    }
  | { readonly form: 'word'; readonly words: readonly string[]; readonly also?: readonly string[] }
  | { readonly form: 'duration'; readonly min: number; readonly max: number }
  | { readonly form: 'whole'; readonly min: number; readonly max: number }
  | { readonly form: 'flag' }
  | {
      readonly form: 'list';
      readonly of: Form;
      readonly min?: number;
      readonly max?: number;
      /** An element that is there twice is a slip. */
      readonly unique?: true;
    }
  /** With `others` any members beside the fields, but none whose name begins with `$`. */
  | { readonly form: 'record'; readonly fields: readonly Field[]; readonly others?: true }
  /** A value of any one of these forms. */
  | { readonly form: 'either'; readonly of: readonly Form[] }
  | {
      readonly form: 'map';
      readonly max: number;
      readonly key: RegExp;
      readonly keyMax: number;
      readonly of: Form;
    }
  | { readonly form: 'any' };

export interface Field {
  readonly name: string;
  /** What it means, in one sentence. */
  readonly about: string;
  readonly value: Form;
  /** Kinds of rule that must have it. */
  readonly required?: readonly RuleKind[] | 'always';
  /** Kinds of rule to which it means something; all unless given. */
  readonly only?: readonly RuleKind[];
}

const DAY = 86_400;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const COLUMN: Form = { form: 'text', min: 1, max: 500 };
const text = (max?: number): Form => ({ form: 'text', ...(max !== undefined && { max }) });
/** Properties of an alert that a column may set, as the service's API lists them. */
const ALERT_PROPERTIES = [
  'AlertLink',
  'ConfidenceLevel',
  'ConfidenceScore',
  'ExtendedLinks',
  'ProductName',
  'ProviderName',
  'ProductComponentName',
  'RemediationSteps',
  'Techniques',
  'SubTechniques',
];
const ANALYTICS: readonly RuleKind[] = ['Scheduled', 'NRT'];
const field = (
  name: string,
  about: string,
  value: Form,
  more: Omit<Field, 'name' | 'about' | 'value'> = {},
): Field => ({
  name,
  about,
  value,
  ...more,
});

/** Every field of a rule file, its limits and what it is for: the public validation's, and what newer files carry. */
export const FIELDS: readonly Field[] = [
  field(
    'id',
    'GUID of the rule; the name of its resource when it is deployed.',
    { form: 'text', pattern: GUID, expected: 'a GUID' },
    { required: 'always' },
  ),
  field(
    'name',
    'Title of the rule and, unless overridden, of its alerts.',
    { form: 'text', min: 1, max: 256 },
    { required: 'always' },
  ),
  field(
    'description',
    'What the rule finds and why it matters.',
    { form: 'text', min: 1, max: 5000 },
    { required: 'always' },
  ),
  field(
    'kind',
    'Scheduled runs by the clock, NRT every minute; a hunting query needs none.',
    { form: 'word', words: RULE_KINDS },
    { required: ANALYTICS },
  ),
  field(
    'severity',
    'Of the alerts, unless a column overrides it.',
    { form: 'word', words: SEVERITIES },
    { required: ANALYTICS, only: ANALYTICS },
  ),
  field('status', 'Available, Deprecated or Experimental in the gallery.', text(64)),
  field(
    'requiredDataConnectors',
    'Connectors and the tables of theirs that the query reads.',
    {
      form: 'list',
      of: {
        form: 'record',
        fields: [
          field('connectorId', 'Id of the data connector.', text(), { required: 'always' }),
          field('dataTypes', 'Tables that it fills.', { form: 'list', of: text() }, { required: 'always' }),
          field('datatypes', 'Older spelling of dataTypes.', { form: 'list', of: text() }),
        ],
      },
    },
    { required: ['Scheduled'] },
  ),
  field(
    'query',
    'KQL. Each row of its answer is a result.',
    { form: 'text', min: 1, max: 10_000 },
    { required: 'always' },
  ),
  field(
    'queryFrequency',
    'How often the rule runs: 5m to 14d.',
    { form: 'duration', min: 300, max: 14 * DAY },
    { required: ['Scheduled'], only: ['Scheduled'] },
  ),
  field(
    'queryPeriod',
    'How far back each run looks: 5m to 14d, at least the frequency.',
    { form: 'duration', min: 300, max: 14 * DAY },
    { required: ['Scheduled'], only: ['Scheduled'] },
  ),
  field(
    'triggerOperator',
    'How the number of results is compared with the threshold.',
    { form: 'word', words: ['gt', 'lt', 'eq', 'ne'], also: ['GreaterThan', 'LessThan', 'Equal', 'NotEqual'] },
    { required: ['Scheduled'], only: ['Scheduled'] },
  ),
  field(
    'triggerThreshold',
    'With what the number of results is compared.',
    { form: 'whole', min: 0, max: 10_000 },
    { required: ['Scheduled'], only: ['Scheduled'] },
  ),
  field('tactics', 'ATT&CK tactics, without blanks: InitialAccess.', {
    form: 'list',
    of: text(64),
    unique: true,
  }),
  field('relevantTechniques', 'ATT&CK techniques and sub-techniques: T1078.004.', {
    form: 'list',
    unique: true,
    of: {
      form: 'text',
      pattern: /^T\d{4}(\.\d{3})?$/,
      expected: 'a technique such as T1110 or T1110.003',
    },
  }),
  field('tags', 'Words to find the rule by.', { form: 'list', of: { form: 'any' } }),
  field('eventGroupingSettings', 'One alert for all results or one for each.', {
    form: 'record',
    fields: [
      field('aggregationKind', 'SingleAlert or AlertPerResult.', {
        form: 'word',
        words: ['SingleAlert', 'AlertPerResult'],
      }),
    ],
  }),
  field('entityMappings', 'Which columns identify which entities of an alert.', {
    form: 'list',
    max: 10,
    of: {
      form: 'record',
      fields: [
        field('entityType', 'Account, Host, IP …', { form: 'text', min: 1 }, { required: 'always' }),
        field(
          'fieldMappings',
          'One to three identifiers and their columns.',
          {
            form: 'list',
            min: 1,
            max: 3,
            of: {
              form: 'record',
              fields: [
                field('identifier', 'What of the entity the column holds.', text(), { required: 'always' }),
                field('columnName', 'Column of the answer.', COLUMN, { required: 'always' }),
              ],
            },
          },
          { required: 'always' },
        ),
      ],
    },
  }),
  field('sentinelEntitiesMappings', 'Columns that hold entities as Sentinel stores them.', {
    form: 'list',
    max: 5,
    of: {
      form: 'record',
      fields: [field('columnName', 'Column of the answer.', COLUMN, { required: 'always' })],
    },
  }),
  field('customDetails', 'Values that alerts carry: name and column.', {
    form: 'map',
    max: 20,
    key: /^[A-Za-z]\w*$/,
    keyMax: 20,
    of: COLUMN,
  }),
  field('alertDetailsOverride', 'Names, texts and severity of alerts made from columns.', {
    form: 'record',
    fields: [
      field('alertDisplayNameFormat', 'Title with up to three {{Column}} placeholders.', {
        form: 'text',
        max: 256,
        placeholders: 3,
      }),
      field('alertDescriptionFormat', 'Description with up to three {{Column}} placeholders.', {
        form: 'text',
        max: 5000,
        placeholders: 3,
      }),
      field('alertSeverityColumnName', 'Column with Informational, Low, Medium or High.', COLUMN),
      field('alertTacticsColumnName', 'Column with tactics.', COLUMN),
      field('alertDynamicProperties', 'Other properties of the alert and their columns.', {
        form: 'list',
        of: {
          form: 'record',
          fields: [
            field(
              'alertProperty',
              'Property of the alert that is set.',
              { form: 'word', words: ALERT_PROPERTIES },
              { required: 'always' },
            ),
            field('value', 'Column of the answer.', COLUMN, { required: 'always' }),
          ],
        },
      }),
    ],
  }),
  field(
    'suppressionEnabled',
    'Whether the rule rests after it fired.',
    { form: 'flag' },
    { only: ANALYTICS },
  ),
  field(
    'suppressionDuration',
    'For how long it rests.',
    { form: 'duration', min: 300, max: DAY },
    { only: ANALYTICS },
  ),
  field(
    'incidentConfiguration',
    'Whether alerts become incidents and how they are grouped.',
    {
      form: 'record',
      fields: [
        field('createIncident', 'Whether alerts become incidents.', { form: 'flag' }),
        field('groupingConfiguration', 'How alerts are grouped into incidents.', {
          form: 'record',
          fields: [
            field('enabled', 'Whether alerts are grouped at all.', { form: 'flag' }),
            field('reopenClosedIncident', 'Whether a closed incident takes further alerts.', {
              form: 'flag',
            }),
            field('lookbackDuration', 'How long an incident takes further alerts.', {
              form: 'duration',
              min: 300,
              max: 7 * DAY,
            }),
            field('matchingMethod', 'AllEntities, AnyAlert or Selected.', {
              form: 'word',
              words: MATCHING_METHODS,
              also: ['All', 'None'],
            }),
            field('groupByEntities', 'Entity types that must agree.', { form: 'list', of: text() }),
            field('groupByAlertDetails', 'Alert details that must agree.', { form: 'list', of: text() }),
            field('groupByCustomDetails', 'Custom details that must agree.', { form: 'list', of: text() }),
          ],
        }),
      ],
    },
    { only: ANALYTICS },
  ),
  field('version', 'Version of the rule, such as 1.0.2.', {
    form: 'text',
    max: 20,
    pattern: /^\d+(\.\d+)*([-+.].*)?$/,
    usual: /^\d+\.\d+\.\d+([-+].*)?$/,
    expected: 'a version such as 1.0.2',
  }),
  field('metadata', 'Source, author, support and categories, for the gallery.', { form: 'any' }),
  field('enabled', 'Whether the rule runs once it is deployed.', { form: 'flag' }, { only: ANALYTICS }),
  field('x-arm', 'What of an ARM resource has no place in this file; kept so that nothing is lost.', {
    form: 'any',
  }),
];

const MORE_FIELDS = [
  'description-detailed',
  'description_detailed',
  'OriginalUri',
  'techniques',
  'subTechniques',
  'displayName',
  'templateVersion',
  'author',
  'references',
  // Of the gallery's metadata, where its parts stand one level too far to the left.
  'source',
  'support',
  'categories',
  'threatAnalysisTactics',
  'threatAnalysisTechniques',
];

/** Names that may stand at the top of a file. */
export const KNOWN_FIELDS: readonly string[] = [...FIELDS.map(({ name }) => name), ...MORE_FIELDS];
