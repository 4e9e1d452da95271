import { type KqlError, refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';

const SENDS = 'sends data to a service; a query of a case sends nothing.';
const RUNS = 'runs a program of the query in a sandbox of the service; there is none here.';

/** Plugins that are not answered here, why, and how to write the query instead where there is a way. */
export const REFUSED_PLUGINS: Readonly<Record<string, readonly [reason: string, rewrite?: string]>> = {
  ai_chat_completion: [SENDS],
  ai_chat_completion_prompt: [SENDS],
  ai_embed_text: [SENDS],
  ai_embeddings: [SENDS],
  azure_digital_twins_query_request: [SENDS],
  cosmosdb_sql_request: [SENDS],
  csharp: [RUNS],
  dax_request: [SENDS],
  estimate_rows_count: ['estimates what count gives exactly.', 'Use count.'],
  execute_query: [SENDS],
  execute_show_command: [SENDS],
  external_datatable: [SENDS, 'Keep it as a file of the case and read it with externaldata.'],
  http_request: [SENDS, 'Keep the answer as a file of the case and read it with externaldata.'],
  http_request_post: [SENDS],
  identity: ['gives back its input and is not documented.'],
  identity_v3: ['gives back its input and is not documented.'],
  infer_storage_schema: [SENDS],
  infer_storage_schema_with_suggestions: [SENDS],
  mysql_request: [SENDS],
  postgresql_request: [SENDS],
  python: [RUNS],
  r: [RUNS],
  sql_request: [SENDS],
};

/** The refusal of a plugin that is not built. */
export function refusedPlugin(name: string, call: SyntaxNode): KqlError {
  const [reason, rewrite] = REFUSED_PLUGINS[name] ?? ['is not supported.'];
  return refuse('plugin-not-supported', `The plugin ${name} ${reason}`, call, rewrite);
}
