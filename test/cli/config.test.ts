import { describe, expect, it } from 'vitest';
import { OPENED, opened, ordinary } from './records.ts';
import { type Line, type Replayed, sandboxed } from './sandbox.ts';

const box = sandboxed('busy');
const DAY = 24 * 60;
const LOG = box.log('log.json', [
  opened('e-monday', {}, 'GET'),
  opened('e-tuesday', { minute: DAY }, 'PUT'),
  opened('e-friday', { minute: 4 * DAY }, 'POST'),
]);

const findingsOf = ({ findings }: Replayed): Line[] => findings.filter(({ detection }) => detection === OPENED);
const alertedIds = ({ alerts }: Replayed): unknown[] => alerts.flatMap(({ findingIds }) => findingIds);

describe.concurrent('gatetrail.yml', () => {
  it.each([
    ['detection', '"apigw-*"'],
    ['principal', 'alice@example.com'],
    ['account', '"111111111111"'],
    ['resource', '"*a1b2c3d4e5*"'],
    ['ip', '198.51.100.10'],
  ])(
    'a suppression by %s %s quiets until the day it expires; the finding stays, and says why',
    async (key, pattern) => {
      const config = box.write(
        `${key}-${pattern.length}.yml`,
        `suppressions:\n  - ${key}: ${pattern}\n    reason: planned work\n    owner: ops@example.com\n    expires: 2026-11-04\n`,
      );
      const run = await box.replay([LOG, '--config', config]);
      const found = findingsOf(run);
      expect(found.map(({ suppressed }) => suppressed)).toEqual([
        { reason: 'planned work', owner: 'ops@example.com', expires: '2026-11-04' },
        { reason: 'planned work', owner: 'ops@example.com', expires: '2026-11-04' },
        undefined,
      ]);
      const quiet = run.findings.filter(({ suppressed }) => suppressed !== undefined);
      expect(alertedIds(run)).not.toEqual(expect.arrayContaining([quiet[0]?.['id']]));
      expect(alertedIds(run)).toContain(found[2]?.['id']);
      expect(run.tally.findings).toMatchObject({ total: run.findings.length, suppressed: quiet.length });
    },
  );

  it('a suppression of something else quiets nothing', async () => {
    const config = box.write(
      'other.yml',
      `suppressions:\n  - detection: ${OPENED}\n    principal: bob@example.com\n    reason: planned work\n    owner: ops@example.com\n    expires: 2027-01-01\n`,
    );
    const run = await box.replay([LOG, '--config', config]);
    expect(run.tally.findings.suppressed).toBe(0);
    expect(alertedIds(run)).toEqual(expect.arrayContaining(findingsOf(run).map(({ id }) => id)));
  });

  it('a severity goes over what the detection says, and minSeverity decides who is woken', async () => {
    const info = box.write('info.yml', `detections:\n  severity:\n    ${OPENED}: info\n`);
    const run = await box.replay([LOG, '--config', info]);
    expect(new Set(findingsOf(run).map(({ severity }) => severity))).toEqual(new Set(['info']));
    const all = box.write('all.yml', `alerts:\n  minSeverity: info\ndetections:\n  severity:\n    ${OPENED}: info\n`);
    const loud = await box.replay([LOG, '--config', all]);
    expect(alertedIds(loud)).toEqual(expect.arrayContaining(findingsOf(loud).map(({ id }) => id)));
    expect(loud.alerts.length).toBeGreaterThan(run.alerts.length);
  });

  it('a detection that is off finds nothing', async () => {
    const off = box.write('off.yml', `detections:\n  off:\n    ${OPENED}: we have no private APIs\n`);
    const run = await box.replay([LOG, '--config', off]);
    expect(findingsOf(run)).toEqual([]);
    expect(run.tally.records.events).toBe(3);
    expect(run.tally.detections).not.toHaveProperty(OPENED);
  });

  it('own, trusted and read accounts are no strangers', async () => {
    const code = `match: (event) => ({ foreign: { required: true, accounts: [event.params.let] } })`;
    const rules = box.rule('rules/stranger.mjs', { id: 'own-stranger', on: { names: ['DescribeInstances'] } }, code);
    const lets = (id: string, account: string, difference = {}) =>
      ordinary(id, { params: { let: account }, ...difference });
    const log = box.log('lets.json', [
      lets('e-own', '444444444444'),
      lets('e-trusted', '555555555555'),
      lets('e-read', '666666666666'),
      lets('e-stranger', '777777777777'),
      ordinary('e-6', { account: '666666666666', params: { let: '666666666666' } }),
    ]);
    const config = box.write('accounts.yml', `accounts:\n  own: ['444444444444']\n  trusted: ['555555555555']\n`);
    const run = await box.replay([log, '--rules', rules, '--config', config]);
    const found = run.findings.filter(({ detection }) => detection === 'own-stranger');
    expect(found.flatMap(({ eventIds }) => eventIds)).toEqual(['e-stranger']);
    const without = await box.replay([log, '--rules', rules]);
    expect(without.findings.filter(({ detection }) => detection === 'own-stranger').length).toBe(3);
  });
});
