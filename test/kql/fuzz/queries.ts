import type { Column, KustoType } from '../../../src/domain/kustoType.ts';
import type { Choices } from './choices.ts';
import type { NamedTable } from './data.ts';
import type { Expressions } from './expressions.ts';
import type { Callable } from './signatures.ts';

const SCALARS: readonly KustoType[] = [
  'long',
  'string',
  'bool',
  'real',
  'datetime',
  'timespan',
  'int',
  'dynamic',
  'guid',
];
const SORTABLE: readonly KustoType[] = ['long', 'string', 'datetime', 'int', 'timespan'];
const JOINS = [
  'inner',
  'leftouter',
  'innerunique',
  'rightouter',
  'fullouter',
  'leftsemi',
  'rightsemi',
  'leftanti',
  'rightanti',
];

/** A query while it grows: its text and the columns that its next operator sees. */
interface Draft {
  readonly text: string;
  readonly columns: readonly Column[];
}

export interface Material {
  readonly tables: readonly NamedTable[];
  readonly expressions: Expressions;
  readonly aggregates: readonly Callable[];
}

/** Writes whole queries: a table, one to four operators, expressions inside. */
export class Queries {
  private readonly material: Material;

  constructor(material: Material) {
    this.material = material;
  }

  /** `spotlight`: an entry that the query's first operator is to call. */
  generate(choices: Choices, spotlight: string): string {
    const [table] = this.material.tables;
    if (!table) throw new RangeError('a query needs a table');
    let draft: Draft = { text: table.name, columns: table.columns };
    draft = this.shown(draft, spotlight, choices);
    for (let n = choices.next(4); n > 0; n--) draft = this.operator(draft, choices);
    return draft.text;
  }

  /** The entry in the light, as a column or as an aggregate. */
  private shown(draft: Draft, spotlight: string, choices: Choices): Draft {
    const { expressions, aggregates } = this.material;
    const aggregate = aggregates.find(({ entry }) => entry === spotlight);
    if (aggregate) return this.summarize(draft, aggregate, choices);
    const callable = expressions.callables.find(({ entry }) => entry === spotlight);
    if (!callable) return draft;
    const columns: Column[] = [];
    const parts = Array.from({ length: choices.count(1, 3) }, (_, i) => {
      const signature = choices.pick(callable.signatures);
      columns.push({ name: `x${i}`, type: signature.returns });
      return `x${i} = ${expressions.call(signature, draft.columns, 2, choices)}`;
    });
    return { text: `${draft.text}\n| extend ${parts.join(', ')}`, columns: [...draft.columns, ...columns] };
  }

  private operator(draft: Draft, choices: Choices): Draft {
    switch (choices.next(12)) {
      case 0:
        return piped(draft, `where ${this.write('bool', draft, 3, choices)}`);
      case 1:
        return this.extend(draft, choices);
      case 2:
        return this.project(draft, choices);
      case 3:
        return this.sortBy(draft, choices);
      case 4:
        return this.summarize(draft, choices.pick(this.material.aggregates), choices);
      case 5:
        return this.join(draft, choices);
      case 6:
        return this.expand(draft, choices);
      case 7:
        return this.distinct(draft, choices);
      case 8:
        return this.union(draft, choices);
      case 9:
        return this.topOf(draft, choices);
      case 10:
        return this.parse(draft, choices);
      default:
        return { text: `${draft.text}\n| count`, columns: [{ name: 'Count', type: 'long' }] };
    }
  }

  private write(type: KustoType, draft: Draft, depth: number, choices: Choices): string {
    return this.material.expressions.expression(type, draft.columns, depth, choices);
  }

  private extend(draft: Draft, choices: Choices): Draft {
    const type = choices.pick(SCALARS);
    const name = choices.pick(['y', 'z', 's', 'n']);
    const rest = draft.columns.filter((column) => column.name !== name);
    const at = draft.columns.findIndex((column) => column.name === name);
    const columns = [...rest];
    columns.splice(at < 0 ? rest.length : at, 0, { name, type });
    return { text: `${draft.text}\n| extend ${name} = ${this.write(type, draft, 3, choices)}`, columns };
  }

  private project(draft: Draft, choices: Choices): Draft {
    if (choices.oneIn(3) && draft.columns.length > 1) {
      const gone = choices.pick(draft.columns);
      const columns = draft.columns.filter((column) => column !== gone);
      return { text: `${draft.text}\n| project-away ${gone.name}`, columns };
    }
    const types = Array.from({ length: choices.count(1, 3) }, () => choices.pick(SCALARS));
    const columns = types.map((type, i) => ({ name: `p${i}`, type }));
    const parts = columns.map(({ name, type }) => `${name} = ${this.write(type, draft, 2, choices)}`);
    const [id] = draft.columns;
    return id
      ? { text: `${draft.text}\n| project ${[id.name, ...parts].join(', ')}`, columns: [id, ...columns] }
      : draft;
  }

  private ordering(draft: Draft, choices: Choices): string {
    const keys = Array.from({ length: choices.count(1, 2) }, () => {
      const key = this.write(choices.pick(SORTABLE), draft, 1, choices);
      return `${key}${choices.pick(['', ' asc', ' desc'])}${choices.pick(['', ' nulls first', ' nulls last'])}`;
    });
    const id = draft.columns.find(({ name }) => name === 'id');
    return [...keys, ...(id ? ['id asc'] : [])].join(', ');
  }

  private sortBy(draft: Draft, choices: Choices): Draft {
    const sorted = piped(draft, `sort by ${this.ordering(draft, choices)}`);
    switch (choices.next(4)) {
      case 1:
        return piped(sorted, `take ${choices.next(6)}`);
      case 2: {
        const type = choices.pick(['long', 'string', 'datetime', 'real'] as const);
        const call = `${choices.pick(['prev', 'next'])}(${this.write(type, sorted, 1, choices)}${choices.pick(['', ', 2'])})`;
        return {
          text: `${sorted.text}\n| extend v = ${call}`,
          columns: [...without(sorted, 'v'), { name: 'v', type }],
        };
      }
      case 3: {
        const call = choices.pick(['row_number()', 'row_number(0)', 'row_cumsum(id)']);
        const usable =
          call.includes('id') && !sorted.columns.some((c) => c.name === 'id' && c.type === 'long')
            ? 'row_number()'
            : call;
        return {
          text: `${sorted.text}\n| extend v = ${usable}`,
          columns: [...without(sorted, 'v'), { name: 'v', type: 'long' }],
        };
      }
      default:
        return sorted;
    }
  }

  private topOf(draft: Draft, choices: Choices): Draft {
    return piped(
      draft,
      `top ${choices.count(1, 5)} by ${this.write(choices.pick(SORTABLE), draft, 1, choices)}`,
    );
  }

  private summarize(draft: Draft, aggregate: Callable, choices: Choices): Draft {
    const { aggregates, expressions } = this.material;
    const chosen = [aggregate, ...(choices.oneIn(2) ? [choices.pick(aggregates)] : [])];
    const columns: Column[] = [];
    const keys: string[] = [];
    for (let n = choices.next(3); n > 0; n--) {
      const type = choices.pick(['string', 'long', 'bool', 'datetime', 'real', 'timespan'] as const);
      columns.push({ name: `k${n}`, type });
      keys.push(`k${n} = ${this.write(type, draft, 2, choices)}`);
    }
    const parts = chosen.map(({ signatures }, i) => {
      const signature = choices.pick(signatures);
      columns.push({ name: `m${i}`, type: signature.returns });
      return `m${i} = ${expressions.call(signature, draft.columns, 2, choices)}`;
    });
    const ordered =
      choices.oneIn(3) && draft.columns.some(({ name }) => name === 'id') ? '\n| sort by id asc' : '';
    const by = keys.length > 0 ? ` by ${keys.join(', ')}` : '';
    return { text: `${draft.text}${ordered}\n| summarize ${parts.join(', ')}${by}`, columns };
  }

  private join(draft: Draft, choices: Choices): Draft {
    const other = this.material.tables[1];
    if (!other) return draft;
    const types: readonly KustoType[] = ['long', 'string', 'datetime'];
    const pairs = draft.columns.flatMap((left) =>
      types.includes(left.type)
        ? other.columns.flatMap((right) => (right.type === left.type ? [{ left, right }] : []))
        : [],
    );
    if (pairs.length === 0) return draft;
    const { left, right } = choices.pick(pairs);
    const on = left.name === right.name ? left.name : `$left.${left.name} == $right.${right.name}`;
    const kind = choices.pick(JOINS);
    const joined = `join kind=${kind} (${other.name}) on ${on}`;
    if (kind.startsWith('right') && kind !== 'rightouter')
      return { ...piped(draft, joined), columns: other.columns };
    if (kind.startsWith('left') && kind !== 'leftouter') return piped(draft, joined);
    return { text: `${draft.text}\n| ${joined}`, columns: [...draft.columns, ...renamed(draft, other)] };
  }

  private expand(draft: Draft, choices: Choices): Draft {
    const dynamics = draft.columns.filter(({ type }) => type === 'dynamic');
    if (dynamics.length === 0) return draft;
    const column = choices.pick(dynamics);
    const type = choices.pick(['dynamic', 'string', 'long', 'real'] as const);
    const columns = draft.columns.map((one) => (one === column ? { name: one.name, type } : one));
    return {
      text: `${draft.text}\n| mv-expand ${column.name}${type === 'dynamic' ? '' : ` to typeof(${type})`}`,
      columns,
    };
  }

  private distinct(draft: Draft, choices: Choices): Draft {
    const kept = draft.columns.filter(({ type }) => type !== 'dynamic').slice(0, choices.count(1, 3));
    if (kept.length === 0) return draft;
    return { text: `${draft.text}\n| distinct ${kept.map(({ name }) => name).join(', ')}`, columns: kept };
  }

  private union(draft: Draft, choices: Choices): Draft {
    const other = this.material.tables[1];
    if (!other) return draft;
    const same = other.columns.filter(({ name, type }) =>
      draft.columns.some((c) => c.name === name && c.type === type),
    );
    if (same.length === 0) return draft;
    const clash = other.columns.some(({ name, type }) =>
      draft.columns.some((c) => c.name === name && c.type !== type),
    );
    if (clash || choices.oneIn(2))
      return {
        text: `${draft.text}\n| union kind=inner (${other.name} | project ${same.map(({ name }) => name).join(', ')})`,
        columns: same,
      };
    const added = other.columns.filter(({ name }) => !draft.columns.some((c) => c.name === name));
    return { text: `${draft.text}\n| union (${other.name})`, columns: [...draft.columns, ...added] };
  }

  private parse(draft: Draft, choices: Choices): Draft {
    const column = draft.columns.find(({ type }) => type === 'string');
    if (!column) return draft;
    const pattern = choices.pick(['* "o" v', 'v "b" *', '* "a" v "c" *', 'v ":" rest']);
    const names = ['v', 'rest'].filter((name) => new RegExp(`\\b${name}\\b`).test(pattern));
    const columns = draft.columns.filter(({ name }) => !names.includes(name));
    return {
      text: `${draft.text}\n| parse ${column.name} with ${pattern}`,
      columns: [...columns, ...names.map((name): Column => ({ name, type: 'string' }))],
    };
  }
}

function piped(draft: Draft, operator: string): Draft {
  return { text: `${draft.text}\n| ${operator}`, columns: draft.columns };
}

function without(draft: Draft, name: string): Column[] {
  return draft.columns.filter((column) => column.name !== name);
}

/** Only the columns whose names are surely theirs after a join. */
function renamed(draft: Draft, other: NamedTable): Column[] {
  return other.columns.filter(({ name }) => !draft.columns.some((column) => column.name === name));
}
