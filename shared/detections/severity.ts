/** From least to worst. */
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** 0 for info to 4 for critical. */
export function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

export function worse(a: Severity, b: Severity): Severity {
  return rank(a) >= rank(b) ? a : b;
}
