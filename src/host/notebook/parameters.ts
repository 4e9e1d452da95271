import { AzimuthError } from '../../base/errors.ts';
import { KUSTO_TYPES, type KustoType } from '../../domain/kustoType.ts';

/** A parameter that a notebook's front matter declares, as a KQL literal ready to be put after `let name =`. */
export interface NotebookParameter {
  readonly name: string;
  readonly type: KustoType;
  readonly literal: string;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Reads `parameters:` of front matter that was parsed as YAML: `name: value` or `name: {type, value}`, where a
 * bare type name (`user: string`) declares a parameter without a value, which no cell can use yet.
 */
export function notebookParameters(frontMatter: unknown): readonly NotebookParameter[] {
  const declared = isRecord(frontMatter) ? frontMatter['parameters'] : undefined;
  if (declared === undefined || declared === null) return [];
  if (!isRecord(declared)) throw bad('`parameters` of the front matter has to be a mapping of names.');
  return Object.entries(declared).flatMap(([name, value]) => {
    if (!IDENTIFIER.test(name)) throw bad(`"${name}" cannot name a parameter.`);
    if (typeof value === 'string' && isType(value)) return [];
    if (!isRecord(value)) return [{ name, ...literalOf(name, typeOf(value), value) }];
    const type = value['type'] ?? typeOf(value['value']);
    if (typeof type !== 'string' || !isType(type)) throw bad(`Parameter "${name}" has an unknown type.`);
    if (value['value'] === undefined || value['value'] === null) return [];
    return [{ name, ...literalOf(name, type, value['value']) }];
  });
}

function literalOf(name: string, type: KustoType, value: unknown): { type: KustoType; literal: string } {
  const text =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '';
  switch (type) {
    case 'string':
      return { type, literal: stringLiteral(text) };
    case 'dynamic':
      return { type, literal: `parse_json(${stringLiteral(JSON.stringify(value))})` };
    case 'bool':
      if (text === 'true' || text === 'false') return { type, literal: text };
      break;
    default:
      if (/^[\w.:+-]+$/.test(text)) return { type, literal: `${type}(${text})` };
  }
  throw bad(`The value of parameter "${name}" is not a ${type}.`);
}

/** A KQL string literal that no character of the text can leave. */
export function stringLiteral(text: string): string {
  const escaped = text.replace(/[\\"\u0000-\u001f\u007f\u2028\u2029]/g, (c) =>
    c === '\\' || c === '"' ? `\\${c}` : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

function typeOf(value: unknown): KustoType {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'long' : 'real';
  return typeof value === 'string' ? 'string' : 'dynamic';
}

function isType(text: string): text is KustoType {
  return (KUSTO_TYPES as readonly string[]).includes(text);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bad(message: string): AzimuthError {
  return new AzimuthError('notebook.bad-parameters', message, {
    unharmed: 'nothing was run',
    next: ['Correct the front matter at the top of the notebook file.'],
  });
}
