import type { DatabaseSchema } from '../../domain/kustoType.ts';
import { type GlobalState, language, systemBoolean } from './language.ts';

/** What Kusto's binder knows of a schema: one cluster with one database. Costs about 0.1 s for 500 tables. */
export function globalsOf(schema: DatabaseSchema): GlobalState {
  const { Symbols, GlobalState: state, Properties } = language();
  const members = [
    ...schema.tables.map(
      (table) =>
        new Symbols.TableSymbol.$ctor4(
          table.name,
          table.columns.map(
            (column) =>
              new Symbols.ColumnSymbol(
                column.name,
                Symbols.ScalarTypes.GetSymbol(column.type),
                null,
                null,
                null,
                null,
              ),
          ),
        ),
    ),
    ...schema.functions.map((f) => new Symbols.FunctionSymbol.$ctor16(f.name, f.parameters, f.body)),
  ];
  const database = new Symbols.DatabaseSymbol.ctor(schema.name, members);
  return state.Default.WithCluster(new Symbols.ClusterSymbol.ctor('local', [database]))
    .WithDatabase(database)
    .WithProperty(systemBoolean(), Properties.AllowClientParameters, false);
}
