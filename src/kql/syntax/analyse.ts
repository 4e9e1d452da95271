import { Recent } from '../../base/recent.ts';
import type { Column, DatabaseSchema, TableSchema } from '../../domain/kustoType.ts';
import { KqlError } from '../diagnostics.ts';
import type { KqlDiagnostic } from '../engine.ts';
import { isRaisedByTheService } from './disputed.ts';
import { globalsOf, withTables } from './globals.ts';
import { type GlobalState, toArray } from './language.ts';
import { Mirror } from './mirror.ts';
import type { BoundQuery, InspectedQuery } from './node.ts';
import { parseAndAnalyze } from './parseAndAnalyze.ts';
import { adviceOn } from './unknownNames.ts';

/** Of nesting that is too deep for Kusto's binder, which it also gives where it has missed that arguments are missing. */
const NOT_ANALYSED = 'KS245';
const GAVE_UP = 'This query cannot be analysed: arguments are missing, or it is nested too deeply.';

/** Kusto's parser and binder over one schema. Building it costs about 0.1 s, a query 6 to 80 ms. */
export class Binder {
  private readonly schema: DatabaseSchema;
  private readonly state: GlobalState;
  private readonly isTableElsewhere: (name: string) => boolean;
  private readonly bound = new Recent<BoundQuery>(32);

  /** @param isTableElsewhere whether a workspace may have a table of this name that the schema lacks */
  constructor(schema: DatabaseSchema, isTableElsewhere: (name: string) => boolean = () => false) {
    this.schema = schema;
    this.state = globalsOf(schema);
    this.isTableElsewhere = isTableElsewhere;
  }

  /** Rejects with Kusto's own errors, all of them. `named`: tables that this text sees as if a `let` made them. */
  bind(text: string, named: readonly TableSchema[] = []): BoundQuery {
    const known = named.length === 0 ? this.bound.get(text) : undefined;
    if (known) return known;
    const { diagnostics, root, columns } = this.inspect(text, named);
    const [first, ...others] = diagnostics;
    if (first)
      throw new KqlError([this.advised(first, text), ...others.map((each) => this.advised(each, text))]);
    const bound = { text, root, columns };
    if (named.length === 0) this.bound.set(text, bound);
    return bound;
  }

  private advised(diagnostic: KqlDiagnostic, text: string): KqlDiagnostic {
    const rewrite = adviceOn(diagnostic, text, this.schema, this.isTableElsewhere);
    return rewrite === undefined ? diagnostic : { ...diagnostic, rewrite };
  }

  /** Never rejects: what is wrong is in `diagnostics`, the rest is bound as far as it can be. */
  inspect(text: string, named: readonly TableSchema[] = []): InspectedQuery {
    const code = parseAndAnalyze(text, withTables(this.state, named));
    const diagnostics = toArray(code.GetDiagnostics())
      .filter((diagnostic) => diagnostic.Severity === 'Error')
      .map(
        (diagnostic): KqlDiagnostic => ({
          kind: 'invalid',
          code: diagnostic.Code,
          message: diagnostic.Code === NOT_ANALYSED ? GAVE_UP : diagnostic.Message,
          start: diagnostic.Start,
          length: diagnostic.Length,
        }),
      )
      .filter((diagnostic) => isRaisedByTheService(diagnostic, text));
    const mirror = new Mirror(code.Syntax);
    const root = mirror.mirror(code.Syntax);
    const type = mirror.resultType(code.ResultType);
    const columns = type.kind === 'table' ? type.columns.flatMap(known) : [];
    return { text, root, columns, diagnostics, open: type.kind !== 'table' || type.open };
  }
}

function known(column: { name: string; type: string }): Column[] {
  return [
    { name: column.name, type: column.type === 'unknown' ? 'dynamic' : (column.type as Column['type']) },
  ];
}
