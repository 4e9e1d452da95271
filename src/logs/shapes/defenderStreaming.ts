import { textOf } from '../../base/guards.ts';
import { tableName, tableSchema } from '../schemas/tableSchemas.ts';
import { tableMapping } from './mappingText.ts';
import { memo } from './memo.ts';
import { type NamedRouting, type Shape, field, share } from './shape.ts';

const PREFIX = 'advancedhunting-';

const mapping = memo((table) => {
  const schema = tableSchema(table);
  if (!schema) return undefined;
  return tableMapping(table, {
    // `time` is when the service handled the record.
    columns: schema.columns.some(({ name }) => name === 'TimeGenerated')
      ? { TimeGenerated: 'properties.Timestamp|time' }
      : {},
    sameName: ['properties'],
    omit: ['TenantId', 'SourceSystem', 'Type'],
  });
});

const routing: NamedRouting = {
  shape: 'defender-streaming',
  id: 'defender-streaming',
  keys: [{ path: ['category'], as: 'value' }],
  route: ([category = '']) => {
    const table = category.startsWith(PREFIX) ? tableName(category.slice(PREFIX.length)) : undefined;
    return table === undefined ? undefined : mapping(table);
  },
};

export const defenderStreaming: Shape = {
  id: 'defender-streaming',
  title: 'Defender XDR streaming (Event Hub or storage)',
  mapping,
  detect(sample, _options, forced) {
    const streamed = share(sample, (record) =>
      textOf(field(record, 'category')).toLowerCase().startsWith(PREFIX),
    );
    return forced || streamed >= 0.5
      ? { why: 'Its records have a category that begins with AdvancedHunting-.', routing }
      : undefined;
  },
};
