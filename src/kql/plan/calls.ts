import type { KustoType } from '../../domain/kustoType.ts';
import { refuse, type Span } from '../diagnostics.ts';
import { asJson, ConversionMissing, commonType, convert } from '../functions/convert.ts';
import type { Parameter } from '../functions/entry.ts';
import { refusedFunction } from '../functions/refused.ts';
import { scalarEntry } from '../functions/table.ts';
import type { Call, Expr } from './expr.ts';

/** A call of the function table's entry, its arguments converted as the entry declares. */
export function callEntry(name: string, type: KustoType, args: readonly Expr[], span: Span): Expr {
  const entry = scalarEntry(name);
  if (!entry) {
    const known = refusedFunction(name);
    throw refuse(
      'function-not-supported',
      known?.reason ?? `${name} is not supported.`,
      span,
      known?.rewrite,
    );
  }
  const call: Call = {
    kind: 'call',
    type: entry.returns ?? type,
    name,
    lower: entry.lower,
    args: convertArguments(entry.parameters, args, type, span),
    ...(entry.approximate !== undefined && { approximate: entry.approximate }),
    ...(entry.elementOrder && { elementOrder: entry.elementOrder }),
    span,
  };
  const objection = entry.check?.(call);
  if (objection !== undefined) throw refuse('argument-not-exact', objection, span);
  const bound = entry.bound?.(call);
  return bound === undefined ? call : { ...call, approximate: bound };
}

export function convertArguments(
  parameters: readonly Parameter[],
  args: readonly Expr[],
  result: KustoType,
  span: Span,
): Expr[] {
  const common = commonType(args.filter((_, i) => kindOf(parameters, i) === 'common').map((arg) => arg.type));
  return args.map((arg, i) => {
    const kind = kindOf(parameters, i);
    if (kind === undefined) throw refuse('too-many-arguments', 'This argument is not supported.', span);
    return convertTo(arg, kind, { common, result }, span);
  });
}

function kindOf(parameters: readonly Parameter[], index: number): string | undefined {
  const last = parameters.at(-1);
  const parameter = parameters[index] ?? (last?.startsWith('...') ? last : undefined);
  return parameter?.replace('...', '').replace('?', '');
}

function convertTo(
  arg: Expr,
  kind: string,
  types: { readonly common: KustoType; readonly result: KustoType },
  span: Span,
): Expr {
  switch (kind) {
    case 'any':
      return arg;
    case 'json':
      return asJson(arg);
    case 'number':
      return arg.type === 'dynamic' ? checkedConvert(arg, 'real', span) : arg;
    case 'common':
      return checkedConvert(arg, types.common, span);
    case 'result':
      return checkedConvert(arg, types.result, span);
    default:
      return checkedConvert(arg, kind as KustoType, span);
  }
}

export function checkedConvert(expr: Expr, to: KustoType, span: Span): Expr {
  try {
    return convert(expr, to, span);
  } catch (error) {
    if (error instanceof ConversionMissing)
      throw refuse('conversion-not-supported', `${error.from} is not converted to ${error.to} here.`, span);
    throw error;
  }
}
