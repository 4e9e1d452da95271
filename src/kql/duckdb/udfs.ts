import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBScalarFunction,
  type DuckDBType,
  INTEGER,
  VARCHAR,
} from '@duckdb/node-api';
import type { Udf, UdfType, UdfValue } from '../functions/entry.ts';

const TYPES: Readonly<Record<UdfType, DuckDBType>> = { VARCHAR, BIGINT, DOUBLE, BOOLEAN, INTEGER };

/** Makes the functions written in TypeScript callable from SQL, in every connection of the instance. */
export function registerUdfs(connection: DuckDBConnection, udfs: readonly Udf[]): void {
  for (const udf of udfs) connection.registerScalarFunction(scalarFunction(udf));
}

function scalarFunction(udf: Udf): DuckDBScalarFunction {
  const run = udf.run as unknown as (...args: UdfValue[]) => UdfValue;
  return DuckDBScalarFunction.create({
    name: udf.name,
    parameterTypes: udf.parameters.map((type) => TYPES[type]),
    ...(udf.variadic && { varArgsType: TYPES[udf.variadic] }),
    returnType: TYPES[udf.returns],
    specialHandling: udf.nulls,
    mainFunction: (_info, input, output) => {
      const vectors = Array.from({ length: input.columnCount }, (_, i) => input.getColumnVector(i));
      for (let row = 0; row < input.rowCount; row++) {
        const args = vectors.map((vector) => vector.getItem(row) as UdfValue);
        output.setItem(row, args.includes(null) && !udf.nulls ? null : fitting(run(...args)));
      }
      output.flush();
    },
  });
}

/** What does not fit into 64 bits is null, as every overflow of a conversion is. */
function fitting(value: UdfValue): UdfValue {
  return typeof value === 'bigint' && BigInt.asIntN(64, value) !== value ? null : value;
}
