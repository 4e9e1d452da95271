import { answers, diagnosticOf, openCase, type OpenCase } from './support.ts';
import assert from 'node:assert/strict';

const EDGES = `let E = datatable(s:string, t:string, w:long)
  ["a", "b", 1, "b", "c", 2, "c", "a", 3, "c", "d", 4, "x", "y", 5];`;
const GRAPH = `${EDGES} E | make-graph s --> t with_node_id=id`;
const NODES = `${EDGES} let N = datatable(name:string, role:string)["a", "user", "b", "app", "a", "twice"];
  E | make-graph s --> t with N on name`;

const TABLES = `${EDGES} let N = datatable(name:string, role:string, size:long)["a", "user", long(null), "b", "", 7, "q", "", long(null)];
  let M = datatable(name:string, live:bool, role:string)["d", false, "host", "a", true, "", "b", bool(null), "app"];
  E | make-graph s --> t with N on name, (M | lookup (print name = "d", size = 9) on name) on name`;

const TENANTS = `let E = datatable(s:string, t:string, p:string, w:long)
  ["a", "b", "x", 1, "b", "c", "x", 2, "b", "c", "y", 3, "c", "a", "y", 4, "c", "d", "", 5];
  let N = datatable(id:string, p:string, role:string)["b", "x", "app", "b", "y", "user", "c", "x", "host"];
  E | make-graph s --> t with N on id partitioned-by p`;

describe('KQL graphs', () => {
  let open: OpenCase;
  before(async () => (open = await openCase()));
  after(() => open.close());

  answers(
    () => open.engine,
    [
      [
        `${GRAPH} | graph-match (n)-[e]->(m) where e.w > 3 project n.id, m.id, e.w`,
        ['c', 'd', 4],
        ['x', 'y', 5],
      ],
      [
        `${GRAPH} | graph-match (n)-[e]->(m) where n.id == "a" project e, n`,
        [{ s: 'a', t: 'b', w: 1 }, { id: 'a' }],
      ],
      [`${GRAPH} | graph-match (n)<-[e]-(m) where n.id == "a" project from = m.id, w = e.w + 1`, ['c', 4]],
      [`${GRAPH} | graph-match (n)--(m) where n.id == "b" project m.id | sort by m_id asc`, ['a'], ['c']],
      [
        `${GRAPH} | graph-match (n)-[p*1..3]->(m) where n.id == "a" project dest = m.id, w = map(p, w), mid = map(inner_nodes(p), id) | sort by array_length(w) asc, dest asc`,
        ['b', [1], []],
        ['c', [1, 2], ['b']],
        ['a', [1, 2, 3], ['b', 'c']],
        ['d', [1, 2, 4], ['b', 'c']],
      ],
      // Every edge once at most; with cycles=none every node.
      [`${GRAPH} | graph-match (n)-[p*1..9]->(m) where n.id == "a" project m.id | count`, [4]],
      [`${GRAPH} | graph-match cycles=none (n)-[p*1..9]->(m) where n.id == "a" project m.id | count`, [3]],
      [`${GRAPH} | graph-match cycles=all (n)-[p*4..4]->(m) where n.id == "a" project m.id`, ['b']],
      [
        `${GRAPH} | graph-match (n)-[p*1..3]->(m) where n.id == "a" and all(p, w < 3) and any(p, w == 2) project m.id`,
        ['c'],
      ],
      [
        `${GRAPH} | graph-match (n)-->(m)-->(o), (m)-->(q) where n.id == "b" and o.id != q.id project o.id, q.id | sort by o_id asc`,
        ['a', 'd'],
        ['d', 'a'],
      ],
      [
        `${GRAPH} | graph-match (n) where node_degree_in(n) == 0 or node_degree_out(n) == 2 project node_id(n) | sort by Column1 asc`,
        ['c'],
        ['x'],
      ],
      [`${NODES} | graph-match (n)-->(m) where n.role == "user" project n.name, m.role`, ['a', 'app']],
      [
        `${NODES} | graph-to-table nodes`,
        ['a', 'user'],
        ['b', 'app'],
        ['c', ''],
        ['d', ''],
        ['x', ''],
        ['y', ''],
      ],
      // A node of both tables has the properties of both; one that only edges know has its key.
      [
        `${TABLES} | graph-to-table nodes`,
        ['a', 'user', null, true],
        ['b', 'app', 7, null],
        ['q', '', null, null],
        ['d', 'host', 9, false],
        ['c', '', null, null],
        ['x', '', null, null],
        ['y', '', null, null],
      ],
      [`${TABLES} | graph-match (n)-->(m) where n.live project n.name, m.role, m.size`, ['a', 'app', 7]],
      // b and c are other nodes in each partition, and no path leaves its own.
      [
        `${TENANTS} (graph-match (n)-[e*1..3]->(m) where n.role != "" project n.id, n.p, w = map(e, w), m.role, d = node_degree_out(m) | where n_p != "z") | sort by n_p asc, array_length(w) asc`,
        ['b', 'x', [2], 'host', 0],
        ['b', 'y', [3], '', 1],
        ['b', 'y', [3, 4], '', 0],
      ],
      [`${TENANTS} (graph-to-table edges) | count`, [5]],
      [
        'let E = datatable(s:long, t:long, p:int)[1, 2, int(null), 2, 3, int(null), 2, 3, 7]; E | make-graph s --> t with_node_id=i partitioned-by p (graph-match (a)-->(b)-->(c) project a.i, b.i, c.i)',
        [1, 2, 3],
      ],
      [
        `${GRAPH} | graph-to-table edges with_source_id=i | where s == "x" | project i == hash("x"), t, w`,
        [true, 'y', 5],
      ],
      [
        `${GRAPH} | graph-mark-components with_component_id=c | graph-to-table nodes`,
        ['a', 0],
        ['b', 0],
        ['c', 0],
        ['d', 0],
        ['x', 1],
        ['y', 1],
      ],
      [
        `${GRAPH} | graph-mark-components kind=strong with_component_id=c | graph-to-table nodes`,
        ['a', 0],
        ['b', 0],
        ['c', 0],
        ['d', 1],
        ['x', 2],
        ['y', 3],
      ],
      [
        `${GRAPH} | graph-shortest-paths (n)-[p*1..5]->(m) where n.id == "a" and m.id == "d" project map(p, w), m.id`,
        [[1, 2, 4], 'd'],
      ],
      [`${GRAPH} | graph-shortest-paths (n)-[p*1..5]->(m) where n.id == "a" project m.id | count`, [3]],
      [
        'datatable(s:string, t:string)["a", "b", "a", "c", "b", "d", "c", "d"] | make-graph s --> t with_node_id=id | graph-shortest-paths output=all (n)-[p*1..3]->(m) where n.id == "a" and m.id == "d" project via = map(inner_nodes(p), id) | sort by tostring(via) asc',
        [['b']],
        [['c']],
      ],
      [
        'datatable(s:string, t:string)[] | make-graph s --> t with_node_id=id | graph-match (n)-[e]->(m) project n.id',
      ],
    ],
  );

  const refused: readonly (readonly [code: string, marked: string])[] = [
    ['graph-project', `${GRAPH} | «graph-match (n)-->(m)»`],
    ['graph-range', `${GRAPH} | graph-match (n)-[p«*1..101»]->(m) project n.id`],
    [
      'make-graph-tables',
      `${EDGES} E | make-graph s --> t with (print a = "a") on a, «(print b = "b") on b» | graph-to-table nodes`,
    ],
    [
      'make-graph-tables',
      `${EDGES} E | make-graph s --> t with (print a = "a", x = 1) on a, «(print a = "b", x = "") on a» | graph-to-table nodes`,
    ],
    ['make-graph-partition', `${TENANTS} (graph-match (n)-->(m) project n.id | «take 1»)`],
    ['make-graph-partition', `${TENANTS} («graph-match (n)-->(m), (k)-->(l) project n.id»)`],
    ['make-graph-partition', `${TENANTS} («graph-match (n) project n.id»)`],
    ['make-graph-partition', `${TENANTS} (graph-match (n)-->(m) project «node_id(n)»)`],
    ['make-graph-partition', `${TENANTS} (graph-to-table «nodes»)`],
    ['several-tables', `${GRAPH} | «graph-to-table nodes as A, edges as B» | count`],
    ['graph-path', `${GRAPH} | graph-match (n)-[p*1..2]->(m) project «p.w»`],
  ];
  for (const [code, marked] of refused)
    it(`refuses with ${code}: ${marked.slice(-40)}`, async () => {
      const found = await diagnosticOf(open.engine, marked);
      assert.ok(found.kind === 'invalid' || found.code === code, found.code);
    });
});
