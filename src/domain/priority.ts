import type { Severity } from './timelineEvent.ts';

/** Names and values of the tags by which a company says what matters; values in lower case. */
export interface PriorityRules {
  readonly criticality: TagRule;
  readonly sensitivity: TagRule;
  readonly regulation: TagRule;
}

export interface TagRule {
  /** Tag names, compared without case. */
  readonly tags: readonly string[];
  /** Factor by value; a value that is not here counts as `other`. */
  readonly values: Readonly<Record<string, number>>;
  readonly other: number;
}

export const DEFAULT_RULES: PriorityRules = {
  criticality: {
    tags: ['criticality'],
    values: { critical: 2, high: 1.6, medium: 1.2, low: 0.8 },
    other: 1,
  },
  sensitivity: {
    tags: ['data', 'sensitivity', 'classification'],
    values: { 'highly confidential': 1.5, secret: 1.5, confidential: 1.3, internal: 1.1, public: 0.9 },
    other: 1,
  },
  // That a resource is in scope matters, not of what.
  regulation: { tags: ['regulation', 'compliance', 'regulatory'], values: { none: 1 }, other: 1.3 },
};

/** What is known of an incident beside its severity. */
export interface PriorityFacts {
  /** Tags of the resources among its entities. */
  readonly resources: readonly { readonly name: string; readonly tags: Readonly<Record<string, string>> }[];
  /** Sensitivity labels that its entities carry. */
  readonly labels: readonly string[];
  /** Values of all its entities, in lower case. */
  readonly entities: readonly string[];
  /** Matches in threat intelligence, confidence 0 to 100. */
  readonly intelligence: readonly { readonly value: string; readonly confidence: number }[];
}

export const NO_FACTS: PriorityFacts = { entities: [], resources: [], labels: [], intelligence: [] };

export interface PriorityPart {
  readonly factor: number;
  /** Why, in one clause: "vm-finance-1 has criticality=high". */
  readonly why: string;
}

export interface Priority {
  /** 0 to 100, rounded; larger is more urgent. */
  readonly score: number;
  readonly parts: readonly PriorityPart[];
}

const SEVERITY_BASE: Readonly<Record<Severity, number>> = { high: 24, medium: 12, low: 5, informational: 2 };

/**
 * Severity × criticality of the assets × sensitivity of the data × regulatory scope × confidence of threat intelligence. Each
 * factor is that of the entity that raises it most; where nothing is known it is 1, so that what is not tagged does not sink.
 */
export function priorityOf(severity: Severity, facts: PriorityFacts, rules: PriorityRules): Priority {
  const parts: PriorityPart[] = [{ factor: SEVERITY_BASE[severity], why: `severity is ${severity}` }];
  for (const rule of [rules.criticality, rules.sensitivity, rules.regulation]) {
    const found = highest([
      ...facts.resources.flatMap(({ name, tags }) =>
        tagged(tags, rule).map(({ tag, value, factor }) => ({ factor, why: `${name} has ${tag}=${value}` })),
      ),
      ...(rule === rules.sensitivity
        ? facts.labels.map((label) => ({
            factor: factorOf(label, rule),
            why: `an entity carries the label ${label}`,
          }))
        : []),
    ]);
    if (found) parts.push(found);
  }
  const intelligence = highest(
    facts.intelligence.map(({ value, confidence }) => ({
      factor: 1 + Math.min(Math.max(confidence, 0), 100) / 100,
      why: `${value} is in threat intelligence with confidence ${confidence}`,
    })),
  );
  if (intelligence) parts.push(intelligence);
  const product = parts.reduce((all, { factor }) => all * factor, 1);
  return { score: Math.min(100, Math.round(product)), parts };
}

/** Sentences for a tooltip, the base first. */
export function explained({ score, parts }: Priority): readonly string[] {
  const [base, ...factors] = parts;
  return [
    `Priority ${score} of 100`,
    ...(base ? [`${base.factor}: ${base.why}`] : []),
    ...factors.map(({ factor, why }) => `× ${factor.toFixed(1)}: ${why}`),
  ];
}

function tagged(
  tags: Readonly<Record<string, string>>,
  rule: TagRule,
): readonly { readonly tag: string; readonly value: string; readonly factor: number }[] {
  return Object.entries(tags)
    .filter(([tag]) => rule.tags.some((name) => name.toLowerCase() === tag.toLowerCase()))
    .map(([tag, value]) => ({ tag, value, factor: factorOf(value, rule) }));
}

function factorOf(value: string, { values, other }: TagRule): number {
  const key = value.trim().toLowerCase();
  return Object.hasOwn(values, key) ? (values[key] ?? other) : other;
}

function highest(parts: readonly PriorityPart[]): PriorityPart | undefined {
  return parts.reduce<PriorityPart | undefined>(
    (best, part) => (best && best.factor >= part.factor ? best : part),
    undefined,
  );
}
