import type { SyntaxNode } from '../../syntax/node.ts';
import { nameText, part } from '../access.ts';
import type { Builder, Env } from '../builder.ts';
import type { Relation } from '../relation.ts';
import {
  activityCountsMetrics,
  activityEngagement,
  activityMetrics,
  newActivityMetrics,
  sessionCount,
  slidingWindowCounts,
} from './activity.ts';
import { bagUnpack } from './bagUnpack.ts';
import { dcountIntersect } from './dcountIntersect.ts';
import { funnelSequenceCompletion } from './funnels.ts';
import { geoLineLookup, geoPolygonLookup } from './geoLookup.ts';
import { ipv4Lookup, ipv6Lookup } from './ipLookup.ts';
import { narrow } from './narrow.ts';
import { autocluster, basket, diffPatterns } from './patterns.ts';
import { pivot } from './pivot.ts';
import { refusedPlugin } from './refused.ts';
import { rowsNear } from './rowsNear.ts';
import { sequenceDetect } from './sequences.ts';
import { severalTables } from './several.ts';
import { activeUsersCount, rollingPercentile } from './timeline.ts';

/** `node` is the evaluate operator, `call` the plugin's call in it. */
export type BuildPlugin = (
  builder: Builder,
  node: SyntaxNode,
  call: SyntaxNode,
  input: Relation,
  env: Env,
) => Relation;

/** Plugins that are answered, by their names. */
export const PLUGINS: Readonly<Record<string, BuildPlugin>> = {
  active_users_count: activeUsersCount,
  activity_counts_metrics: activityCountsMetrics,
  activity_engagement: activityEngagement,
  activity_metrics: activityMetrics,
  autocluster,
  bag_unpack: bagUnpack,
  basket,
  dcount_intersect: dcountIntersect,
  diffpatterns: diffPatterns,
  funnel_sequence: severalTables,
  funnel_sequence_completion: funnelSequenceCompletion,
  geo_line_lookup: geoLineLookup,
  geo_polygon_lookup: geoPolygonLookup,
  ipv4_lookup: ipv4Lookup,
  ipv6_lookup: ipv6Lookup,
  narrow,
  new_activity_metrics: newActivityMetrics,
  pivot,
  preview: severalTables,
  rolling_percentile: rollingPercentile,
  rows_near: rowsNear,
  sequence_detect: sequenceDetect,
  session_count: sessionCount,
  sliding_window_counts: slidingWindowCounts,
};

export function evaluate(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const call = part(node, 'FunctionCall');
  const name = nameText(part(call, 'Name'));
  const plugin = PLUGINS[name];
  if (!plugin) throw refusedPlugin(name, call);
  return plugin(builder, node, call, input, env);
}
