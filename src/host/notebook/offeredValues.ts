import type { EntityKind } from '../../domain/entity.ts';
import { ENTITY_COLUMNS } from '../../domain/entityColumns.ts';
import { nameReference } from '../../domain/kqlLiteral.ts';
import type { CaseSession } from '../../session/api.ts';
import { queryRows, textOf } from '../views/queryAll.ts';
import type { NotebookParameter } from './parameters.ts';

const MAX_OFFERED = 200;

/** Kinds of entities that a parameter of such a name is likely to mean. */
const KINDS: readonly (readonly [RegExp, EntityKind])[] = [
  [/user|upn|account|mail/i, 'account'],
  [/ip|address/i, 'ip'],
  [/host|device|computer/i, 'host'],
  [/app|principal|client/i, 'cloud-application'],
  [/resource/i, 'azure-resource'],
  [/url|domain/i, 'url'],
];

/**
 * What a parameter is likely to be given: the choices of the notebook, else the case's window for times, and for names of
 * entities those on the timeline and then those that the case's logs name most often.
 */
export async function offeredValues(
  session: CaseSession,
  { name, type, choices }: NotebookParameter,
): Promise<readonly string[]> {
  if (choices.length > 0) return choices;
  if (type === 'bool') return ['true', 'false'];
  if (type === 'datetime') {
    const { info } = await session.summary();
    return info.window ? [info.window.start, info.window.end] : [];
  }
  const kind = KINDS.find(([pattern]) => pattern.test(name))?.[1];
  if (type !== 'string' || kind === undefined) return [];
  const pinned = (await session.timeline())
    .flatMap((event) => event.entities)
    .filter((entity) => entity.kind === kind)
    .map(({ value }) => value);
  return [...new Set([...pinned, ...(await namedInLogs(session, kind))])].slice(0, MAX_OFFERED);
}

async function namedInLogs(session: CaseSession, kind: EntityKind): Promise<readonly string[]> {
  const wanted = ENTITY_COLUMNS[kind] ?? [];
  const parts = (await session.schema()).tables.flatMap(({ name, columns }) => {
    const texts = new Set(columns.filter((column) => column.type === 'string').map((column) => column.name));
    const own = wanted.find((column) => texts.has(column));
    return own === undefined
      ? []
      : [`(${nameReference(name)} | summarize Rows = count() by Value = ${nameReference(own)})`];
  });
  if (parts.length === 0) return [];
  const rows = await queryRows(
    session,
    `union\n    ${parts.join(',\n    ')}\n| where isnotempty(Value)\n| summarize Rows = sum(Rows) by Value\n| sort by Rows desc, Value asc\n| take ${MAX_OFFERED}\n| project Value`,
  );
  return rows.map(({ Value }) => textOf(Value));
}
