import type { Lowering } from '../plan/expr.ts';
import { type ScalarEntry, sql } from './entry.ts';

const caseWhen: Lowering = (args) => {
  const branches: string[] = [];
  for (let i = 0; i + 1 < args.length; i += 2)
    branches.push(`WHEN ${args[i] ?? ''} THEN ${args[i + 1] ?? ''}`);
  return `CASE ${branches.join(' ')} ELSE ${args.at(-1) ?? 'NULL'} END`;
};

const coalesceValues: Lowering = (args, call) =>
  call.type === 'string'
    ? `coalesce(${args.map((arg) => `nullif(${arg}, '')`).join(', ')}, '')`
    : `coalesce(${args.join(', ')})`;

export const CONDITIONAL: readonly ScalarEntry[] = [
  sql('iff', ['bool', 'result', 'result'], 'CASE WHEN {0} THEN {1} ELSE {2} END'),
  sql('iif', ['bool', 'result', 'result'], 'CASE WHEN {0} THEN {1} ELSE {2} END'),
  { name: 'case', parameters: ['...any'], lower: caseWhen },
  sql('coalesce', ['...result'], coalesceValues),
  sql('assert', ['bool', 'string'], 'CASE WHEN {0} THEN TRUE ELSE error({1}) END'),
  sql('not', ['bool'], '(NOT {0})'),
  sql('isnull', ['any'], ([a = ''], call) => (call.args[0]?.type === 'string' ? 'false' : `(${a} IS NULL)`)),
  sql('isnotnull', ['any'], ([a = ''], call) =>
    call.args[0]?.type === 'string' ? 'true' : `(${a} IS NOT NULL)`,
  ),
  sql('notnull', ['any'], ([a = ''], call) =>
    call.args[0]?.type === 'string' ? 'true' : `(${a} IS NOT NULL)`,
  ),
  sql('isempty', ['any'], ([a = ''], call) => empty(a, call.args[0]?.type)),
  sql('isnotempty', ['any'], ([a = ''], call) => `(NOT ${empty(a, call.args[0]?.type)})`),
  sql('notempty', ['any'], ([a = ''], call) => `(NOT ${empty(a, call.args[0]?.type)})`),
  sql('max_of', ['...result'], 'greatest({*})'),
  sql('min_of', ['...result'], 'least({*})'),
  sql('isnan', ['real'], 'coalesce(isnan({0}), false)'),
  sql('isinf', ['real'], 'coalesce(isinf({0}), false)'),
  sql('isfinite', ['real'], 'coalesce(isfinite({0}), false)'),
];

function empty(arg: string, type: string | undefined): string {
  if (type === 'string') return `(${arg} = '')`;
  return type === 'dynamic' ? `(kql_dynamic_text(${arg}) = '')` : `(${arg} IS NULL)`;
}
