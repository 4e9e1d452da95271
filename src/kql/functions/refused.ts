const SERVICE = 'asks the service about itself; a case has no such thing.';
const ELSEWHERE = 'names something of a database that a case does not have.';
const ALGORITHM = 'is an algorithm of the service that its documentation does not give.';

/** Functions that are not answered here, why, and how to write the query instead where there is a way. */
export const REFUSED_FUNCTIONS: Readonly<Record<string, readonly [reason: string, rewrite?: string]>> = {
  cluster: ['names another place.', 'Tables of the case are named as they are.'],
  current_cluster_endpoint: [SERVICE],
  current_cursor: [SERVICE],
  current_database: [SERVICE],
  current_node_id: [SERVICE],
  current_principal: [SERVICE],
  current_principal_details: [SERVICE],
  current_principal_is_member_of: [SERVICE],
  cursor_after: [SERVICE, 'Use a condition over TimeGenerated.'],
  cursor_before_or_at: [SERVICE, 'Use a condition over TimeGenerated.'],
  cursor_current: [SERVICE],
  database: ['names another place.', 'Tables of the case are named as they are.'],
  datetime_list_timezones: ['lists the time zones of the service, which are not those of this computer.'],
  entity_group: [ELSEWHERE],
  extent_id: [SERVICE],
  extent_tags: [SERVICE],
  extentid: [SERVICE],
  external_table: [ELSEWHERE, 'Keep it as a file of the case and read it with externaldata.'],
  graph: [ELSEWHERE, 'Make it with make-graph.'],
  hash_combine: [ALGORITHM, 'Hash one text of all values: hash(strcat(a, "|", b)).'],
  hash_many: [ALGORITHM, 'Hash one text of all values: hash(strcat(a, "|", b)).'],
  hll_isvalid: ['looks into a sketch, which is another one here.'],
  iscolumnexists: ['is withdrawn.', 'Use column_ifexists().'],
  labels: ['is of stored graphs; make-graph gives no labels.'],
  materialized_view: [ELSEWHERE, 'Write its query, or a function of the case.'],
  row_id: [SERVICE],
  row_rank: ['is withdrawn.', 'Use row_rank_dense() or row_rank_min().'],
  rowstore_ordinal_range: [SERVICE],
  stored_query_result: [ELSEWHERE, 'Use let and materialize().'],
  tdigest_isvalid: ['looks into a digest, which is another one here.'],
};

/** What a refusal of the function says; undefined where it is answered or nothing is known of it. */
export function refusedFunction(
  name: string,
): { readonly reason: string; readonly rewrite?: string } | undefined {
  const known = Object.hasOwn(REFUSED_FUNCTIONS, name) ? REFUSED_FUNCTIONS[name] : undefined;
  if (!known) return undefined;
  const [reason, rewrite] = known;
  return { reason: `${name}() ${reason}`, ...(rewrite !== undefined && { rewrite }) };
}
