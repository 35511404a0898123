import type { Answer } from './ask.ts';
import { unanswered } from './ask.ts';
import { type Line, ok, problem } from './line.ts';

/** A stage of a REST, HTTP or WebSocket API. */
export interface StageFacts {
  readonly api: string;
  readonly apiName: string;
  readonly stage: string;
  readonly hasAccessLogs: boolean;
  /** Execution logs that hold whole requests and answers. */
  readonly hasDataTrace: boolean;
}

/** Shows that many stages by name; the others are counted. */
const NAMED = 20;

export function judgeStages(check: string, stages: Answer<readonly StageFacts[]>): Line[] {
  if (stages.is !== 'known') return [unanswered(check, stages, { text: 'there are none', advice: 'look again' })];
  const named = (facts: readonly StageFacts[]): string =>
    facts
      .slice(0, NAMED)
      .map(({ api, apiName, stage }) => `${apiName} (${api}/${stage})`)
      .join(', ') + (facts.length > NAMED ? ` and ${facts.length - NAMED} more` : '');
  const silent = stages.value.filter(({ hasAccessLogs }) => !hasAccessLogs);
  const traced = stages.value.filter(({ hasDataTrace }) => hasDataTrace);
  const lines: Line[] = [];
  if (silent.length > 0)
    lines.push(
      problem(
        check,
        `without access logs: ${named(silent)}`,
        'set an access log destination on each stage: without it nobody can tell who called',
      ),
    );
  if (traced.length > 0)
    lines.push(
      problem(
        check,
        `with data trace on: ${named(traced)}`,
        'turn it off: it writes tokens and bodies of requests into CloudWatch Logs',
      ),
    );
  return lines.length > 0
    ? lines
    : [ok(check, `${stages.value.length} stages, all with access logs, none with data trace`)];
}
