import type { Builder, Env } from './builder.ts';
import { columnExpr, type Expr, literal } from './expr.ts';

/**
 * Functions whose answer is the service's own knowledge. What a case has instead is given, and the answer is marked
 * partial with the reason; undefined for any other name.
 */
export function localFunction(builder: Builder, name: string, env: Env): Expr | undefined {
  switch (name) {
    case 'geo_info_from_ip_address':
      builder.notice('geo_info_from_ip_address() knows no address here: a case has no table of locations.');
      return literal('dynamic', null);
    case 'ingestion_time': {
      const time = env.row?.columns.get('TimeGenerated');
      const known = time?.type === 'datetime';
      const instead = known ? 'TimeGenerated stands for it.' : 'it is null here.';
      builder.notice(`ingestion_time() is not in exported logs; ${instead}`);
      return known ? columnExpr(time) : literal('datetime', null);
    }
    default:
      return undefined;
  }
}
