import { parse } from 'yaml';

/** YAML 1.2 core values; aliases are refused, since a small text could stand for a huge value with them. */
export function parseFrontMatter(text: string): unknown {
  return parse(text, { maxAliasCount: 0, schema: 'core' });
}
