import { awsError, isCredentials, isDenied, translated } from '../aws-error.ts';
import type { Line } from './line.ts';

/** What AWS said to a question. */
export type Answer<T> =
  | { readonly is: 'known'; readonly value: T }
  | { readonly is: 'missing'; readonly said: string }
  | { readonly is: 'denied'; readonly permission: string }
  | { readonly is: 'failed'; readonly permission: string; readonly said: string };

export type Unanswered = Exclude<Answer<never>, { readonly is: 'known' }>;

const MISSING = /NotFound|NoSuch|NonExistent|DoesNotExist|^404$/;

/** Asks, and turns a refusal into an answer. Throws `config` without usable credentials: then nothing can be asked. */
export async function ask<T>(permission: string, call: () => Promise<T>): Promise<Answer<T>> {
  try {
    return { is: 'known', value: await call() };
  } catch (error) {
    const about = awsError(error);
    const said = `${about.code}: ${about.message}`;
    if (isCredentials(about)) throw translated(error, 'gatetrail doctor can ask AWS nothing', permission);
    if (MISSING.test(about.code)) return { is: 'missing', said };
    if (isDenied(about)) return { is: 'denied', permission };
    return { is: 'failed', permission, said };
  }
}

/** The line of a check whose question was not answered; `missing` is what it means that the thing isn't there. */
export function unanswered(check: string, answer: Unanswered, missing: Pick<Line, 'text' | 'advice'>): Line {
  if (answer.is === 'missing') return { check, verdict: 'problem', ...missing };
  if (answer.is === 'denied')
    return { check, verdict: 'unknown', text: `could not check: ${answer.permission} is not allowed to you` };
  return { check, verdict: 'unknown', text: `could not check: ${answer.permission} failed: ${answer.said}` };
}
