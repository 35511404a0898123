import { filled } from '../../cloudtrail/field.ts';
import { sets } from '../../cloudtrail/patch.ts';
import { DAY, parseTime } from '../../cloudtrail/time.ts';
import { API_KEY_STATUS } from '../../settings/api-key.ts';
import { defineDetection } from '../define.ts';
import { patch, restApi } from '../example.ts';
import type { Change, Verdict } from '../state-use.ts';

const labels = { apiKey: 'k9j8h7g6f5' };
const set = (enabled: boolean, minute = 0, difference = {}) =>
  patch('UpdateApiKey', labels, [['replace', '/enabled', String(enabled)]], { minute, ...difference });
const days = (number: number) => (number * DAY) / 60_000;

const created = (enabled: boolean) =>
  restApi(
    'CreateApiKey',
    {},
    { name: 'spare', enabled },
    {
      minute: -days(90),
      response: { id: labels.apiKey, name: 'spare', enabled },
    },
  );

/** A key that was off for so long had an owner who was told, or none at all. */
const LONG = 30;

/** `disabled since 2026-09-01`: the day in it, as ms. */
function since(status: string): number | undefined {
  return parseTime(`${status.slice(-10)}T00:00:00Z`);
}

function judge({ before, now }: Change): Verdict {
  if (before === undefined) return { reason: 'since when it was disabled is not known' };
  if (before.startsWith('enabled')) return 'quiet';
  const [off, on] = [since(before), since(now)];
  const away = off === undefined || on === undefined ? undefined : Math.round((on - off) / DAY);
  if (away === undefined || away >= LONG) return { reason: `it was ${before}` };
  return { severity: 'low', reason: `it was ${before}, no longer than ${away === 1 ? 'a day' : `${away} days`}` };
}

export default defineDetection({
  id: 'apigw-api-key-reenabled',
  topic: 'T',
  title: 'Disabled API key switched on again',
  severity: 'medium',
  attack: ['T1098.001'],
  why: 'A key that was switched off, perhaps because it had leaked, opens its usage plans again, and nobody counts on it.',
  benign: ['A customer comes back', 'A key was switched off by mistake'],
  runbook: [
    'Ask {principal} who needs {resource} again; it was {before}.',
    'Find out why it was disabled: look for UpdateApiKey on {target} in CloudTrail, and ask who did it.',
    'See what it opens: aws apigateway get-usage-plans --key-id {target} --region {region}',
    'If nobody can explain it: aws apigateway update-api-key --api-key {target} --region {region} --patch-operations op=replace,path=/enabled,value=false',
    'Look in the access logs for identity.apiKeyId {target} since {time}: from which addresses is it used?',
  ],
  on: { source: 'apigateway', names: ['UpdateApiKey'] },
  match: ({ api, params }) => {
    // An answer says that the key works, not that it was off: without the request nothing can be told.
    const last = api?.patched('/enabled').findLast(sets)?.value;
    if (api === undefined || last?.toLowerCase() !== 'true') return false;
    const id = filled(params, 'apiKey') ?? filled(api.state, 'id');
    const name = filled(api.state, 'name');
    const resource = `API key ${name ?? id ?? '(unknown)'}`;
    return { what: `switched ${resource} on again`, resource, ...(id === undefined ? {} : { target: id }) };
  },
  state: { changed: { settings: [API_KEY_STATUS], judge } },
  examples: () => ({
    fires: [
      { title: 'off for forty days', severity: 'medium', records: [set(false, -days(40)), set(true)] },
      { title: 'never known to be off', severity: 'medium', records: [set(true)] },
      { title: 'off for two days', severity: 'low', records: [set(false, -days(2)), set(true)] },
      {
        title: 'made without being enabled',
        severity: 'medium',
        records: [created(false), set(true)],
      },
    ],
    quiet: [
      { title: 'it was on', records: [created(true), set(true)] },
      { title: 'switched off', records: [set(false)] },
      {
        title: 'on and off in one call',
        records: [
          patch('UpdateApiKey', labels, [
            ['replace', '/enabled', 'true'],
            ['replace', '/enabled', 'false'],
          ]),
        ],
      },
      {
        title: 'another change of a key that works',
        records: [patch('UpdateApiKey', labels, [['replace', '/description', 'x']], { response: { enabled: true } })],
      },
      { title: 'refused', records: [set(true, 0, { error: { code: 'AccessDeniedException' } })] },
    ],
  }),
});
