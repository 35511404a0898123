import { GatetrailError } from '../../errors.ts';

const SLACK = new Set(['https://hooks.slack.com', 'https://hooks.slack-gov.com']);
const TIMEOUT = 1500;

/**
 * Posts to the `response_url` of a click. Only to Slack: a URL from a request must not lead this function to other places. `apiUrl`: the Slack
 * that tests and the local cloud use, whose origin is allowed too. Throws `input` for another URL.
 */
export async function sayByUrl(url: string, text: string, apiUrl?: string): Promise<void> {
  const target = URL.parse(url);
  const allowed = new Set([...SLACK, ...(apiUrl === undefined ? [] : [new URL(apiUrl).origin])]);
  if (target === null || !allowed.has(target.origin) || target.username !== '' || target.password !== '')
    throw new GatetrailError(
      'input',
      'the response_url of a click is not of Slack; expected https://hooks.slack.com/…',
    );
  const response = await fetch(target, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text }),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!response.ok) throw new GatetrailError('transient', `Slack answered ${response.status} to a response_url`);
}
