import type { Finding, FindingCode, FindingData, FindingSeverity } from './findings.ts';

export interface CatalogueEntry<Code extends FindingCode> {
  readonly severity: FindingSeverity;
  /** What is wrong, in general. */
  readonly title: string;
  readonly sentence: (data: FindingData[Code]) => string;
  /** Why it matters. */
  readonly why: string;
  readonly remedy: string;
}

const near = (name: string | null): string => (name === null ? '' : `; did you mean ${name}?`);
const and = (words: readonly string[]): string => words.join(', ');
const OUTPUT_WHY =
  'The service takes the value from that column of the answer. Where there is none the alert comes without it, or the deployment is refused.';
const OUTPUT_REMEDY =
  'Name a column of the query’s answer, or add one to the query with `extend` or `project`.';
const FIELD_WHY = 'The public validation and the service refuse a rule with it.';

/** Every code: how grave it is, how it is said, why it matters and what to do. docs/lint has a page of each. */
export const CATALOGUE: { readonly [Code in FindingCode]: CatalogueEntry<Code> } = {
  'yaml-syntax': {
    severity: 'error',
    title: 'The file is not the YAML of a rule or its tests',
    sentence: ({ message }) => `The file cannot be read: ${message}`,
    why: 'Nothing of the file is known. More than fifty aliases are refused as well, because nested ones grow without bound.',
    remedy: 'Correct the YAML; write a value twice instead of an alias.',
  },
  'field-missing': {
    severity: 'error',
    title: 'A field that must be there is missing',
    sentence: ({ field, kind }) =>
      kind === null ? `${field} is missing` : `A rule of kind ${kind} must have ${field}`,
    why: FIELD_WHY,
    remedy: 'Add the field.',
  },
  'field-unknown': {
    severity: 'warning',
    title: 'A field is not known',
    sentence: ({ field, near: other }) => `There is no field ${field} here${near(other)}`,
    why: 'What it says has no effect; often it is a slip of the pen in the name of a field that has.',
    remedy: 'Correct the name or remove the field.',
  },
  'field-not-for-kind': {
    severity: 'information',
    title: 'A field has no effect in this kind of rule',
    sentence: ({ field, kind }) => `${field} has no effect in a rule of kind ${kind}`,
    why: 'An NRT rule runs every minute by itself and a hunting query is run by a person, so that neither has a frequency or a threshold.',
    remedy: 'Remove the field, or change `kind`.',
  },
  'field-form': {
    severity: 'error',
    title: 'A value is of the wrong form',
    sentence: ({ field, expected }) => `${field} must be ${expected}`,
    why: FIELD_WHY,
    remedy: 'Write the value in the form that is asked for.',
  },
  'field-word': {
    severity: 'error',
    title: 'A value is none of the words that the field takes',
    sentence: ({ field, value, words }) => `${field} is "${value}"; it takes ${and(words)}`,
    why: FIELD_WHY,
    remedy: 'Choose one of the words.',
  },
  'field-length': {
    severity: 'error',
    title: 'A text is too long or too short',
    sentence: ({ field, length, min, max }) =>
      `${field} has ${length} characters; it must have ${min} to ${max}`,
    why: FIELD_WHY,
    remedy: 'Shorten or complete the text.',
  },
  'field-range': {
    severity: 'error',
    title: 'A value is out of range',
    sentence: ({ field, value, min, max }) => `${field} is ${value}; it must be from ${min} to ${max}`,
    why: FIELD_WHY,
    remedy: 'Choose a value in the range.',
  },
  'field-count': {
    severity: 'error',
    title: 'A list has too many or too few elements',
    sentence: ({ field, count, min, max }) => `${field} has ${count} elements; it must have ${min} to ${max}`,
    why: FIELD_WHY,
    remedy: 'Remove or add elements.',
  },
  'placeholder-count': {
    severity: 'error',
    title: 'A format has too many placeholders',
    sentence: ({ field, count, max }) => `${field} has ${count} placeholders; it may have ${max}`,
    why: FIELD_WHY,
    remedy: 'Put several values into one column of the query, and that column into the format.',
  },
  'connector-unknown': {
    severity: 'warning',
    title: 'The id of a data connector is misspelt',
    sentence: ({ connector, near: other }) =>
      `There is no data connector ${connector}; did you mean ${other}?`,
    why: 'The gallery shows by the connectors whether a rule has its data, and the public validation refuses ids that do not exist.',
    remedy: 'Correct the id.',
  },
  'id-taken': {
    severity: 'error',
    title: 'Two rules have one id',
    sentence: ({ id, other }) => `${other} has the id ${id} too`,
    why: 'The id is the name of the deployed resource: the second rule overwrites the first.',
    remedy: 'Give one of them a new GUID.',
  },
  'period-below-frequency': {
    severity: 'error',
    title: 'The rule looks back less far than it waits between runs',
    sentence: ({ period, frequency }) =>
      `queryPeriod (${period}) is shorter than queryFrequency (${frequency})`,
    why: 'Events between the windows would never be looked at, and the service refuses the rule.',
    remedy: 'Make queryPeriod at least as long as queryFrequency.',
  },
  'frequency-too-often': {
    severity: 'error',
    title: 'A rule with a long look-back runs too often',
    sentence: ({ period, frequency }) =>
      `With a queryPeriod of ${period}, queryFrequency must be at least 1h, not ${frequency}`,
    why: 'The service refuses rules that look back two days or more and run more often than hourly.',
    remedy: 'Run the rule hourly or less often, or shorten the period.',
  },
  'period-too-short': {
    severity: 'error',
    title: 'The query looks back further than the rule lets it',
    sentence: ({ lookback, period }) =>
      `The query looks back ${lookback}, but it sees only the last ${period} (queryPeriod)`,
    why: 'The service bounds what a run can see by queryPeriod, whatever the query says: a baseline over a longer time is silently cut. Where less than a tenth is cut it is a warning.',
    remedy: 'Lengthen queryPeriod, or shorten the look-back.',
  },
  'entity-type-unknown': {
    severity: 'error',
    title: 'The entity type is not known',
    sentence: ({ entityType, known }) => `${entityType} is no entity type; there are ${and(known)}`,
    why: FIELD_WHY,
    remedy: 'Choose one of the entity types.',
  },
  'entity-identifier-unknown': {
    severity: 'error',
    title: 'The entity has no such identifier',
    sentence: ({ entityType, identifier, known }) =>
      `${entityType} has no identifier ${identifier}; it has ${and(known)}`,
    why: FIELD_WHY,
    remedy: 'Choose one of the identifiers of the entity type.',
  },
  'entity-identifier-twice': {
    severity: 'error',
    title: 'An identifier is mapped twice',
    sentence: ({ entityType, identifier }) => `${identifier} of ${entityType} is mapped twice in one entity`,
    why: FIELD_WHY,
    remedy: 'Map a second entity of the type instead.',
  },
  'entity-not-identified': {
    severity: 'warning',
    title: 'The mapped identifiers do not identify the entity',
    sentence: ({ entityType, keys }) =>
      `${entityType} is recognised by ${keys.join(' or ')}, and none of these is mapped`,
    why: 'The service needs an identifier that tells one entity from another; without one the entity is dropped.',
    remedy: 'Map one of the identifiers named.',
  },
  'entity-column-legacy': {
    severity: 'warning',
    title: 'The query makes an entity by the old column names',
    sentence: ({ column }) =>
      `${column} is the old way to name an entity, and the rule has no entityMappings`,
    why: 'The service no longer reads entities from columns of these names.',
    remedy: 'Add entityMappings for the column.',
  },
  'entity-column-missing': {
    severity: 'error',
    title: 'An entity mapping names a column that the query does not give',
    sentence: ({ entityType, identifier, column, near: other }) =>
      `${identifier} of ${entityType} is taken from ${column}, which the query does not give${near(other)}`,
    why: OUTPUT_WHY,
    remedy: OUTPUT_REMEDY,
  },
  'entity-column-type': {
    severity: 'warning',
    title: 'An entity mapping names a column of a type that does not fit',
    sentence: ({ entityType, identifier, column, type }) =>
      `${identifier} of ${entityType} is taken from ${column}, which is a ${type}`,
    why: 'An identifier is one text (or a time). From a dynamic list no entity is made that other alerts share.',
    remedy: 'Expand a list with `mv-expand`, or turn the value into a text with `tostring()`.',
  },
  'custom-detail-missing': {
    severity: 'error',
    title: 'A custom detail names a column that the query does not give',
    sentence: ({ detail, column, near: other }) =>
      `The custom detail ${detail} is taken from ${column}, which the query does not give${near(other)}`,
    why: OUTPUT_WHY,
    remedy: OUTPUT_REMEDY,
  },
  'override-column-missing': {
    severity: 'error',
    title: 'An alert override names a column that the query does not give',
    sentence: ({ field, column, near: other }) =>
      `${field} uses ${column}, which the query does not give${near(other)}`,
    why: OUTPUT_WHY,
    remedy: OUTPUT_REMEDY,
  },
  'override-column-type': {
    severity: 'error',
    title: 'An alert override names a column of a type that does not fit',
    sentence: ({ field, column, type }) =>
      `${field} is taken from ${column}, which is a ${type} and not a string`,
    why: 'The service reads severity and tactics as words.',
    remedy: 'Make the column a string.',
  },
  'tactic-unknown': {
    severity: 'error',
    title: 'The tactic is not known',
    sentence: ({ tactic, near: other }) => `${tactic} is no tactic that Sentinel takes${near(other)}`,
    why: FIELD_WHY,
    remedy: 'Write the tactic as Sentinel does: InitialAccess, CommandAndControl.',
  },
  'technique-unknown': {
    severity: 'error',
    title: 'The technique is not known',
    sentence: ({ technique, version }) => `No ATT&CK version up to ${version} has a technique ${technique}`,
    why: FIELD_WHY,
    remedy: 'Correct the id.',
  },
  'technique-succeeded': {
    severity: 'warning',
    title: 'The technique is not valid in the chosen ATT&CK version',
    sentence: ({ technique, version, successors, reason }) =>
      `${technique} is not in use in ATT&CK ${version} (${reason})${successors.length > 0 ? `; use ${successors.join(' or ')}` : ''}`,
    why: 'Coverage is counted by technique: a rule under an id that is no longer used covers nothing.',
    remedy: 'Take the successor that is offered.',
  },
  'technique-without-tactic': {
    severity: 'error',
    title: 'No tactic of a technique is listed',
    sentence: ({ technique, version, tactics }) =>
      `None of the tactics of ${technique} in ATT&CK ${version} is listed: ${and(tactics)}`,
    why: 'The public validation refuses a technique under a foreign tactic.',
    remedy: 'Add the tactic, or correct the technique.',
  },
  'tactic-not-listed': {
    severity: 'information',
    title: 'A technique belongs to further tactics',
    sentence: ({ technique, version, tactics }) =>
      `${technique} belongs to ${and(tactics)} too in ATT&CK ${version}`,
    why: 'A coverage matrix counts the rule only under the tactics that it lists.',
    remedy: 'List the tactic where the rule finds that use of the technique; silence this where it does not.',
  },
  'kql-syntax': {
    severity: 'error',
    title: 'The query is not KQL',
    sentence: ({ code, message }) => `${message} (${code})`,
    why: 'The rule would never run.',
    remedy: 'Correct the query where it is marked.',
  },
  'kql-semantics': {
    severity: 'warning',
    title: 'The query does not fit together',
    sentence: ({ code, message }) => `${message} (${code})`,
    why: 'Kusto refuses to run the query, if its tables are as they are known here.',
    remedy: 'Correct the query where it is marked, or lint it against the schema of your workspace.',
  },
  'table-unknown': {
    severity: 'warning',
    title: 'The table does not exist',
    sentence: ({ table, near: other, where }) => `There is no table ${table} in ${where}${near(other)}`,
    why: 'A rule over a table that is not there fails on each run, and the service switches it off.',
    remedy: 'Correct the name. For a table of your own, lint against your workspace or case.',
  },
  'column-unknown': {
    severity: 'warning',
    title: 'The column does not exist',
    sentence: ({ column, near: other, where }) =>
      `There is no column ${column} here, in ${where}${near(other)}`,
    why: 'A rule that reads a column that is not there fails on each run, and the service switches it off.',
    remedy: 'Correct the name. Use `column_ifexists()` for a column that some workspaces have.',
  },
  'function-unknown': {
    severity: 'warning',
    title: 'The function does not exist',
    sentence: ({ name, near: other }) => `There is no function ${name}${near(other)}`,
    why: 'Unless the workspace has a saved function of this name, the rule fails on each run.',
    remedy: 'Correct the name, or keep the function as functions/NAME.kql beside the rules.',
  },
  'watchlist-unknown': {
    severity: 'warning',
    title: 'The watchlist does not exist',
    sentence: ({ alias, known }) =>
      known === null
        ? `Whether there is a watchlist ${alias} is not known here: there is no folder watchlists beside the rule or above it`
        : `There is no watchlist ${alias}${known.length > 0 ? `; there are ${and(known)}` : ''}`,
    why: 'A rule over a watchlist that is not there has no results, or fails. The watchlists that are known are those of the nearest folder upwards with `watchlists/`, such as the case’s, and those that the schema of the chosen connection names. Where neither is there nothing can be judged, and the finding is an information that says so.',
    remedy: 'Correct the alias, or keep the watchlist as watchlists/ALIAS.csv beside the rules.',
  },
  'let-unused': {
    severity: 'warning',
    title: 'A let is not used',
    sentence: ({ name }) => `${name} is declared and not used`,
    why: 'Often a filter or a threshold that was meant to be applied is not.',
    remedy: 'Use it or remove it.',
  },
  'contains-for-has': {
    severity: 'information',
    title: 'contains where has would do',
    sentence: ({ operator, term, instead }) =>
      `${operator} "${term}" reads every value; ${instead} uses the index of terms`,
    why: 'has finds whole terms by the index and is many times quicker. The answer differs where the term is a part of a longer word.',
    remedy: 'Use has where whole terms are meant; silence this where a part of a word is.',
  },
  'time-filter-missing': {
    severity: 'information',
    title: 'The query has no filter on time',
    sentence: ({ tables }) => `The query reads all that ${and(tables)} holds: it has no filter on time`,
    why: 'A hunting query is bounded only by the time range that someone happens to choose.',
    remedy: 'Add `| where TimeGenerated > ago(7d)` right after the table.',
  },
  'join-without-hint': {
    severity: 'information',
    title: 'A join of large tables without a hint',
    sentence: ({ tables }) => `Both sides of the join can be large (${and(tables)}) and it says no hint`,
    why: 'By default one side is sent to one node. With many keys, shuffling is quicker and needs less memory.',
    remedy: 'Summarize or filter the right side first, or say `hint.strategy=shuffle` or `broadcast`.',
  },
  'search-all': {
    severity: 'warning',
    title: 'The query reads every table',
    sentence: ({ operator }) => `${operator} reads every table of the workspace`,
    why: 'It is slow, and what it finds changes with each table that is added. The service takes no analytics rule with `search *` or `union *`, which are errors there.',
    remedy: 'Name the tables: `search in (SigninLogs, AuditLogs) …` or `union SigninLogs, AuditLogs`.',
  },
  'test-invalid': {
    severity: 'error',
    title: 'A test cannot be read',
    sentence: ({ message }) => message,
    why: 'None of the tests of the file is run while one of them cannot be read.',
    remedy: 'Correct it; docs/rule-tests.md has the format.',
  },
  'test-without-rule': {
    severity: 'error',
    title: 'The tested rule is not there',
    sentence: ({ path }) => `There is no rule ${path}`,
    why: 'Tests run the rule of the same name beside them, unless `rule` names another.',
    remedy: 'Give the file the name of its rule, or say `rule: PATH`.',
  },
  'excuse-unknown': {
    severity: 'warning',
    title: 'There is no such mutant of the query',
    sentence: ({ mutant, near: other }) => `The query has no mutant "${mutant}"${near(other)}`,
    why: 'The query was changed since, so that the excuse is for nothing, and the mutant that took its place is not excused.',
    remedy: 'Remove the excuse, or give it the id that the mutation check prints.',
  },
  'silence-without-reason': {
    severity: 'warning',
    title: 'A finding is silenced without a reason',
    sentence: ({ code }) => `${code} is not silenced: say why after a colon`,
    why: 'Whoever reads the rule next should know why the finding does not apply.',
    remedy: 'Write `# azimuth-ignore CODE: reason`.',
  },
  'silence-unused': {
    severity: 'information',
    title: 'A silenced finding does not occur',
    sentence: ({ code }) => `Nothing is found by ${code} here`,
    why: 'A comment that outlived its reason hides the next fault.',
    remedy: 'Remove the comment.',
  },
};

/** The finding in one sentence. */
export function findingSentence<Code extends FindingCode>(finding: Finding<Code>): string {
  return CATALOGUE[finding.code].sentence(finding.data);
}
