import type { KustoType } from '../../../../src/domain/kustoType.ts';
import { convert } from '../convert.ts';
import type { World } from '../scope.ts';
import { unknown } from '../unknown.ts';
import { known, nullOf, type Typed, type Value } from '../values.ts';

export interface Call {
  /** The type that the binder gave the call. */
  readonly type: KustoType;
  readonly world: World;
}

export interface ReferenceFunction {
  readonly run: (args: readonly Typed[], call: Call) => Value;
  /** True where the order of an array argument does not matter. */
  readonly orderFree?: true;
}

/** Over arguments as they come. */
export function raw(run: ReferenceFunction['run'], orderFree = false): ReferenceFunction {
  const checked: ReferenceFunction['run'] = (args, call) => {
    for (const { value } of args) known(value);
    return run(args, call);
  };
  return orderFree ? { run: checked, orderFree } : { run: checked };
}

/** What an argument is in JavaScript once converted to its parameter's type. */
interface ValueOf {
  readonly bool: boolean;
  readonly int: bigint;
  readonly long: bigint;
  readonly datetime: bigint;
  readonly timespan: bigint;
  readonly real: number;
  readonly string: string;
  readonly guid: string;
  readonly dynamic: Value;
  readonly decimal: never;
}

type ValuesOf<P extends readonly KustoType[]> = { readonly [K in keyof P]: ValueOf[P[K]] };

/**
 * Over arguments converted to these types; any null argument gives null. Arguments that are left out are undefined.
 */
export function typed<const P extends readonly KustoType[]>(
  parameters: P,
  run: (args: Partial<ValuesOf<P>> & ValuesOf<P>, call: Call) => Value,
): ReferenceFunction {
  return {
    run: (args, call) => {
      if (args.length > parameters.length) throw unknown('more arguments');
      const values = args.map((arg, i) => known(convert(arg, parameters[i] ?? arg.type)));
      if (values.some((value) => value === null)) return nullOf(call.type);
      return run(values as unknown as Partial<ValuesOf<P>> & ValuesOf<P>, call);
    },
  };
}
