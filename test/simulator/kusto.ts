import { type Call, refuse, type Reply } from './http.ts';
import { kqlRefusal, rowText } from './logAnalytics.ts';
import type { Tables } from './tables.ts';

/** A cluster with one database: v2 frames for queries, v1 tables for management commands. */
export async function cluster(call: Call, database: string, tables: Tables): Promise<Reply> {
  const { db = '', csl = '' } = (call.body ?? {}) as { db?: string; csl?: string };
  if (call.method !== 'POST') return { status: 405 };
  if (db !== database)
    refuse(400, 'BadRequest_EntityNotFound', `Entity ID '${db}' of kind 'Database' was not found.`, {
      '@message': `Entity ID '${db}' of kind 'Database' was not found.`,
    });
  if (call.path === '/v1/rest/mgmt') return schema(database, csl, tables);
  if (call.path !== '/v2/rest/query') refuse(404, 'NotFound', 'There is no such resource');
  try {
    const { columns, rows } = await (await tables.engine()).queryAll({ text: csl, maxRows: 500_000 });
    const types = columns.map(({ type }) => type);
    const shown = columns.map(({ name, type }) => ({ ColumnName: name, ColumnType: type }));
    return {
      status: 200,
      body: `[{"FrameType":"DataSetHeader","IsProgressive":false,"Version":"v2.0"},
{"FrameType":"DataTable","TableId":0,"TableKind":"QueryProperties","TableName":"@ExtendedProperties","Columns":[{"ColumnName":"TableId","ColumnType":"int"},{"ColumnName":"Key","ColumnType":"string"},{"ColumnName":"Value","ColumnType":"dynamic"}],"Rows":[[1,"Visualization","{\\"Visualization\\":null}"]]},
{"FrameType":"DataTable","TableId":1,"TableKind":"PrimaryResult","TableName":"PrimaryResult","Columns":${JSON.stringify(shown)},"Rows":[${rows.map((row) => rowText(row, types)).join(',\n')}]},
{"FrameType":"DataSetCompletion","HasErrors":false,"Cancelled":false}]`,
    };
  } catch (error) {
    throw kqlRefusal(error, csl);
  }
}

function schema(database: string, csl: string, tables: Tables): Reply {
  if (!/^\.show\s+database\b.*\bschema\s+as\s+json/.test(csl))
    refuse(400, 'General_BadRequest', 'Only the schema can be shown', {
      '@message': 'Only the schema can be shown',
    });
  const shown = Object.fromEntries(
    tables.schema().map(({ name, columns }) => [
      name,
      {
        Name: name,
        OrderedColumns: columns.map((column) => ({
          Name: column.name,
          Type: column.type,
          CslType: column.type,
        })),
      },
    ]),
  );
  const text = JSON.stringify({
    Databases: { [database]: { Name: database, Tables: shown, Functions: {} } },
  });
  return {
    status: 200,
    body: {
      Tables: [
        {
          TableName: 'Table_0',
          Columns: [{ ColumnName: 'DatabaseSchema', DataType: 'String', ColumnType: 'string' }],
          Rows: [[text]],
        },
      ],
    },
  };
}
