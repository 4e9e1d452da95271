import { type KqlError, refuse } from '../../diagnostics.ts';
import type { SyntaxNode } from '../../syntax/node.ts';

const SENDS = 'sends data to a service; a query of a case sends nothing.';
const RUNS = 'runs a program of the query in a sandbox of the service; there is none here.';
const MINES =
  'searches for patterns by an algorithm of the service whose choices are not documented to the row.';
const COUNT_COMBINATIONS =
  'Count the combinations: summarize n = count() by the columns, then sort by n desc.';

/** Plugins that are not answered here, why, and how to write the query instead where there is a way. */
const REFUSED: Readonly<Record<string, readonly [reason: string, rewrite?: string]>> = {
  ai_chat_completion: [SENDS],
  ai_chat_completion_prompt: [SENDS],
  ai_embed_text: [SENDS],
  ai_embeddings: [SENDS],
  autocluster: [MINES, COUNT_COMBINATIONS],
  azure_digital_twins_query_request: [SENDS],
  basket: [MINES, COUNT_COMBINATIONS],
  cosmosdb_sql_request: [SENDS],
  csharp: [RUNS],
  dax_request: [SENDS],
  diffpatterns: [
    MINES,
    'Count the combinations on both sides: summarize a = countif(…), b = countif(…) by the columns.',
  ],
  execute_query: [SENDS],
  execute_show_command: [SENDS],
  http_request: [SENDS, 'Keep the answer as a file of the case and read it with externaldata.'],
  http_request_post: [SENDS],
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
  const [reason, rewrite] = REFUSED[name] ?? ['is not supported.'];
  return refuse('plugin-not-supported', `The plugin ${name} ${reason}`, call, rewrite);
}
