/** What a check came to. */
export type Verdict =
  | 'ok'
  | 'warn'
  | 'problem' // logs or alerts are lost, or would not be seen
  | 'unknown'; // could not be checked

export interface Line {
  readonly check: string;
  readonly verdict: Verdict;
  readonly text: string;
  /** What to do. */
  readonly advice?: string;
}

export function ok(check: string, text: string): Line {
  return { check, verdict: 'ok', text };
}

export function warn(check: string, text: string, advice: string): Line {
  return { check, verdict: 'warn', text, advice };
}

export function problem(check: string, text: string, advice: string): Line {
  return { check, verdict: 'problem', text, advice };
}
