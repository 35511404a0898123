import { filled } from '../../cloudtrail/field.ts';
import { addressKey, requestOf, stageName } from '../api-request.ts';
import { defineDetection } from '../define.ts';
import { burst } from '../example.ts';
import { wafLog } from '../example-access-log.ts';

const ENOUGH = 50;
const blocked = (_: number, minute: number) => wafLog({ action: 'BLOCK', minute });

export default defineDetection({
  id: 'wl-block-burst',
  topic: 'W',
  title: 'WAF blocked one address many times',
  severity: 'medium',
  attack: ['T1595.002'],
  why: 'Somebody sends attack after attack to find one that the rules don’t know. What got through between the blocked ones matters most.',
  benign: [
    'A vulnerability scan of your own',
    'A rule that is too strict for a client',
    'A rate limit that a client keeps running into',
  ],
  runbook: [
    'See which rules blocked {ip}: in the WAF log from {time-1h} to {time+1h}, terminatingRuleId by uri.',
    'See what it sent that was let through: the WAF log with action ALLOW, and the access log of {resource}, for {ip} until {time+1h}.',
    'If the rule is a rate limit or too strict, and the client is known, adjust the rule for its path alone.',
    'Else block the address: aws wafv2 list-ip-sets --scope REGIONAL --region {region}, then update-ip-set with all addresses and {ip}/32.',
  ],
  on: { source: 'aws-waf-logs', names: ['BLOCK'], outcome: 'any' },
  match: (event) => {
    const rule = filled(requestOf(event)['rule']);
    return {
      resource: stageName(event),
      what: `was blocked by WAF at ${stageName(event)}`,
      reasons: rule === undefined ? [] : [`last by the rule ${rule}`],
    };
  },
  state: { count: { subject: addressKey, atLeast: ENOUGH, withinMinutes: 5, noun: 'requests blocked' } },
  examples: () => ({
    fires: [
      { title: 'fifty within three minutes', severity: 'medium', records: burst(ENOUGH, blocked, 0.05) },
      {
        title: 'over two APIs',
        severity: 'medium',
        records: burst(
          ENOUGH,
          (n, minute) => wafLog({ action: 'BLOCK', minute, ...(n % 2 === 0 ? {} : { api: 'z9y8x7w6v5' }) }),
          0.05,
        ),
      },
    ],
    quiet: [
      { title: 'one fewer', records: burst(ENOUGH - 1, blocked, 0.05) },
      { title: 'within five minutes all but the first', records: burst(ENOUGH, blocked, 5 / (ENOUGH - 1)) },
      {
        title: 'as many that were only counted',
        records: burst(ENOUGH, (_, minute) => wafLog({ action: 'COUNT', minute }), 0.05),
      },
      {
        title: 'as many, from many addresses',
        records: burst(ENOUGH, (n, minute) => wafLog({ action: 'BLOCK', ip: `203.0.113.${n}`, minute }), 0.05),
      },
      {
        title: 'as many at a load balancer',
        records: burst(ENOUGH, (_, minute) => wafLog({ action: 'BLOCK', source: 'ALB', minute }), 0.05),
      },
    ],
  }),
});
